"""Complaints of several owners, a page at a time. In `lookup` each owner's stand by stage and age."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pynamodb.expressions.condition import Condition

from chalicelib.records import pages
from chalicelib.records.complaints import Complaint
from chalicelib.records.table import Row

RESTS = "closed"
# Letters that stand before and behind all stages.
FIRST, LAST = "!", "~"
MOST = 300


@dataclass(frozen=True)
class Board:
    """`more`: where the next page begins, or nothing."""

    rows: list[Complaint]
    more: str = ""


def page(owners: Sequence[str], stage: str, resting: bool, most: int, start: str = "") -> Board:
    """Owner after owner. Where nobody is asked to choose, what is closed is stepped over by the key alone,
    so that a long past costs nothing."""
    begin, after = _begin(start, owners)
    rows: list[Complaint] = []
    for place, owner in list(enumerate(owners))[begin:]:
        for after_sk, row in _of(owner, _ranges(stage, resting), after, most - len(rows)):
            rows.append(row)
            if len(rows) == most:
                return Board(rows, f"{place}.{after_sk}")
        after = ""
    return Board(rows)


def _begin(start: str, owners: Sequence[str]) -> tuple[int, str]:
    place, _, after = start.partition(".")
    return (int(place), after[:MOST]) if place.isdecimal() and int(place) < len(owners) else (0, "")


def _ranges(stage: str, resting: bool) -> list[tuple[str, str]]:
    if stage:
        return [(f"{stage}#", f"{stage}#{LAST}")]
    if resting:
        return [(f"{RESTS}#", f"{RESTS}#{LAST}")]
    return [(FIRST, f"{RESTS}#"), (f"{RESTS}#{LAST}", LAST)]


def _of(owner: str, ranges: list[tuple[str, str]], after: str, most: int) -> Iterator[tuple[str, Complaint]]:
    """What stands behind `after`, which may itself be one that was moved on since."""
    for first, last in ranges:
        begin = max(first, f"{after}{FIRST}") if after else first
        if begin >= last:
            continue
        within: Condition = Row.lookup_sk.between(begin, last)
        for row in pages.by_lookup(f"complaints#{owner}", most, within=within).rows:
            if isinstance(row, Complaint) and row.lookup_sk:
                yield row.lookup_sk, row
