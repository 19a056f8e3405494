"""Ledgers: sent, watched while they are taken, their rejects fetched, their messages let go."""

from collections.abc import Iterable
from typing import Any

from chalice import Response

from chalicelib import clock, rehearsal
from chalicelib.care import imports, switches
from chalicelib.care.hands import ready
from chalicelib.care.imports.mending import Left
from chalicelib.errors import BadInput, CareError, Conflict, NotFound
from chalicelib.http import door, uploads
from chalicelib.http.console import desk, plain_words, scope, sheets
from chalicelib.http.console.correcting import countries_known
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.speech import _
from chalicelib.records.imports import Import

# A manager sends those of the own shop, sees to what they left behind, and lets go what would send much at
# once. Ops look on.
MAY = ("manager", "admin")
SEES = (*MAY, "ops")
UNDER_WAY = ("waiting", "working")
DATES = ("dmy", "mdy")
SHOWN = 50
ROWS_SHOWN = 100


@CONSOLE.page("/imports", roles=SEES)
def listing() -> Response:
    return _list()


def _list(status: int = 200, fault: str = "", **values: str) -> Response:
    theirs = filter(scope.ledger, Import.in_partition("import"))
    rows = sorted(theirs, key=lambda row: row.at_moment, reverse=True)
    kept = {"country": "", "dates": "", **values}
    return desk.show(
        "imports", status, imports=[_told(row) for row in rows[:SHOWN]], fault=fault, values=kept,
        dates=DATES, store=_store(), **countries_known(),
    )  # fmt: skip


def _told(row: Import) -> dict[str, Any]:
    """How far it is, and what there is to do about it."""
    total, taken = int(row.total), int(row.taken)
    return {
        "id": row.id, "file": row.file_name, "at": row.at_moment, "who": row.who, "state": row.state,
        "reason": plain_words.said(row.reason), "total": total, "taken": taken,
        "under_way": row.state in UNDER_WAY,
        "share": taken / total if total else 0, "counts": row.counts, "held": row.counts.get("held") or {},
        "released": row.released, "released_by": row.released_by, "ended_at": row.ended_at,
        "rejects": row.state == "done" and row.counts.get("rejects", 0),
        "partly": row.state == "done" and row.counts.get("partly", 0), "left": row.left_behind,
        "settled": len(row.settled), "settled_by": row.settled_by,
        "notes": [plain_words.said(one) for one in row.counts.get("notes", [])],
    }  # fmt: skip


@CONSOLE.deed("/imports", roles=MAY, files=True)
def upload() -> Response:
    """A file that is no ledger is refused at once, with the rest of the form kept; a ledger is taken in the
    background, whether or not anybody looks on."""
    fields, sent = uploads.form()
    chosen = {name: fields.get(name, "") for name in ("country", "dates")}
    if not sent and (names := uploads.empty()):
        return _list(
            400, _("%(file)s is empty. Open it, save it again, and send that.", file=names[0]), **chosen
        )
    if not sent:
        return _list(400, _("Choose the file first: CSV or Excel (.xlsx)."), **chosen)
    try:
        who = desk.reader().name
        batch = imports.upload(*sent[0], _options(chosen), clock.now(), who, scope.ledger)
    except CareError as error:
        return _list(error.status, _of_file(sent[0][0], plain_words.of(error)), **chosen)
    return door.see(f"/imports/{batch.id}")


def _of_file(name: str, sentence: str) -> str:
    """Many sentences name the file themselves."""
    return sentence if name in sentence else f"{name}: {sentence}"


def _options(chosen: dict[str, str]) -> imports.Options:
    if chosen["country"] not in ("", *countries_known()["countries"]) or chosen["dates"] not in ("", *DATES):
        raise BadInput(_("Choose country and order of days from their lists."))
    return imports.Options(
        country=chosen["country"] or None, dates=chosen["dates"] or None, store=_store() or None
    )


def _store() -> str:
    """The shop that bounds what the reader sends, if any does."""
    reader = desk.reader()
    return reader.store if reader.role == "manager" else ""


@CONSOLE.page("/imports/{batch}", roles=SEES)
def one(batch: str) -> Response:
    row = _get(batch)
    left = _left(imports.left_behind(row, ROWS_SHOWN)) if row.state == "done" else []
    waits = row.state == "done" and not row.released
    examples = list(rehearsal.released(row, ready())) if waits else []
    scope.noted(one["customer"] for one in examples)
    return desk.show("import", one=_told(row), left=left, examples=examples, done=door.asked("done"))


def _left(rows: Iterable[Left]) -> list[dict[str, str]]:
    return [{"line": row.line, "sentence": plain_words.said(row.sentence)} for row in rows]


@CONSOLE.page("/imports/{batch}/progress", roles=SEES)
def progress(batch: str) -> Response:
    return sheets.progress(_told(_get(batch)))


@CONSOLE.page("/imports/{batch}/rejects.csv", roles=SEES)
def rejects(batch: str) -> Response:
    return _file(batch, "rejects")


@CONSOLE.page("/imports/{batch}/in-part.csv", roles=SEES)
def in_part(batch: str) -> Response:
    """Rows that were taken without a telephone or mail address that cannot be right."""
    return _file(batch, "partly")


def _file(batch: str, kind: str) -> Response:
    text = imports.rejects(_get(batch).id, plain_words.said, kind)
    return sheets.file(f"{kind}-{batch}.csv", "\ufeff" + text.removeprefix("\ufeff"))


@CONSOLE.deed("/imports/{batch}/leave-out", roles=MAY)
def leave_out(batch: str) -> Response:
    """Rows that are settled in another way leave what needs attention: those that are ticked, or all."""
    row, form = _get(batch), desk.form()
    lines = [name.removeprefix("line.") for name in form if name.startswith("line.")]
    if form.get("do") == "all":
        imports.leave_out_all(row.id, desk.reader().name)
    elif lines:
        imports.leave_out(row.id, lines, desk.reader().name)
    else:
        raise BadInput(_("Tick the rows that are settled first."))
    return door.see(f"/imports/{row.id}?done=left_out")


@CONSOLE.deed("/imports/{batch}/release", roles=MAY)
def release(batch: str) -> Response:
    row = _get(batch)
    if row.state != "done":
        raise Conflict(_("This ledger is still being taken. Release it once that is done."))
    switches.release(row.id, desk.reader().name, clock.now())
    return door.see(f"/imports/{row.id}")


def _get(batch: str) -> Import:
    try:
        found = imports.get(batch)
    except NotFound:
        raise desk.nothing_here() from None
    if not scope.ledger(found):
        raise desk.nothing_here()
    return found
