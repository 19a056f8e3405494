"""From a number of the overview's last days to what it counts, as far as the reader sees whom it is about."""

from datetime import date, datetime
from typing import Any

from chalice import Response

from chalicelib.care.metrics import glancing, went
from chalicelib.care.metrics.went import Went
from chalicelib.http import door
from chalicelib.http.console import desk, scope
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.home import FOR
from chalicelib.http.console.speech import N_, _
from chalicelib.records.customers import Customer

NAMES = {
    "sent": N_("Messages"), went.ERRAND: N_("Errands opened"), "refused": N_("Not sent"),
    "failed": N_("Failed"),
}  # fmt: skip


@CONSOLE.page("/overview/{day}", roles=FOR)
def rows(day: str) -> Response:
    on, kind = _day(day), door.asked("what") or "sent"
    if kind not in NAMES:
        raise desk.nothing_here()
    kept = went.of(on, kind)
    theirs, here = _readers(kept.lines), f"/overview/{on}?what="
    return desk.show(
        "home-day", day=on, kind=_(NAMES[kind]), lines=theirs, is_cut=kept.is_cut, most=went.MOST,
        ways=[(f"{here}{one}", _(name), None) for one, name in NAMES.items()], this=f"{here}{kind}",
        of_shop=scope.has_one_shop(), as_of=glancing.seen().at_moment,
    )  # fmt: skip


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise desk.nothing_here() from None


def _readers(kept: list[Went]) -> list[dict[str, Any]]:
    """Those whose customer is the reader's to see; what colleagues were told is shown to who sees all."""
    ids = list(dict.fromkeys(one.owner for one in kept if one.owner.startswith("c")))
    people = Customer.many([Customer.at(one) for one in ids])
    seen = scope.among(ids)
    scope.noted(seen)
    names = {row.id: row.name for row in people.values() if row.id in seen}
    staff = set() if scope.has_one_shop() else {one.owner for one in kept if one.owner not in ids}
    return [_line(one, names) for one in kept if one.owner in names or one.owner in staff]


def _line(one: Went, names: dict[str, str]) -> dict[str, Any]:
    return {
        "at": datetime.fromisoformat(one.at), "customer": one.owner if one.owner in names else "",
        "name": names.get(one.owner, ""), "step": one.step, "channel": one.channel, "reason": one.reason,
    }  # fmt: skip
