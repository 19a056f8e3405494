"""Files for a colleague that take longer than a page waits: made part by part, kept for a day, then gone.

A part's file is named on the row before it is written and counted after it, so that nothing lies about of
which nobody knows, and whatever dies is taken up where it was."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib import files
from chalicelib.ids import derived, fingerprint
from chalicelib.records.extracts import Extract
from chalicelib.records.looks import Look
from chalicelib.records.table import NOW, shard_of, unless_refused

KEPT = timedelta(days=1)
KINDS = {"person": "application/json", "paper": "text/html", "figure": "text/csv"}


@dataclass(frozen=True)
class Part:
    """`after`: where the next one begins, empty on the last; `total`: rows of all together; `about`: whose
    data is in it."""

    text: str
    rows: int
    total: int
    about: list[str]
    after: str = ""


Make = Callable[[Extract, datetime], Part]


def ask(staff_id: str, what: str, asked: dict, file_name: str, now: datetime) -> Extract:
    """One that is due at once. The same again while it is being made is that one; later it is made anew."""
    id = derived("x", what, fingerprint(asked))
    row = Extract(
        *Extract.at(staff_id, id), what=what, asked=asked, file_name=file_name, asked_at=now, state="working"
    )
    row.is_due(now, shard_of(row.sk), NOW)
    if row.create():
        return row
    there = Extract.find(row.pk, row.sk, consistent=True) or row
    if there.state != "working":
        there.begin_again(now)
    return there


def of(staff_id: str) -> list[Extract]:
    """A colleague's own, the latest first."""
    found = Extract.in_partition(Extract.of(staff_id), consistent=True)
    return sorted(found, key=lambda row: row.asked_at, reverse=True)


def work(row: Extract, now: datetime, make: Make) -> datetime | None:
    """One part, or what is left to do after the last one; when the next step is due."""
    if row.state != "working":
        return _clear(row, now)
    if row.parts and not row.position:
        return _finish(row, now)
    return _part(row, now, make)


def gives_up(row: Extract) -> tuple:
    """Nothing of it stays: nobody would take it away later."""
    row.forget()
    return (Extract.state.set("failed"),)


def _part(row: Extract, now: datetime, make: Make) -> datetime:
    made, number = make(row, now), int(row.parts) + 1
    name, same = row.part(number), (Extract.edition == row.edition) & (Extract.parts == row.parts)
    _note(row, number, made.about)
    named = [*dict.fromkeys([*row.names, row.whole, name])]
    if row.change([Extract.names.set(named)], same):
        files.put(name, made.text.encode(), KINDS[row.what])
        how_far = [Extract.taken.set(int(row.taken) + made.rows), Extract.total.set(made.total)]
        if not row.change([*how_far, Extract.parts.set(number), Extract.position.set(made.after)], same):
            files.remove(name)
    return now


def _note(row: Extract, number: int, about: list[str]) -> None:
    """What is read for a colleague is noted as if they had looked; done again, it is the same note."""
    if about:
        name = f"{row.id}#{number}"
        Look.by(row.staff_id, row.asked_at, name, page=f"/extracts/{row.id}", customers=about).save()


def _finish(row: Extract, now: datetime) -> datetime | None:
    parts = [files.get(row.part(number)) for number in range(1, int(row.parts) + 1)]
    if None in parts:
        row.begin_again(now)
        return now
    files.put(row.whole, b"".join(part.content for part in parts if part), KINDS[row.what])
    done = [Extract.state.set("done"), Extract.ended_at.set(now)]
    if not row.change(done, (Extract.edition == row.edition) & (Extract.state == "working")):
        files.remove(row.whole)
        return now
    return _clear(row, now)


def _clear(row: Extract, now: datetime) -> datetime | None:
    """The parts at once, the whole after its day."""
    for name in row.names:
        if name != row.whole:
            files.remove(name)
    if row.ended_at and now < row.ended_at + KEPT:
        return row.ended_at + KEPT
    row.forget()
    unless_refused(lambda: row.delete(condition=(Extract.edition == row.edition)))
    return None
