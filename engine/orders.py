"""A page of a Query or Scan costs what stands on it, as DynamoDB does, and not the whole partition or table.

By itself the engine sorts the whole partition for each page, the whole table for a Scan's, and tries the
condition on every row. Here the keys of larger partitions are kept in order, and the engine is shown a table
of the page's rows alone: what it refuses, sorts, filters and answers stays its own affair. Whatever is not
surely understood, it is shown whole. Leans on private names of ministack, as the journal does.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from itertools import islice
from typing import Any

import asking
from asking import Asked, Item, Keys, Place, Table

# Fewer rows than these the engine sorts quickly enough by itself.
FEW = 50
# Where the engine keeps what it derives from a table's rows, and forgets it when they are exchanged.
DERIVED, OURS = "_index_members", "aftercare orders"
# Of which index what is shown are the entries, cut down to what an index of keys alone has of a row.
ENTRIES = "aftercare entries"
# What may ask for more of a row than its index has.
FILTERS = {"FilterExpression", "QueryFilter"}
# Among ours: all partitions of the table.
PARTITIONS = ("", "")

Part = Callable[[Table, dict[str, Any]], Table | None]
_SHOWN: ContextVar[Table | None] = ContextVar("shown", default=None)


def keep(dynamodb: Any) -> None:
    """From now on, for all tables of this engine whose keys are texts."""
    dynamodb._tables = _as_shown(dynamodb._tables)
    orders = Orders(dynamodb)
    dynamodb._query = orders.narrowed(dynamodb._query, orders.for_query)
    dynamodb._scan = orders.narrowed(dynamodb._scan, orders.for_scan)
    dynamodb._set_item, dynamodb._remove_item = orders.set, orders.remove
    dynamodb._apply_index_projection = _cut_once(dynamodb._apply_index_projection)


def _cut_once(cut: Callable[[Item, Table, Any], Item]) -> Callable[[Item, Table, Any], Item]:
    """By itself the engine cuts each row down twice, out of all that it holds."""

    def cut_unless_it_is(item: Item, table: Table, index: Any) -> Item:
        return item if index and table.get(ENTRIES) == index else cut(item, table, index)

    return cut_unless_it_is


def _as_shown(tables: Any) -> Any:
    """The engine's tables; whoever answers a request finds what that request is to see."""

    class Tables(type(tables)):  # type: ignore[misc]
        __slots__ = ()

        def get(self, key: str, default: Any = None) -> Any:
            return _SHOWN.get() or super().get(key, default)

    shown = Tables()
    shown._data = tables._data
    return shown


def _tried(part: Part, table: Table, data: dict[str, Any]) -> Table | None:
    """What is no proper request is the engine's to refuse."""
    try:
        return part(table, data) if asking.goes_by_texts(table) else None
    except (AttributeError, TypeError, ValueError):
        return None


