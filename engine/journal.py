"""Keeps the engine's tables on disk: a header with their definitions, then a line of rows for each request.

The file is rewritten whole (and swapped in by one rename) when a definition changes, when items are exchanged
wholesale, when it has grown, and at the start unless it is as good as new. It leans on private names of
ministack, whose version is therefore pinned. Streams, backups and the memory of request tokens are not kept.
"""

import gc
import json
import os
import sys
import threading
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

# What cannot change a table's definition; after anything else the definitions are compared.
ITEM_ACTIONS = {"GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan"} | {
    *("BatchGetItem", "BatchWriteItem", "TransactGetItems", "TransactWriteItems"),
    *("ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction"),
}
SETTINGS = ("_tags", "_ttl_settings", "_pitr_settings")
DERIVED = ("items", "_index_members", "ItemCount", "TableSizeBytes")
ROWS_A_LINE = 500
# So many writes a row that is left, and the file is written anew at the start.
MOST_OLD = 2
ROOM_TO_GROW = 64 * 1024 * 1024

Table = dict[str, Any]
Change = tuple[Table, dict, bool]


class Journal:
    """`request.changes` holds what the request at hand wrote: (table, item or key, whether it was put)."""

    def __init__(self, dynamodb: Any, path: Path):
        self.dynamodb = dynamodb
        self.path = path
        self.lock = threading.Lock()
        self.request = threading.local()
        self.set_item = dynamodb._set_item
        self.remove_item = dynamodb._remove_item
        self.tables: list[Table] = []
        self.header = ""
        self.file = -1
        self.size = self.limit = 0
        self.rewrite_due = False

    def open(self) -> None:
        """Bring the tables back, then watch every write. What was read is for good, so that Python's search
        for garbage need not look through it, neither now nor ever."""
        gc.disable()
        if not (self.path.exists() and self._replay()):
            self._rewrite()
        else:
            self._append_to_file()
        gc.freeze()
        gc.enable()
        self._watch()

    def _watch(self) -> None:
        engine = self.dynamodb
        engine._set_item = self._note_put
        engine._remove_item = self._note_removal
        engine._items_replaced = self._and_rewrite(engine._items_replaced)
        engine.reset = self._and_rewrite(engine.reset, at_once=True)
        engine.handle_request = self._journalled(engine.handle_request)

    def _journalled(self, answer: Callable[..., Awaitable]) -> Callable[..., Awaitable]:
        """The engine answers on one event loop without pausing, so nobody sees a row before the disk."""

        async def handle_request(method: str, path: str, headers: dict, *rest: Any) -> Any:
            with self._one_request(headers.get("x-amz-target", "").rpartition(".")[2]):
                return await answer(method, path, headers, *rest)

        return handle_request

    @contextmanager
    def _one_request(self, action: str) -> Iterator[None]:
        changes: list[Change] = []
        self.request.changes = changes
        try:
            yield
        finally:
            self.request.changes = None
            self._keep(changes, may_define=action not in ITEM_ACTIONS)

    def _keep(self, changes: list[Change], may_define: bool) -> None:
        unknown = any(self._number(table) is None for table, _, _ in changes)
        redefined = may_define and self._definitions() != self.header
        if unknown or redefined or self.rewrite_due or self.size > self.limit:
            self._rewrite()
        elif changes:
            self._append(changes)

    def _note_put(self, table: Table, pk: Any, sk: Any, item: dict) -> Any:
        old = self.set_item(table, pk, sk, item)
        self._note((table, item, True))
        return old

    def _note_removal(self, table: Table, pk: Any, sk: Any) -> Any:
        old = self.remove_item(table, pk, sk)
        if old is not None:
            self._note((table, self.dynamodb._extract_key_from_item(table, old), False))
        return old

    def _note(self, change: Change) -> None:
        """Outside a request (rows that expire, other services) each write stands for itself."""
        changes = getattr(self.request, "changes", None)
        if changes is not None:
            changes.append(change)
        elif self._number(change[0]) is not None:
            self._append([change])
        else:
            self.rewrite_due = True

    def _and_rewrite(self, deed: Callable[..., Any], at_once: bool = False) -> Callable[..., Any]:
        def done(*args: Any) -> Any:
            result = deed(*args)
            self.rewrite_due = True
            if at_once:
                self._rewrite()
            return result

        return done

    def _append(self, changes: list[Change]) -> None:
        """One write for the whole request: torn, it is ignored at the next start as a whole."""
        line = _line([[self._number(table), item, int(put)] for table, item, put in changes])
        with self.lock:
            try:
                whole = os.write(self.file, line) == len(line)
            except OSError:
                whole = False
        if not whole:
            give_up(f"The journal {self.path} cannot be written: is the disk full?")
        self.size += len(line)

    def _rewrite(self) -> None:
        self.rewrite_due = False
        fresh = self.path.with_suffix(".new")
        with self.dynamodb._lock, self.lock:
            self.header = self._definitions()
            self.tables = [table for _, table in self.dynamodb._tables.all_items()]
            with fresh.open("wb") as file:
                file.write(self.header.encode() + b"\n")
                file.writelines(self._all_rows())
                file.flush()
                os.fsync(file.fileno())
            os.replace(fresh, self.path)
            self._append_to_file()

    def _append_to_file(self) -> None:
        if self.file >= 0:
            os.close(self.file)
        self.file = os.open(self.path, os.O_WRONLY | os.O_APPEND)
        self.size = os.fstat(self.file).st_size
        self.limit = 4 * self.size + ROOM_TO_GROW

    def _all_rows(self) -> Iterator[bytes]:
        for number, table in enumerate(self.tables):
            rows = [[number, item, 1] for group in table["items"].values() for item in group.values()]
            for start in range(0, len(rows), ROWS_A_LINE):
                yield _line(rows[start : start + ROWS_A_LINE])

    def _number(self, table: Table) -> int | None:
        return next((number for number, known in enumerate(self.tables) if known is table), None)

    def _definitions(self) -> str:
        tables = [
            [scope, {name: value for name, value in table.items() if name not in DERIVED}]
            for scope, table in self.dynamodb._tables.all_items()
        ]
        settings = {name: getattr(self.dynamodb, name).all_items() for name in SETTINGS}
        return json.dumps({"tables": tables, "settings": settings})

    def _replay(self) -> bool:
        """Whether the file may be written on as it is: whole, and without much in it that has changed since.
        A large one takes as long to write anew as to read."""
        written = 0
        with self.path.open("rb") as file:
            for number, line in enumerate(file):
                if not line.endswith(b"\n"):
                    return False  # torn by a kill, so never acknowledged
                written += self._redo(number, line)
                if number == 0:
                    self.header = line.decode().rstrip("\n")
        left = sum(table["ItemCount"] for table in self.tables)
        return self.header == self._definitions() and written <= MOST_OLD * left

    def _redo(self, number: int, line: bytes) -> int:
        """How many rows stood in it."""
        try:
            entry = json.loads(line)
            if number == 0:
                self._define(entry)
                return 0
            self._redo_rows(entry)
            return len(entry)
        except (ValueError, KeyError, IndexError, TypeError):
            give_up(
                f"Line {number + 1} of {self.path} is damaged. Put back a copy of that file, "
                "or forget all local data with `make clean`."
            )

    def _define(self, entry: dict) -> None:
        for scope, definition in entry["tables"]:
            table = {**definition, "items": defaultdict(dict), "ItemCount": 0, "TableSizeBytes": 0}
            self.dynamodb._tables.set_scoped(*scope, table)
            self.tables.append(table)
        for name, values in entry["settings"].items():
            for scope, value in values:
                getattr(self.dynamodb, name).set_scoped(*scope, value)

    def _redo_rows(self, rows: list) -> None:
        for number, item, put in rows:
            table = self.tables[number]
            keys = [self.dynamodb._extract_key_val(item[table["pk_name"]]), "__no_sort__"]
            if table["sk_name"]:
                keys[1] = self.dynamodb._extract_key_val(item[table["sk_name"]])
            if put:
                self.set_item(table, *keys, item)
            else:
                self.remove_item(table, *keys)


def _line(rows: list) -> bytes:
    return json.dumps(rows, separators=(",", ":")).encode() + b"\n"


def give_up(reason: str) -> NoReturn:
    """End at once: an engine that cannot keep a row must not acknowledge it."""
    print(reason, file=sys.stderr, flush=True)
    os._exit(1)
