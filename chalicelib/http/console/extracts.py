"""Files that a colleague asked for: watched while they are made, fetched, found again. Each sees their own,
as long as they may see what is in it."""

from typing import Any

from chalice import Response

from chalicelib import files
from chalicelib.care import extracts
from chalicelib.care.extracts import KEPT, KINDS
from chalicelib.errors import Conflict, NotFound
from chalicelib.http import door
from chalicelib.http.console import desk, figures, leaving, scope, sheets
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.speech import _
from chalicelib.records.customers import Customer
from chalicelib.records.extracts import Extract

ABOUT_ONE = ("person", "paper")
FOR = {"person": leaving.MAY_EXPORT, "paper": leaving.MAY_EXPORT, "figure": figures.FOR}
ASKERS = frozenset(role for roles in FOR.values() for role in roles)


@CONSOLE.page("/extracts", roles=ASKERS)
def listing() -> Response:
    mine = [row for row in extracts.of(desk.reader().id) if desk.reader().role in FOR[row.what]]
    return desk.show("extracts", extracts=[_told(row) for row in mine])


@CONSOLE.page("/extracts/{id}", roles=ASKERS)
def one(id: str) -> Response:
    return desk.show("extract", one=_told(_get(id)))


@CONSOLE.page("/extracts/{id}/progress", roles=ASKERS)
def progress(id: str) -> Response:
    return sheets.progress(_told(_get(id)))


@CONSOLE.page("/extracts/{id}/file", roles=ASKERS)
def file(id: str) -> Response:
    row = _get(id)
    if row.state != "done":
        raise Conflict(_("This file is not made yet. Look again in a moment."))
    if row.what in ABOUT_ONE:
        scope.noted([row.asked["customer"]])
    if address := files.address(row.whole, row.file_name, KINDS[row.what]):
        return door.see(address)
    found = files.get(row.whole)
    if found is None:
        raise NotFound(_("This file is not kept any more. Ask for it again."))
    return sheets.file(row.file_name, found.content.decode(), KINDS[row.what])


def _told(row: Extract) -> dict[str, Any]:
    total, taken = int(row.total), int(row.taken)
    return {
        "id": row.id, "file": row.file_name, "at": row.asked_at, "state": row.state, "total": total,
        "taken": taken, "under_way": row.state == "working", "what": row.what,
        "until": row.ended_at + KEPT if row.ended_at else None,
    }  # fmt: skip


def _get(id: str) -> Extract:
    """What its asker may see no more is not there any more."""
    found = Extract.find(*Extract.at(desk.reader().id, id), consistent=True)
    if found is None or desk.reader().role not in FOR[found.what] or not _sees(found):
        raise desk.nothing_here()
    return found


def _sees(row: Extract) -> bool:
    if row.what not in ABOUT_ONE:
        return True
    person = Customer.today(row.asked["customer"])
    return person is not None and scope.sees_customer(person)
