"""Complaints of several owners, a page at a time, as they stand in `lookup`."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from chalicelib.records import pages
from chalicelib.records.complaints import CLOSED, OPEN, RESTS, Complaint
from chalicelib.records.pages import Position
from chalicelib.records.table import Row

# How often a page of what is closed asks on where what it meets is others'.
ASKED = 3
# As many as one request reads.
AT_ONCE = 100

# Of complaints that others have, the partitions of those which whoever asks sees all the same.
Judge = Callable[[Sequence[Complaint]], Collection[str]]


@dataclass(frozen=True)
class Board:
    """`more`: where the next page begins, or nothing."""

    rows: list[Complaint]
    more: Position | None = None


@dataclass(frozen=True)
class Entry:
    """A complaint as far as the index knows it."""

    owner: str
    stage: str
    age: str
    key: tuple[str, str]


def entries() -> Iterator[Entry]:
    """Everybody's open ones: some thousands a request."""
    for raw in Row._raw(OPEN, None, index_name="lookup"):
        yield _entry(raw)


def _entry(raw: dict[str, Any]) -> Entry:
    owner, stage, opened, number = raw["lookup_sk"]["S"].rsplit("#", 3)
    return Entry(owner, stage, f"{opened}#{number}", (raw["pk"]["S"], raw["sk"]["S"]))


def open_ones(
    owners: Collection[str], stages: Sequence[str], most: int, after: Position | None = None,
    judge: Judge | None = None,
) -> Board:  # fmt: skip
    """In the order of these stages, the oldest of each first. One may have been moved on since it was named
    as the last. Without `judge` nothing of other owners."""
    waiting = [one for one in entries() if one.stage in stages and (judge or one.owner in owners)]
    ordered = sorted(waiting, key=lambda one: (stages.index(one.stage), one.age))
    if after:
        last = (stages.index(after["stage"]) if after["stage"] in stages else 0, after["age"])
        ordered = [one for one in ordered if (stages.index(one.stage), one.age) > last]
    found = list(islice(_seen(ordered, owners, judge), most + 1))
    some = found[:most]
    more = {"stage": some[-1].stage, "age": some[-1].age} if len(found) > most else None
    return Board(_rows([one.key for one in some]), more)


def open_keys_of(owner: str, most: int) -> list[tuple[str, str]]:
    """Where their open ones are, by stage and age."""
    found, _more = pages.keys(OPEN, most, None, Row.lookup_sk.startswith(f"{owner}#"))
    return [entry.key for entry in map(_entry, found) if entry.owner == owner]


def _seen(ordered: Sequence[Entry], owners: Collection[str], judge: Judge | None) -> Iterator[Entry]:
    """Those of the owners, and of others whom the judge lets through, some at a time."""
    for start in range(0, len(ordered), AT_ONCE):
        some = ordered[start : start + AT_ONCE]
        others = [one.key for one in some if one.owner not in owners]
        through = judge(_rows(others)) if judge and others else ()
        yield from (one for one in some if one.owner in owners or one.key[0] in through)


def closed_ones(
    owners: Collection[str], most: int, after: Position | None = None, judge: Judge | None = None
) -> Board:
    """By owner. Those of others are stepped over, some pages of them at a time: a page may then be short
    though more follow."""
    keys: list[tuple[str, str]] = []
    for _time in range(ASKED):
        found, after = pages.keys(CLOSED, most - len(keys), after)
        keys += [one.key for one in _seen([_entry(raw) for raw in found], owners, judge)]
        if after is None or len(keys) == most:
            break
    return Board(_rows(keys), after)


def closed_ones_of(owner: str, most: int, after: Position | None = None) -> Board:
    within = Row.lookup_sk.startswith(f"{owner}#{RESTS}#")
    found, after = pages.keys(CLOSED, most, after, within)
    return Board(_rows([(raw["pk"]["S"], raw["sk"]["S"]) for raw in found]), after)


def _rows(keys: Sequence[tuple[str, str]]) -> list[Complaint]:
    found = Complaint.many(keys)
    return [row for key in keys if isinstance(row := found.get(key), Complaint)]
