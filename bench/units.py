"""How DynamoDB counts: the size of an item, and the units that reading and writing it cost.

The rules are those of the developer guide's pages on item sizes and on read and write capacity.
"""

from collections.abc import Iterable
from math import ceil
from typing import Any

INDEXES = {"due": ("due_lane", "due_key"), "lookup": ("lookup_pk", "lookup_sk")}
TABLE_KEYS = ("pk", "sk")
KB = 1024
READ_STEP = 4 * KB

Item = dict[str, dict[str, Any]]


def size(item: Item) -> int:
    """In bytes: names in UTF-8 and values by their type."""
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items())


def _value_size(value: dict[str, Any]) -> int:
    ((kind, held),) = value.items()
    if kind == "S":
        return len(held.encode())
    if kind == "N":
        return ceil(len(held.strip("-").replace(".", "").strip("0")) / 2) + 1
    if kind in ("BOOL", "NULL"):
        return 1
    raise NotImplementedError(f"no row holds a value of type {kind}")


def read(sizes: Iterable[int], consistent: bool) -> float:
    """Units of one get or one query page, by the sum of what it read; nothing found costs the least."""
    steps = max(1, ceil(sum(sizes) / READ_STEP))
    return float(steps) if consistent else steps / 2


def write(before: Item | None, after: Item | None) -> dict[str, int]:
    """Units on the table and on each index that the change from one image to the other costs."""
    larger = max(size(before or {}), size(after or {}))
    changed = {name: _index_write(name, before, after) for name in INDEXES}
    return {"table": max(1, ceil(larger / KB)), **{name: cost for name, cost in changed.items() if cost}}


def _index_write(name: str, before: Item | None, after: Item | None) -> int:
    """Keys only: one unit to leave it, one to enter it, none where the keys stay."""
    old, new = _entry(name, before), _entry(name, after)
    return 0 if old == new else sum(ceil(size(entry) / KB) for entry in (old, new) if entry)


def _entry(name: str, item: Item | None) -> Item | None:
    wanted = INDEXES[name]
    if item is None or any(key not in item for key in wanted):
        return None
    return {key: item[key] for key in (*wanted, *TABLE_KEYS)}
