"""What recording a sale costs at the door, for a customer who is known and for a new one."""

from collections.abc import Iterable
from typing import Any

from bench import stage
from bench.meter import metered
from bench.touchpoint import disagreements
from chalicelib.care import customers

KNOWN, NEW = 3, 14


def rows() -> Iterable[dict[str, Any]]:
    stage.known_customer(101)
    yield _one("a known customer", stage.newcomer(101), "K-1", KNOWN)
    yield _one("a new one with phone and e-mail", stage.newcomer(102, email=True), "K-2", NEW)


def _one(who: str, person: customers.NewCustomer, order: str, most: int) -> dict[str, Any]:
    with metered() as meter:
        customer = customers.find_or_create(person, stage.START)
        stage.sell(customer, "flooring", order=order)
    steps = {
        name: {
            "requests": len(meter.of(name)),
            "write_units": sum(call.writes for call in meter.of(name)),
            "read_units": sum(call.reads for call in meter.of(name)),
        }
        for name in ("customer", "sale")
    }
    writes = sum(call.writes for call in meter.calls)
    return {
        "what": f"recording a sale for {who}",
        "measured": {"write_units": writes, "read_units": sum(call.reads for call in meter.calls)},
        "budget": {"write_units": most},
        "ok": writes <= most,
        "steps": steps,
        "engine_disagrees": disagreements(meter.calls),
        "how": "computed from the images; a transaction pays twice for the table and each changed index key",
    }
