"""Listens at the table's one connection: each request with its units and the step that it belongs to."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bench import units
from chalicelib.records.table import Row

# The innermost of these functions on the way to a request names the step it belongs to.
STEPS = {
    "care.planning._bring": "plan put",
    "care.planning.plan": "planning",
    "care.touchpoints.following.prepare": "next",
    "care.touchpoints.rendering.render": "render",
    "care.hands.Hands.shop": "shop and rep, once a drain",
    "care.hands.Hands.colleague": "shop and rep, once a drain",
    "care.touchpoints.sending._claim": "claim",
    "care.effects.contact_of": "look",
    "care.touchpoints.sending.record": "record",
    "care.touchpoints.sending._remember": "remember",
    "care.touchpoints.confirming.confirm": "confirm",
    "care.touchpoints.confirming.arrived": "callback",
    "care.touchpoints.settle.settle": "decide",
    "care.dispatch._outer": "decide",
    "care.hands.Hands.note": "run summary, once a drain",
    "records.due.keys": "poll, once a drain",
    "care.customers.bring": "customer and sale",
    "care.sales.record": "sale",
}


@dataclass(frozen=True)
class Call:
    """One request. Reads are computed from the sizes, `told` is what the engine said of its units,
    `largest` the bytes of the largest image it wrote."""

    operation: str
    step: str
    request: dict[str, Any]
    seconds: float
    reads: float = 0.0
    writes: int = 0
    told: float | None = None
    largest: int = 0

    @property
    def key(self) -> tuple[str, str] | None:
        """The row it was about, for requests about one."""
        found = self.request.get("Key") or self.request.get("Item")
        return (found["pk"]["S"], found["sk"]["S"]) if found else None


class Meter:
    """`calls` in their order. With `images` each write is preceded and followed by an unmetered read,
    from which its units are computed."""

    def __init__(self, images: bool = True):
        self.images = images
        self.calls: list[Call] = []
        self._connection = Row._get_connection().connection
        self._send = self._connection._make_api_call

    def of(self, *steps: str) -> list[Call]:
        return [call for call in self.calls if call.step in steps]

    def __call__(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        keys = _written_keys(operation, request) if self.images else []
        before = [self._image(key) for key in keys]
        step, started = _step(), time.perf_counter()
        refused, answer = None, {}
        try:
            answer = self._send(operation, {**request, "ReturnConsumedCapacity": "INDEXES"})
        except Exception as error:
            refused = error
        seconds = time.perf_counter() - started
        after = before if refused else [self._image(key) for key in keys]
        writes = _writes(operation, before, after, refused is not None)
        reads, told = _reads(operation, request, answer), _told(answer)
        largest = max((units.size(image) for image in [*before, *after] if image), default=0)
        self.calls.append(Call(operation, step, dict(request), seconds, reads, writes, told, largest))
        if refused:
            raise refused
        return answer

    def _image(self, key: units.Item) -> units.Item | None:
        request = {"TableName": Row.Meta.table_name, "Key": key, "ConsistentRead": True}
        return self._send("GetItem", request).get("Item")


@contextmanager
def metered(images: bool = True) -> Iterator[Meter]:
    """All requests of the rows are counted until the block ends."""
    meter = Meter(images)
    meter._connection._make_api_call = meter
    try:
        yield meter
    finally:
        del meter._connection._make_api_call


def _step() -> str:
    frame = sys._getframe(2)
    while frame.f_back:
        frame = frame.f_back
        module = frame.f_globals.get("__name__", "").removeprefix("chalicelib.")
        if step := STEPS.get(f"{module}.{frame.f_code.co_qualname}"):
            return step
    return "other"


def _written_keys(operation: str, request: dict[str, Any]) -> list[units.Item]:
    if operation in ("PutItem", "UpdateItem", "DeleteItem"):
        return [_key(request)]
    parts = request.get("TransactItems", ()) if operation == "TransactWriteItems" else ()
    return [_key(next(iter(part.values()))) for part in parts]


def _key(part: dict[str, Any]) -> units.Item:
    found = part.get("Key") or part["Item"]
    return {name: found[name] for name in units.TABLE_KEYS}


def _writes(operation: str, before: list, after: list, refused: bool) -> int:
    """A refused condition is billed by what stands there; a transaction pays everything twice."""
    each = 2 if operation == "TransactWriteItems" else 1
    costs = [units.write(old, new) for old, new in zip(before, after, strict=True)]
    return each * sum(cost["table"] if refused else sum(cost.values()) for cost in costs)


def _reads(operation: str, request: dict[str, Any], answer: dict[str, Any]) -> float:
    consistent = bool(request.get("ConsistentRead"))
    if operation == "GetItem":
        return units.read([units.size(answer.get("Item") or {})], consistent)
    if operation == "Query":
        return units.read(map(units.size, answer.get("Items", ())), consistent)
    if operation == "BatchGetItem":
        return sum(_batch(asked, answer) for asked in request["RequestItems"].values())
    return 0.0


def _batch(asked: dict[str, Any], answer: dict[str, Any]) -> float:
    """Each row by itself; one that is not there costs the least."""
    found = [[units.size(item)] for items in answer.get("Responses", {}).values() for item in items]
    missing = [[0]] * (len(asked["Keys"]) - len(found))
    return sum(units.read(sizes, bool(asked.get("ConsistentRead"))) for sizes in [*found, *missing])


def _told(answer: dict[str, Any]) -> float | None:
    """The engine's own figure, where it gives one."""
    capacity = answer.get("ConsumedCapacity")
    if isinstance(capacity, list):
        return sum(part["CapacityUnits"] for part in capacity) if capacity else None
    return capacity.get("CapacityUnits") if capacity else None
