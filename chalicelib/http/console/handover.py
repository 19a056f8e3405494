"""All open tasks of a colleague who leaves, or is away, in a colleague's hands."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from chalice import Response

from chalicelib import clock
from chalicelib.care import staff
from chalicelib.care.complaints import deciders, succession
from chalicelib.care.metrics import workload
from chalicelib.care.tasks import handing
from chalicelib.care.tasks.handing import Days, Handed
from chalicelib.errors import CareError
from chalicelib.http import door
from chalicelib.http.console import desk, plain_words, scope
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.fields import Fields
from chalicelib.http.console.speech import _
from chalicelib.records.staff import Staff, in_turn

LEADERS = ("manager", "admin")
HOW = ("all", "leave", "for_good")


@CONSOLE.page("/hand-over", roles=LEADERS)
def ask() -> Response:
    """A colleague's page says what it is about, a leave with its days."""
    said = {name: door.asked(name) for name in ("from", "to", "how", "first", "last")}
    if said["how"] not in HOW:
        said["how"] = "all"
    return _page({**said, "why": _("on leave") if said["how"] == "leave" else ""})


def _page(said: dict[str, str], faults: dict[str, str] | None = None, status: int = 200) -> Response:
    people = scope.people()
    load = workload.seen()
    open_now = Counter({rep: sum(days.values()) for rep, days in load.days.items()})
    return desk.show(
        "hand-over", status, people=[name for name in people if name or open_now[name]], open_now=open_now,
        heirs=_here(people), values=said, faults=faults or {}, how=HOW,
        as_of=load.at_moment,
        moved=door.asked("moved"), left=door.asked("left"), to=door.asked("to"), cases=door.asked("cases"),
    )  # fmt: skip


def _here(people: list[str]) -> list[str]:
    """Those who may be given anything: nobody who left, or whose role opens no task. Who is known from a
    ledger alone is a rep."""
    cannot = {one.name for one in staff.everybody() if not one.takes_work}
    return [name for name in people if name and name not in cannot]


@CONSOLE.deed("/hand-over", roles=LEADERS)
def hand_over() -> Response:
    fields = Fields(desk.form())
    people = scope.people()
    name = fields.one_of("from", people)
    heir = fields.one_of("to", [one for one in _here(people) if one != name], _("Choose who takes them."))
    how = fields.one_of("how", HOW, _("Choose what goes over."))
    why = fields.text("why", _("Say why; whoever gets the tasks will want to know."))
    first, last = fields.day("first"), fields.day("last")
    if how == "leave" and not (first and last and first <= last) and "last" not in fields.faults:
        fields.faults["last"] = _("Give the first and the last day of the leave.")
    if fields.faults:
        return _page(fields.said, fields.faults, 400)
    try:
        done = _carried_out(name, heir, how, why, (first, last))
    except CareError as error:
        return _page(fields.said, {"to": plain_words.of(error)}, error.status)
    went = f"moved={done.tasks}&left={done.left}&cases={done.complaints}"
    return door.see(f"/hand-over?{went}&to={quote(heir)}")


@dataclass(frozen=True)
class Gone:
    """How much went over to a colleague, and how much somebody was just working on."""

    tasks: int
    complaints: int
    left: int


def _carried_out(name: str, heir: str, how: str, why: str, days: tuple[Any, Any]) -> Gone:
    """New tasks of the leave, or for good, go to the heir, too; with all tasks the open complaints."""
    if how == "for_good":
        return for_good(name, heir, why)
    now, who = clock.now(), desk.reader().name
    if how == "leave" and not _is_noted(name, heir, days):
        staff.leave(name, *days, heir)
    if how == "all" and name:
        return _everything(name, heir, why, now, who)
    due = handing.of_leave(*days, now) if how == "leave" else (None, None)
    done = _tasks(name, heir, why, now, who, due)
    return Gone(done.moved, 0, done.left)


def for_good(name: str, heir: str, why: str) -> Gone:
    """Tasks, complaints, decisions, customers, and whatever comes later."""
    now = clock.now()
    handing.leave_for_good(name, heir, now)
    who = desk.reader().name
    busy = deciders.hand_over(name, heir, why, who, now)
    done = _everything(name, heir, why, now, who)
    return replace(done, left=done.left + busy)


def _everything(name: str, heir: str, why: str, now: datetime, who: str) -> Gone:
    cases, busy = succession.hand_over(name, heir, why, who, now)
    done = _tasks(name, heir, why, now, who)
    return Gone(done.moved, cases, done.left + busy)


def _tasks(name: str, heir: str, why: str, now: datetime, who: str, days: Days = (None, None)) -> Handed:
    """Counted anew at once: whoever moved them sees where they are."""
    done = handing.hand_over(name, heir, why, who, now, days)
    workload.keep(now)
    return done


def _is_noted(name: str, heir: str, days: tuple[Any, Any]) -> bool:
    """The button was pressed twice, or the leave stands there already and this one has its work."""
    noted = [other for *same, other in staff.get(name).leave if same == [day.isoformat() for day in days]]
    return any(heir in {one.name for one in in_turn(other, days[0], Staff.named)} for other in noted)
