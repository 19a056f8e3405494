"""Ledgers: sent, watched while they are taken, their rejects fetched, their messages let go."""

import json
from typing import Any

from chalice import Response

from chalicelib import clock
from chalicelib.care import imports, switches
from chalicelib.errors import BadInput, CareError, Conflict, NotFound
from chalicelib.http import door, uploads
from chalicelib.http.console import desk, plain_words
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.speech import _
from chalicelib.records.imports import Import

FOR = ("ops", "admin")
UNDER_WAY = ("waiting", "working")
DATES, COUNTRIES = ("dmy", "mdy"), ("CN", "HK", "MO", "TW")
SHOWN = 50


@CONSOLE.page("/imports", roles=FOR)
def listing() -> Response:
    return _list()


def _list(status: int = 200, fault: str = "", **values: str) -> Response:
    rows = sorted(Import.in_partition("import"), key=lambda row: row.at_moment, reverse=True)
    kept = {"country": "", "dates": "", **values}
    return desk.show(
        "imports", status, imports=[_told(row) for row in rows[:SHOWN]], fault=fault, values=kept,
        countries=COUNTRIES, dates=DATES,
    )  # fmt: skip


def _told(row: Import) -> dict[str, Any]:
    """How far it is, and what there is to do about it."""
    total, taken = int(row.total), int(row.taken)
    return {
        "id": row.id, "file": row.file_name, "at": row.at_moment, "who": row.who, "state": row.state,
        "reason": row.reason, "total": total, "taken": taken, "under_way": row.state in UNDER_WAY,
        "share": taken / total if total else 0, "counts": row.counts, "held": row.counts.get("held") or {},
        "released": row.released, "released_by": row.released_by, "ended_at": row.ended_at,
        "rejects": row.state == "done" and row.counts.get("rejects", 0),
    }  # fmt: skip


@CONSOLE.deed("/imports", roles=FOR, files=True)
def upload() -> Response:
    """A file that is no ledger is refused at once, with the rest of the form kept; a ledger is taken in the
    background, whether or not anybody looks on."""
    fields, sent = uploads.form()
    chosen = {name: fields.get(name, "") for name in ("country", "dates")}
    if not sent:
        return _list(400, _("Choose the file first: CSV or Excel (.xlsx)."), **chosen)
    try:
        batch = imports.upload(*sent[0], _options(chosen), clock.now(), desk.reader().name)
    except CareError as error:
        return _list(error.status, plain_words.of(error), **chosen)
    return door.see(f"/imports/{batch.id}")


def _options(chosen: dict[str, str]) -> imports.Options:
    if chosen["country"] not in ("", *COUNTRIES) or chosen["dates"] not in ("", *DATES):
        raise BadInput(_("Choose country and order of days from their lists."))
    return imports.Options(country=chosen["country"] or None, dates=chosen["dates"] or None)


@CONSOLE.page("/imports/{batch}", roles=FOR)
def one(batch: str) -> Response:
    return desk.show("import", one=_told(_get(batch)))


@CONSOLE.page("/imports/{batch}/progress", roles=FOR)
def progress(batch: str) -> Response:
    """For the page's own script, which shows it without loading the page anew."""
    told = _told(_get(batch))
    facts = {name: told[name] for name in ("state", "total", "taken", "under_way")}
    return Response(json.dumps(facts), headers={"Content-Type": "application/json"})


@CONSOLE.page("/imports/{batch}/rejects.csv", roles=FOR)
def rejects(batch: str) -> Response:
    text = imports.rejects(_get(batch).id)
    headers: dict[str, str | list[str]] = {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="rejects-{batch}.csv"',
    }
    return Response("\ufeff" + text.removeprefix("\ufeff"), headers=headers)


@CONSOLE.deed("/imports/{batch}/release", roles=FOR)
def release(batch: str) -> Response:
    row = _get(batch)
    if row.state != "done":
        raise Conflict(_("This ledger is still being taken. Release it once that is done."))
    switches.release(row.id, desk.reader().name, clock.now())
    return door.see(f"/imports/{row.id}")


def _get(batch: str) -> Import:
    try:
        return imports.get(batch)
    except NotFound:
        raise desk.nothing_here() from None
