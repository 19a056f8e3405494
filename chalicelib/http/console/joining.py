"""Two records of one person become one: looked at first, then done."""

from typing import Any

from chalice import Response

from chalicelib import clock
from chalicelib.care import merging, search
from chalicelib.care.merging import Preview
from chalicelib.errors import CareError
from chalicelib.http import door
from chalicelib.http.console import desk, plain_words, scope
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.fields import Fields
from chalicelib.http.console.speech import _
from chalicelib.records.customers import Customer

# It cannot be taken back.
ROLES = ("manager", "admin")
MOST = 20


@CONSOLE.page("/customers/{id}/merge", roles=ROLES)
def ask(id: str) -> Response:
    """Whose page it is stays; the other, once found, goes into it."""
    return _page(scope.customer(id), door.asked("q").strip(), door.asked("with"))


def _page(
    into: Customer, wanted: str, other: str, faults: dict[str, str] | None = None, status: int = 200,
    why: str = "",
) -> Response:  # fmt: skip
    known = scope.only(search.find(wanted, sees=scope.bound())) if wanted else []
    found = [one for one in known if one.id != into.id]
    refusal, shown = "", None
    if other:
        scope.customer(other)
        try:
            shown = merging.preview(other, into.id)
        except CareError as error:
            refusal = plain_words.of(error)
    return desk.show(
        "merge", 409 if refusal else status, into=_told(into), wanted=wanted,
        found=[_told(one) for one in found[:MOST]],
        preview=_preview(shown) if shown else None, other=other, refusal=refusal, faults=faults or {},
        why=why,
    )  # fmt: skip


def _told(one: Customer) -> dict[str, Any]:
    return {
        "id": one.id, "name": one.name, "phones": one.phones, "emails": one.emails, "estate": one.estate,
        "address": one.address, "rep": one.rep, "store": one.store,
    }  # fmt: skip


def _preview(shown: Preview) -> dict[str, Any]:
    return {
        "old": _told(shown.old), "moves": vars(shown.moves), "taken": shown.taken, "lost": shown.lost,
        "refused": shown.refused, "share_address": shown.share_address, "names_agree": shown.names_agree,
    }  # fmt: skip


@CONSOLE.deed("/customers/{id}/merge", roles=ROLES)
def merge(id: str) -> Response:
    """Cut short, it is finished by pressing again."""
    into, fields = scope.customer(id), Fields(desk.form())
    other = fields.text("with", _("Choose the other record first."))
    why = fields.text("why", _("Say how you know that they are one person."))
    if fields.faults:
        return _page(into, "", other, fields.faults, 400, why)
    scope.customer(other)
    try:
        merging.merge(other, into.id, why, desk.reader().name, clock.now())
    except CareError as error:
        return _page(into, "", other, {"why": plain_words.of(error)}, error.status, why)
    return door.see(f"/customers/{into.id}?done=merged")
