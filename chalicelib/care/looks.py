"""Who looked at whose data: written at each page that shows people, read when somebody asks who looked."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import reduce
from operator import or_

from chalicelib.records import pages
from chalicelib.records.looks import TOGETHER, Look
from chalicelib.records.pages import Page, Position

# Everybody's looks are read so many at once, so often anew while too few of them are at one of these people.
AT_ONCE, ROUNDS = 1000, 4


def note(staff_id: str, page: str, customers: Iterable[str], now: datetime) -> None:
    ids = list(dict.fromkeys(customers))
    if ids:
        Look.by(staff_id, now, page=page, customers=ids).save()


def by(staff_id: str, most: int, after: Position | None = None) -> Page:
    """What a colleague looked at, the latest first."""
    return pages.by_lookup(Look.of(staff_id), most, after, forward=False)


def at(ids: Collection[str], most: int, after: Position | None = None) -> tuple[list[Look], Position | None]:
    """Who looked at somebody of these ids, the latest first, and the place where what is older begins."""
    at_them = reduce(or_, (Look.customers.contains(id) for id in ids))
    found: list[Look] = []
    for _round in range(ROUNDS):
        page = pages.of_partition(TOGETHER, "", AT_ONCE, after, forward=False, only=at_them)
        found += [row for row in page.rows if isinstance(row, Look)]
        after = page.position
        if len(found) > most:
            return found[:most], {"sk": found[most - 1].sk}
        if after is None:
            break
    return found, after
