"""The table's in-memory twin: what a year in minutes runs on. It keeps the contract of the engine
(tests/records/test_table_contract.py), threads included, and can say what falls due next."""

import heapq
import marshal
import threading
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from pynamodb.exceptions import PutError, TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.records import expressions
from chalicelib.records.table import Row, Write

INDEXES = {"due": ("due_lane", "due_key"), "lookup": ("lookup_pk", "lookup_sk")}
Item = dict[str, dict[str, Any]]
Key = tuple[str, str]


class Refusal(Exception):
    """Looks to PynamoDB's callers like botocore's error for a failed condition."""

    def __init__(self, code: str):
        super().__init__(code)
        self.response = {"Error": {"Code": code, "Message": "The conditional request failed"}}


class Memory:
    """Answers the requests that PynamoDB's models make of their connection. Rows are kept packed: as
    objects a hundred thousand people and what they were sent would take some gigabytes."""

    table_name = Row.Meta.table_name

    def __init__(self) -> None:
        self._items: dict[Key, bytes] = {}
        self._sorted: dict[str, dict[str, list[tuple[str, Key]]]] = {
            name: defaultdict(list) for name in ("", *INDEXES)
        }
        self._heap: list[tuple[str, str]] = []
        self._scanned: list[Key] = []
        self._lock = threading.RLock()

    # What the simulation asks beyond DynamoDB's own verbs.

    def next_due(self) -> tuple[str, str] | None:
        """(due key, lane) of the row that falls due first, or nothing."""
        with self._lock:
            while self._heap:
                key, lane = self._heap[0]
                entries = self._sorted["due"].get(lane)
                at = bisect_left(entries, (key, ("", ""))) if entries else 0
                if entries and at < len(entries) and entries[at][0] == key:
                    return key, lane
                heapq.heappop(self._heap)
            return None

    def forget(self) -> None:
        """All of it."""
        with self._lock:
            self._items.clear()
            self._heap.clear()
            self._scanned.clear()
            for lists in self._sorted.values():
                lists.clear()

    def items(self) -> list[Item]:
        """Every row as it is stored, in key order."""
        with self._lock:
            return [self._read(key) for key in sorted(self._items)]

    # DynamoDB's verbs, as PynamoDB's table connection spells them.

    def scan(self, exclusive_start_key: Item | None = None, limit: int | None = None, **_: Any) -> dict:
        """In pages over what stood there when the first one was asked for: sorted once, not for each."""
        with self._lock:
            if exclusive_start_key is None:
                self._scanned = sorted(self._items)
            begin = bisect_right(self._scanned, _key_of(exclusive_start_key)) if exclusive_start_key else 0
            keys = self._scanned[begin : None if limit is None else begin + limit]
            items = [self._read(key) for key in keys if key in self._items]
            more = begin + len(keys) < len(self._scanned)
            self._scanned = self._scanned if more else []
        return {"Items": items, **({"LastEvaluatedKey": _as_start(keys[-1])} if more else {})}

    def get_item(self, hash_key: str, range_key: str, **_: Any) -> dict:
        with self._lock:
            found = self._read((hash_key, range_key))
        return {"Item": found} if found else {}

    def put_item(
        self, hash_key: str, range_key: str, attributes: Item, condition: Condition | None = None, **_: Any
    ) -> dict:
        key = (hash_key, range_key)
        with self._lock:
            self._check(key, condition, PutError)
            self._store(key, {"pk": {"S": hash_key}, "sk": {"S": range_key}, **attributes})
        return {}

    def update_item(
        self,
        hash_key: str,
        range_key: str,
        actions: Sequence[Action],
        condition: Condition | None = None,
        **_: Any,
    ) -> dict:
        key = (hash_key, range_key)
        with self._lock:
            self._check(key, condition, UpdateError)
            item = self._updated(key, actions)
            self._store(key, item)
        return {"Attributes": item}

    def delete_item(
        self, hash_key: str, range_key: str, condition: Condition | None = None, **_: Any
    ) -> dict:
        with self._lock:
            self._check((hash_key, range_key), condition, UpdateError)
            self._forget((hash_key, range_key))
        return {}

    def batch_write_item(
        self, put_items: Sequence[Item] = (), delete_items: Sequence[dict[str, str]] = (), **_: Any
    ) -> dict:
        with self._lock:
            for item in put_items:
                self._store((item["pk"]["S"], item["sk"]["S"]), dict(item))
            for key in delete_items:
                self._forget((key["pk"], key["sk"]))
        return {"UnprocessedItems": {}}

    def batch_get_item(self, keys: Sequence[dict[str, str]], **_: Any) -> dict:
        wanted = [(key["pk"], key["sk"]) for key in keys]
        with self._lock:
            found = [self._read(key) for key in wanted if key in self._items]
        return {"Responses": {Row.Meta.table_name: found}, "UnprocessedKeys": {}}

    def query(
        self,
        hash_key: str,
        range_key_condition: Condition | None = None,
        index_name: str | None = None,
        limit: int | None = None,
        exclusive_start_key: Item | None = None,
        scan_index_forward: bool | None = None,
        **_: Any,
    ) -> dict:
        forward = scan_index_forward is not False
        with self._lock:
            most = None if limit is None else limit + 1
            keys = self._within(
                index_name or "", hash_key, range_key_condition, exclusive_start_key, forward, most
            )
            more = limit is not None and len(keys) > limit
            items = [self._read(key) for key in keys[:limit]]
        answer: dict[str, Any] = {"Items": items, "Count": len(items), "ScannedCount": len(items)}
        if more:
            answer["LastEvaluatedKey"] = {name: items[-1][name] for name in ("pk", "sk", _order(index_name))}
        return answer

    def transact(self, writes: Sequence[Write]) -> bool:
        with self._lock:
            try:
                for write in writes:
                    self._check((write.row.pk, write.row.sk), write.condition, TransactWriteError)
            except TransactWriteError:
                return False
            for write in writes:
                key = (write.row.pk, write.row.sk)
                self._store(
                    key, self._updated(key, write.actions) if write.actions else write.row.serialize()
                )
        return True

    # How it is kept.

    def _read(self, key: Key) -> Item:
        packed = self._items.get(key)
        return marshal.loads(packed) if packed else {}

    def _check(self, key: Key, condition: Condition | None, error: type) -> None:
        if condition is not None and not expressions.holds(condition, self._read(key)):
            raise error("condition failed", Refusal("ConditionalCheckFailedException"))

    def _updated(self, key: Key, actions: Sequence[Action]) -> Item:
        before = self._read(key) or {"pk": {"S": key[0]}, "sk": {"S": key[1]}}
        return expressions.applied(actions, before)

    def _store(self, key: Key, item: Item) -> None:
        self._forget(key)
        self._items[key] = marshal.dumps(item)
        for name, partition, place in self._places(key, item):
            insort(self._sorted[name][partition], (place, key))
            if name == "due":
                heapq.heappush(self._heap, (place, partition))

    def _forget(self, key: Key) -> None:
        item = self._read(key)
        self._items.pop(key, None)
        for name, partition, place in self._places(key, item) if item else ():
            entries = self._sorted[name][partition]
            del entries[bisect_left(entries, (place, key))]

    def _places(self, key: Key, item: Item) -> list[tuple[str, str, str]]:
        """(index, partition, place in it) of every list that this item stands in."""
        places = [("", key[0], key[1])]
        for name, (hash_name, range_name) in INDEXES.items():
            if hash_name in item and range_name in item:
                places.append((name, item[hash_name]["S"], item[range_name]["S"]))
        return places

    def _within(
        self, index: str, partition: str, within: Condition | None, start: Item | None, forward: bool,
        most: int | None,
    ) -> list[Key]:  # fmt: skip
        """The first `most` beyond `start`, whether or not the row that it names still stands there."""
        entries = self._sorted[index].get(partition, [])
        low, high = expressions.bounds(within)
        first = bisect_left(entries, (low, ("", "")))
        last = len(entries) if high is None else bisect_left(entries, (high, ("", "")))
        if start:
            seen = (start[_order(index)]["S"], _key_of(start))
            first, last = (
                (bisect_right(entries, seen), last) if forward else (first, bisect_left(entries, seen))
            )
        if most is not None:
            first, last = (first, min(last, first + most)) if forward else (max(first, last - most), last)
        keys = [key for _, key in entries[first:last]]
        return keys if forward else keys[::-1]


def _order(index: str | None) -> str:
    """The attribute by which a list is sorted."""
    return INDEXES[index][1] if index else "sk"


def _as_start(key: Key) -> Item:
    return {"pk": {"S": key[0]}, "sk": {"S": key[1]}}


def _key_of(start: Item) -> Key:
    return start["pk"]["S"], start["sk"]["S"]
