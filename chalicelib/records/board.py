"""Complaints of several owners, a page at a time, as they stand in `lookup`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from chalicelib.records import pages
from chalicelib.records.complaints import CLOSED, OPEN, RESTS, Complaint
from chalicelib.records.pages import Position
from chalicelib.records.table import Row

# In which an offer may wait for somebody's decision.
DECIDING = "deciding"
# How often a page of what is closed asks on where what it meets is others'.
ASKED = 3

# Whether something of this shop, as names are compared, and this owner is wanted.
Wanted = Callable[[str, str], bool]


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
    store: str
    key: tuple[str, str]


def entries() -> Iterator[Entry]:
    """Everybody's open ones: some thousands a request."""
    for raw in Row._raw(OPEN, None, index_name="lookup"):
        yield _entry(raw)


def _entry(raw: dict[str, Any]) -> Entry:
    owner, stage, opened, named = raw["lookup_sk"]["S"].rsplit("#", 3)
    number, _, store = named.partition("@")
    return Entry(owner, stage, f"{opened}#{number}", store, (raw["pk"]["S"], raw["sk"]["S"]))


def oldest(found: Iterable[Entry], most: int) -> list[tuple[str, str]]:
    """Where those are that wait longest."""
    return [one.key for one in sorted(found, key=attrgetter("age"))[:most]]


def open_ones(is_wanted: Wanted, stages: Sequence[str], most: int, after: Position | None = None) -> Board:
    """In the order of these stages, the oldest of each first. One may have been moved on since it was named
    as the last."""
    ordered = sorted(
        (stages.index(one.stage), one.age, one.key)
        for one in entries()
        if one.stage in stages and is_wanted(one.store, one.owner)
    )
    if after:
        last = (stages.index(after["stage"]) if after["stage"] in stages else 0, after["age"])
        ordered = [one for one in ordered if one[:2] > last]
    some = ordered[:most]
    more = {"stage": stages[some[-1][0]], "age": some[-1][1]} if len(ordered) > most else None
    return Board(_rows([key for _stage, _age, key in some]), more)


def open_keys_of(owner: str, most: int) -> list[tuple[str, str]]:
    """Where their open ones are, by stage and age."""
    found, _more = pages.keys(OPEN, most, None, Row.lookup_sk.startswith(f"{owner}#"))
    return [entry.key for entry in map(_entry, found) if entry.owner == owner]


def closed_ones(is_wanted: Wanted, most: int, after: Position | None = None) -> Board:
    """By owner. Those of others are stepped over, some pages of them at a time: a page may then be short
    though more follow."""
    keys: list[tuple[str, str]] = []
    for _time in range(ASKED):
        found, after = pages.keys(CLOSED, most - len(keys), after)
        keys += [one.key for one in map(_entry, found) if is_wanted(one.store, one.owner)]
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
