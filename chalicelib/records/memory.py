"""The table's in-memory twin: what a year in minutes runs on. It keeps the contract of the engine
(tests/records/test_table_contract.py), threads included, and can say what falls due next.

SQLite keeps it, in a nameless database of its own that is forgotten when it closes: what does not fit into
KEPT_AT_HAND goes to the disk, so that a hundred thousand people take no more memory than a thousand.
"""

import marshal
import sqlite3
import threading
from collections.abc import Sequence
from typing import Any

from pynamodb.exceptions import PutError, QueryError, TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.records import expressions, plain
from chalicelib.records.table import Row, Write

KEPT_AT_HAND = 64 * 1024  # KB
# Columns of an index, by name; the table itself has none.
INDEXES = {None: ("pk", "sk"), "due": ("due_lane", "due_key"), "lookup": ("lookup_pk", "lookup_sk")}
SET_UP = f"""
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA cache_size = -{KEPT_AT_HAND};
    CREATE TABLE rows (
        pk TEXT, sk TEXT, due_lane TEXT, due_key TEXT, lookup_pk TEXT, lookup_sk TEXT, packed BLOB,
        PRIMARY KEY (pk, sk)
    ) WITHOUT ROWID;
    CREATE INDEX due ON rows (due_lane, due_key, pk, sk) WHERE due_lane IS NOT NULL;
    CREATE INDEX next ON rows (due_key, due_lane) WHERE due_lane IS NOT NULL;
    CREATE INDEX lookup ON rows (lookup_pk, lookup_sk, pk, sk) WHERE lookup_pk IS NOT NULL;
"""
Item = dict[str, dict[str, Any]]
Key = tuple[str, str]


class Refusal(Exception):
    """Looks to PynamoDB's callers like botocore's error for a failed condition."""

    def __init__(self, code: str):
        super().__init__(code)
        self.response = {"Error": {"Code": code, "Message": "The conditional request failed"}}


class Memory:
    """Answers the requests that PynamoDB's models make of their connection."""

    table_name = Row.Meta.table_name

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._rows = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._rows.executescript(SET_UP)

    # What the simulation asks beyond DynamoDB's own verbs.

    def next_due(self) -> tuple[str, str] | None:
        """(due key, lane) of the row that falls due first, or nothing."""
        with self._lock:
            return self._rows.execute(
                "SELECT due_key, due_lane FROM rows WHERE due_lane IS NOT NULL ORDER BY 1, 2 LIMIT 1"
            ).fetchone()

    def forget(self) -> None:
        """All of it."""
        with self._lock:
            self._rows.execute("DELETE FROM rows")

    def items(self) -> list[Item]:
        """Every row as it is stored, in key order."""
        with self._lock:
            return self._found("SELECT packed FROM rows ORDER BY pk, sk")

    def snapshot(self) -> bytes:
        """All of it, for `restore`, also into another."""
        with self._lock:
            return self._rows.serialize()

    def restore(self, snapshot: bytes) -> None:
        with self._lock:
            self._rows.deserialize(snapshot)

    # DynamoDB's verbs, as PynamoDB's table connection spells them.

    def scan(self, exclusive_start_key: Item | None = None, limit: int | None = None, **_: Any) -> dict:
        with self._lock:
            where, values = _beyond(None, exclusive_start_key, True)
            asked = f"SELECT packed FROM rows WHERE {where} ORDER BY pk, sk LIMIT ?"
            items = self._found(asked, *values, _most(limit))
        return _page(items, limit, ("pk", "sk"))

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
            found = [item for key in wanted if (item := self._read(key))]
        return {"Responses": {Row.Meta.table_name: found}, "UnprocessedKeys": {}}

    def query(
        self,
        hash_key: str,
        range_key_condition: Condition | None = None,
        index_name: str | None = None,
        limit: int | None = None,
        exclusive_start_key: Item | None = None,
        scan_index_forward: bool | None = None,
        filter_condition: Condition | None = None,
        **_: Any,
    ) -> dict:
        forward = scan_index_forward is not False
        partition, order = INDEXES[index_name]
        low, high = expressions.bounds(range_key_condition)
        if high is not None and low > high:
            raise QueryError("upside down", Refusal("ValidationException"))
        where, values = _beyond(index_name, exclusive_start_key, forward)
        below = "" if high is None else f" AND {order} < ?"
        within = f"{partition} = ? AND {order} >= ? AND {where}{below}"
        way = "ASC" if forward else "DESC"
        with self._lock:
            items = self._found(
                f"SELECT packed FROM rows WHERE {within} ORDER BY {order} {way}, pk {way}, sk {way} LIMIT ?",
                hash_key, low, *values, *([] if high is None else [high]), _most(limit),
            )  # fmt: skip
        page = _page(items, limit, ("pk", "sk", order))
        left = expressions.meeting(filter_condition, page["Items"])
        return {**page, "Items": left, "Count": len(left), "ScannedCount": len(page["Items"])}

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

    def _found(self, asked: str, *values: Any) -> list[Item]:
        return [marshal.loads(packed) for (packed,) in self._rows.execute(asked, values)]

    def _read(self, key: Key) -> Item:
        found = self._found("SELECT packed FROM rows WHERE pk = ? AND sk = ?", *key)
        return found[0] if found else {}

    def _check(self, key: Key, condition: Condition | None, error: type) -> None:
        if condition is not None and not expressions.holds(condition, self._read(key)):
            raise error("condition failed", Refusal("ConditionalCheckFailedException"))

    def _updated(self, key: Key, actions: Sequence[Action]) -> Item:
        before = self._read(key) or {"pk": {"S": key[0]}, "sk": {"S": key[1]}}
        return expressions.applied(actions, before)

    def _store(self, key: Key, item: Item) -> None:
        stands = [place for index in ("due", "lookup") for place in _stands(item, *INDEXES[index])]
        self._rows.execute(
            "INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?, ?, ?, ?)", (*key, *stands, _packed(item))
        )

    def _forget(self, key: Key) -> None:
        self._rows.execute("DELETE FROM rows WHERE pk = ? AND sk = ?", key)


def _packed(item: Item) -> bytes:
    """A text that carries more than itself (`Said`) is a mere text here, as it is on the engine."""
    try:
        return marshal.dumps(item)
    except ValueError:
        return marshal.dumps(plain.mere(item))


def _stands(item: Item, partition: str, order: str) -> tuple[str | None, str | None]:
    """Its place in an index, where it has both halves of one."""
    return (item[partition]["S"], item[order]["S"]) if partition in item and order in item else (None, None)


def _beyond(index: str | None, start: Item | None, forward: bool) -> tuple[str, list[str]]:
    """What lies behind the last row of a page, whether or not that one still stands there."""
    if not start:
        return "TRUE", []
    names = dict.fromkeys((INDEXES[index][1], "pk", "sk")) if index else ("pk", "sk")
    places = ", ".join("?" for _ in names)
    return f"({', '.join(names)}) {'>' if forward else '<'} ({places})", [start[name]["S"] for name in names]


def _most(limit: int | None) -> int:
    """One more than asked for tells whether there is more; -1 is SQLite's word for all."""
    return -1 if limit is None else limit + 1


def _page(found: list[Item], limit: int | None, names: Sequence[str]) -> dict[str, Any]:
    items = found[:limit]
    if len(found) == len(items):
        return {"Items": items}
    return {"Items": items, "LastEvaluatedKey": {name: items[-1][name] for name in names}}