class Orders:
    def __init__(self, dynamodb: Any):
        self.engine = dynamodb
        self.set_item, self.remove_item = dynamodb._set_item, dynamodb._remove_item

    def narrowed(self, answer: Callable, part: Part) -> Callable:
        def answered(data: dict[str, Any]) -> Any:
            table = self.engine._tables.get(str(data.get("TableName")))
            token = _SHOWN.set(_tried(part, table, data) if table else None)
            try:
                return answer(data)
            finally:
                _SHOWN.reset(token)

        return answered

    def for_query(self, table: Table, data: dict[str, Any]) -> Table | None:
        asked = asking.understood(table, data)
        places = self._places(table, asked) if asked else None
        if asked is None or places is None:
            return None
        start = data.get("ExclusiveStartKey")
        after = asking.place(asked.keys, table, start) if start else None
        if start and after is None:
            return None
        span = asking.span(places, asked, after, data.get("ScanIndexForward") is not False)
        page = [places[number][1:] for number in span[: self._most(asked, data)]]
        if not asked.keys.name:
            return {**table, "items": _by_key(table, page)}
        shown = {**table, DERIVED: {asked.keys.name: {asked.partition: dict.fromkeys(page)}}}
        if asking.is_of_keys_alone(table, asked.keys.name) and not FILTERS & data.keys():
            return {**shown, "items": _entries(table, asked.keys, page), ENTRIES: asked.keys.name}
        return shown

    def _most(self, asked: Asked, data: dict[str, Any]) -> int:
        """So many and one more can stand on no page: by that the engine sees that there is more."""
        least = sum(map(len, (asked.keys.partition, asked.keys.sort, asked.partition))) + 1
        return 1 + int(data.get("Limit") or self.engine._DDB_PAGE_SIZE_BYTES // least)

    def for_scan(self, table: Table, data: dict[str, Any]) -> Table | None:
        if {"IndexName", "Segment", "TotalSegments"} & data.keys():
            return None
        known = self._known(table)
        if PARTITIONS not in known:
            known[PARTITIONS] = sorted(table["items"])
        start = data.get("ExclusiveStartKey") or {}
        after = asking.text(start, table["pk_name"]) or "", asking.text(start, table["sk_name"]) or ""
        page = self._page(table, data, _beyond(table, known[PARTITIONS], after))
        return {**table, "items": _by_key(table, page)}

    def _page(self, table: Table, data: dict, places: Iterable[Place]) -> list[tuple[str, str]]:
        """What fits on a page of all rows, by the table's keys, and one more."""
        waiting = iter(places)
        kept: list[tuple[str, str]] = []

        def items() -> Iterator[Item]:
            for _, pk, sk in waiting:
                kept.append((pk, sk))
                yield table["items"][pk][sk]

        self.engine._paginate_evaluated_items(items(), data.get("Limit"), table, data.get("IndexName"))
        kept += ((pk, sk) for _, pk, sk in islice(waiting, 1))
        return kept

    def _places(self, table: Table, asked: Asked) -> list[Place] | None:
        """Those of a partition in order; none of one with few rows."""
        keys, known = asked.keys, self._known(table)
        name = (keys.name, asked.partition)
        if name not in known:
            members = self._members(table, *name)
            if len(members) < FEW:
                return None
            found = (asking.place(keys, table, table["items"][pk][sk]) for pk, sk in members)
            known[name] = sorted(place for place in found if place)
        return known[name]

    def _members(self, table: Table, index: str, partition: str) -> Sequence[tuple[str, str]]:
        if index:
            return list(self.engine._index_members(table).get(index, {}).get(partition, ()))
        return [(partition, sk) for sk in table["items"].get(partition, ())]

    def _known(self, table: Table) -> dict[tuple[str, str], list]:
        return self.engine._index_members(table).setdefault(OURS, {})

    def set(self, table: Table, pk: str, sk: str, item: Item) -> Item | None:
        old = self.set_item(table, pk, sk, item)
        if known := table.get(DERIVED, {}).get(OURS):
            if old is None and PARTITIONS in known:
                _put(known[PARTITIONS], pk)
            _move(known, table, old, item)
        return old

    def remove(self, table: Table, pk: str, sk: str) -> Item | None:
        old = self.remove_item(table, pk, sk)
        known = table.get(DERIVED, {}).get(OURS)
        if old is not None and known:
            if pk not in table["items"] and PARTITIONS in known:
                _drop(known[PARTITIONS], pk)
            _move(known, table, old, None)
        return old


def _move(known: dict, table: Table, old: Item | None, new: Item | None) -> None:
    """From where it stood to where it stands, in each partition that is kept in order."""
    for keys in asking.all_keys(table):
        was, now = _stands(keys, table, old), _stands(keys, table, new)
        if was != now:
            if was and was[0] in known:
                _drop(known[was[0]], was[1])
            if now and now[0] in known:
                _put(known[now[0]], now[1])


def _put(ordered: list, one: object) -> None:
    """Once, where it was there already."""
    at = bisect_left(ordered, one)
    if at == len(ordered) or ordered[at] != one:
        ordered.insert(at, one)


def _drop(ordered: list, one: object) -> None:
    at = bisect_left(ordered, one)
    if at < len(ordered) and ordered[at] == one:
        del ordered[at]


def _stands(keys: Keys, table: Table, item: Item | None) -> tuple[tuple[str, str], Place] | None:
    partition = asking.text(item, keys.partition) if item else None
    place = asking.place(keys, table, item) if item else None
    return ((keys.name, partition), place) if partition is not None and place else None


def _beyond(table: Table, partitions: list[str], after: tuple[str, str]) -> Iterator[Place]:
    """Every row behind this one, partition by partition."""
    for number in range(bisect_left(partitions, after[0]), len(partitions)):
        pk = partitions[number]
        for sk in sorted(table["items"][pk]):
            if (pk, sk) > after:
                yield sk, pk, sk


def _by_key(table: Table, page: list[tuple[str, str]]) -> dict[str, dict[str, Item]]:
    found: dict[str, dict[str, Item]] = {}
    for pk, sk in page:
        found.setdefault(pk, {})[sk] = table["items"][pk][sk]
    return found


def _entries(table: Table, keys: Keys, page: list[tuple[str, str]]) -> dict[str, dict[str, Item]]:
    names = dict.fromkeys((table["pk_name"], table["sk_name"], keys.partition, keys.sort))
    found: dict[str, dict[str, Item]] = {}
    for pk, sk in page:
        row = table["items"][pk][sk]
        found.setdefault(pk, {})[sk] = {name: row[name] for name in names}
    return found
