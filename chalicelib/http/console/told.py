"""What somebody told us and nobody could place: whose it is, or that it is nothing of ours."""

from collections.abc import Callable, Mapping
from typing import Any

from chalice import Response

from chalicelib import clock
from chalicelib.care import search
from chalicelib.care.complaints import sorting
from chalicelib.errors import BadInput, CareError, NotFound
from chalicelib.http import door
from chalicelib.http.console import complaint_view as view
from chalicelib.http.console import desk, plain_words, scope
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.speech import _
from chalicelib.records.customers import Customer
from chalicelib.records.tellings import Telling
from chalicelib.rules import case_names as names
from chalicelib.rules.case_names import N_

PLACERS = ("manager", "admin")
SEES = (*PLACERS, "ops")
SHOWN = 100
SUSPECTS = {
    "virus": N_("A virus was found in it. What hung on it was not kept; ask the sender by telephone."),
    "spam": N_("Whoever received it took it for advertising."),
}


@CONSOLE.page("/complaints/told", roles=SEES)
def waiting() -> Response:
    return _list()


def _list(
    status: int = 200, failed: str = "", fault: str = "", said: Mapping[str, str] | None = None
) -> Response:
    found = sorting.waiting()
    theirs = scope.among(row.customer_id for row in found)
    mine = [row for row in found if _sees(row, theirs)]
    scope.noted({row.customer_id for row in mine[:SHOWN] if row.customer_id})
    return desk.show(
        "told", status, rows=[_line(row) for row in mine[:SHOWN]], more=max(0, len(mine) - SHOWN),
        failed=failed, fault=fault, said=said or {}, relations=view.labels("relation"),
        done=door.asked("done"),
    )  # fmt: skip


def _sees(row: Telling, theirs: set[str]) -> bool:
    """Of a customer, whoever sees the customer; of a stranger, the store where it was told, and who sees
    all. `theirs`: the customers whom the reader sees."""
    if row.customer_id:
        return row.customer_id in theirs
    return "" in scope.people() or scope.sees(row.store)


def _line(row: Telling) -> dict[str, Any]:
    person = Customer.today(row.customer_id) if row.customer_id else None
    return {
        "reference": row.reference, "at": row.told_at, "channel": _(names.said(names.CHANNELS, row.channel)),
        "sender": row.sender, "name": person.name if person else row.name, "words": row.words,
        "customer": person.id if person else "", "files": len(row.files), "store": row.store,
        "suspect": _(SUSPECTS[row.suspect]) if row.suspect else "",
    }  # fmt: skip


@CONSOLE.deed("/complaints/told/{reference}/take", roles=PLACERS)
def take(reference: str) -> Response:
    return _settled(reference, "take", _take)


@CONSOLE.deed("/complaints/told/{reference}/dismiss", roles=PLACERS)
def dismiss(reference: str) -> Response:
    return _settled(reference, "dismiss", _dismiss)


def _settled(reference: str, deed: str, act: Callable[[Telling, Mapping[str, str]], str]) -> Response:
    try:
        row = sorting.get(reference)
    except NotFound:
        raise desk.nothing_here() from None
    if not _sees(row, scope.among([row.customer_id])):
        raise desk.nothing_here()
    form = desk.form()
    try:
        return door.see(act(row, form))
    except CareError as refusal:
        return _list(refusal.status, f"{row.reference}-{deed}", plain_words.of(refusal), form)


def _take(row: Telling, form: Mapping[str, str]) -> str:
    person = _person(row, form.get("whose", "").strip())
    sale, relation = form.get("sale", "").strip(), form.get("relation", "")
    found = sorting.take(row.reference, person.id, sale, desk.reader().name, clock.now(), relation)
    return f"/complaints/{found.number}?done=opened"


def _person(row: Telling, whose: str) -> Customer:
    if row.customer_id and not whose:
        return scope.customer(row.customer_id)
    found = scope.only(search.find(whose, sees=scope.bound())) if whose else []
    if len(found) == 1:
        return found[0]
    if found:
        raise BadInput(_("Several people go by that. Write an order number or a mail address."))
    raise BadInput(_("Nobody of yours goes by that. Write down the complaint as that of somebody new."))


def _dismiss(row: Telling, form: Mapping[str, str]) -> str:
    sorting.dismiss(row.reference, form.get("why", ""), desk.reader().name, clock.now())
    return "/complaints/told?done=dismissed"
