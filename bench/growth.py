"""Whether a poll and a due row cost the same however many rows are stored."""

import os
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from bench import dynalite, stage, units
from bench.meter import Meter, metered
from chalicelib.records import table
from chalicelib.records.customers import Customer
from chalicelib.records.sales import Sale
from chalicelib.records.table import REST, SHARDS, Row, shard_of
from chalicelib.records.touchpoints import Touchpoint

STORED = (1_000, 100_000)
BIG, BIGGEST = "BENCH_BIG", 1_000_000
DUE = 20
BATCH = 25
IDLE_READS_PER_SHARD = 1.0
IDLE = "an idle minute, all shards and both lanes"
GROWTH = "requests and units per due row, by rows stored"


def rows() -> Iterable[dict[str, Any]]:
    try:
        with dynalite.running() as endpoint, stage.new_table(endpoint):
            yield from _measured()
    except dynalite.NotThere as reason:
        for what in (IDLE, GROWTH):
            yield {"what": what, "measured": None, "ok": None, "how": f"not measured: {reason}"}


def _measured() -> Iterator[dict[str, Any]]:
    big = os.environ.get(BIG) == "1"
    sizes = (*STORED, BIGGEST) if big else STORED
    found, stored = {}, 0
    for number, size in enumerate(sizes):
        fill(stored, size)
        stored = size
        found[size] = _per_row(number)
    yield _idle(stored)
    costs = [_plain(cost) for cost in found.values()]
    yield {
        "what": GROWTH,
        "measured": {str(size): cost for size, cost in found.items()},
        "budget": "the same",
        "ok": all(cost == costs[0] for cost in costs),
        "left_out": None if big else f"{BIGGEST} rows: set {BIG}=1",
        "how": f"dynalite (indexes not in its writes), plain puts, {DUE} due rows a drain, others due later",
    }


def _plain(cost: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 2) for name, value in cost.items()}


def fill(first: int, last: int) -> None:
    """Touchpoints in all shards that fall due long after everything that is measured."""
    numbers, pattern = iter(range(first, last)), _one_due("cfar", 0)[-1].serialize()
    client = Row._get_connection().connection.client
    while part := [_far(number, pattern) for number in islice(numbers, BATCH)]:
        client.batch_write_item(RequestItems={Row.Meta.table_name: part})


def _far(number: int, pattern: units.Item) -> dict[str, Any]:
    """As the client takes it: a row class would only cost time."""
    pk, sk = f"customer#cfar{number // 10}", f"touch#t{number}"
    place = {
        "pk": pk, "sk": sk, "due_lane": table.lane_name(number % SHARDS, REST),
        "due_key": table.due_key(stage.START + timedelta(days=400, seconds=number), pk, sk),
    }  # fmt: skip
    return {"PutRequest": {"Item": {**pattern, **{name: {"S": value} for name, value in place.items()}}}}


def due_rows(owner: str, count: int) -> list[Row]:
    """Customers of one shard, each with a sale and a touchpoint due at once."""
    people = (number for number in range(10**9) if shard_of(f"c{owner}{number}") == 3)
    return [row for number in islice(people, count) for row in _one_due(f"c{owner}{number}", number)]


def _one_due(customer_id: str, number: int) -> list[Row]:
    customer = Customer(*Customer.at(customer_id), name="Chan", phones=[f"+8529{number:07d}"], country="HK")
    sale = Sale(
        *Sale.at(f"s-{customer_id}"), order="x", customer_id=customer_id, signed_on=stage.START.date(),
        entered_at=stage.START, lines=[stage.LINE], rep=stage.REP, plan="flooring", plan_version=1,
    )  # fmt: skip
    touch = Touchpoint(
        *Touchpoint.at(customer_id, "tdue"), sale_id=sale.id, plan="flooring", plan_version=1,
        step="care-tips", due_at=stage.START, expires_at=stage.START + timedelta(days=7),
    )  # fmt: skip
    touch.is_due(stage.START, 3, REST)
    return [customer, sale, touch]


def _per_row(number: int) -> dict[str, float]:
    rows = due_rows(f"g{number}x", DUE)
    table.save_all(rows)
    with metered(images=False) as meter:
        sent = stage.drain(stage.START, 3)
    if len(sent) != DUE:
        raise RuntimeError(f"{DUE} rows were due and {len(sent)} messages went: the measurement is void")
    gets = [call for call in meter.calls if call.operation == "GetItem"]
    if any(call.told != call.reads for call in gets):
        raise RuntimeError("dynalite counts the units of a read otherwise than bench/units.py does")
    return {
        "requests": len(meter.calls) / DUE,
        "read_units": _reads(meter) / DUE,
        "write_units": sum(_told(meter, "PutItem", "UpdateItem")) / DUE,
    }


def _told(meter: Meter, *operations: str) -> list[float]:
    return [call.told or 0.0 for call in meter.calls if call.operation in operations]


def _reads(meter: Meter) -> float:
    return sum(_told(meter, "GetItem", "Query"))


def _idle(stored: int) -> dict[str, Any]:
    at = stage.START + timedelta(hours=1)
    with metered(images=False) as meter:
        for shard in range(SHARDS):
            stage.drain(at, shard)
    others = [call.operation for call in meter.calls if call.operation not in ("Query", "GetItem")]
    reads = sum(call.reads for call in meter.calls)
    return {
        "what": IDLE,
        "measured": {"requests": len(meter.calls), "read_units": reads, "writes": len(others)},
        "budget": {"read_units": IDLE_READS_PER_SHARD * SHARDS, "writes": 0},
        "ok": reads <= IDLE_READS_PER_SHARD * SHARDS and not others,
        "how": f"dynalite, {stored} rows stored; an empty page costs half a unit (computed: dynalite says 0)",
    }
