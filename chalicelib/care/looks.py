"""Who looked at whose data: written at each page that shows people, read when somebody asks who looked."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from chalicelib.records import pages
from chalicelib.records.looks import Look
from chalicelib.records.pages import Page, Position
from chalicelib.records.staff import Staff

# Of each colleague as many as one request brings; so often anew where nobody of them had looked.
AT_ONCE, ROUNDS = 500, 4


class Seen(NamedTuple):
    """Whose look it was."""

    staff: Staff
    look: Look


def note(staff_id: str, page: str, customers: Iterable[str], now: datetime) -> None:
    ids = list(dict.fromkeys(customers))
    if ids:
        Look(*Look.at(staff_id, now), page=page, customers=ids).save()


def by(staff_id: str, most: int, after: Position | None = None) -> Page:
    """What a colleague looked at, the latest first."""
    return pages.of_partition(Look.of(staff_id), "", most, after, forward=False)


def at(ids: Collection[str], after: Position | None = None) -> tuple[list[Seen], Position | None]:
    """Who looked at somebody of these ids, the latest first, and the place where what is older begins. Reads
    what everybody looked at, some at a time: for the rare case that somebody asks."""
    colleagues, ids = list(Staff.in_partition("staff")), set(ids)
    for _round in range(ROUNDS):
        found, after = _slice(colleagues, ids, after)
        if found or after is None:
            break
    return found, after


def _slice(
    colleagues: list[Staff], ids: set[str], after: Position | None
) -> tuple[list[Seen], Position | None]:
    """Back to a moment from which on the looks of all are known: that of whose there are the most."""
    read = [(one, by(one.id, AT_ONCE, after)) for one in colleagues]
    back_to = max((page.position["sk"] for _one, page in read if page.position), default="")
    seen = [each for one, page in read for each in _seen(one, page, ids) if each.look.sk >= back_to]
    seen.sort(key=lambda each: each.look.sk, reverse=True)
    return seen, {"sk": back_to} if back_to else None


def _seen(staff: Staff, page: Page, ids: set[str]) -> Iterator[Seen]:
    for row in page.rows:
        if isinstance(row, Look) and not ids.isdisjoint(row.customers):
            yield Seen(staff, row)
