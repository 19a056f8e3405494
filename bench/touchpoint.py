"""What one SMS costs from the plan to the provider's last word."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from bench import stage
from bench.meter import Call, Meter, metered
from chalicelib.care.touchpoints import confirming
from chalicelib.message import Delivery
from chalicelib.records.customers import Customer
from chalicelib.records.table import shard_of
from chalicelib.records.touchpoints import Touchpoint

PATH = ("plan put", "claim", "look", "decide", "record", "remember", "callback")
APART = ("next", "render", "poll, once a drain", "shop and rep, once a drain", "run summary, once a drain")
MOST_WRITES, MOST_READS = 10, 4
KB = 1024
# Never in the very instant of sending, which would mean that its sender died before he wrote it down.
CALLBACK_AFTER = timedelta(seconds=5)
NEXT = "the put of the next occurrence is that one's own plan put, so it is not counted here"


def rows() -> Iterable[dict[str, Any]]:
    """A step that goes once, one that comes again, and the two looks where no callback came."""
    yield _one("care-tips", "flooring", 1)
    yield _one("filter-cleaning", "appliance", 2)


def _one(step: str, category: str, number: int) -> dict[str, Any]:
    with metered() as planning:
        customer = stage.known_customer(number)
        stage.sell(customer, category, stage.START.date(), f"A-{number}")
        stage.drain(stage.START, shard_of(customer.pk))
    touch, at, sending = _until_sent(customer, step)
    late = _looks(touch, at)
    with metered() as calling:
        confirming.arrived(_delivered(touch), at + CALLBACK_AFTER, stage.hands())
    put = [call for call in planning.of("plan put") if call.key == (touch.pk, touch.sk)]
    calls = [*put, *sending.calls, *calling.calls]
    return _row(step, calls, late)


def _until_sent(customer: Customer, step: str) -> tuple[Touchpoint, datetime, Meter]:
    """Drain after drain until the one in which the step's message went."""
    while True:
        at, shard = stage.next_drain(customer)
        with metered() as meter:
            sent = stage.drain(at, shard)
        touches = [Touchpoint.by_key(message.key, consistent=True) for message in sent]
        for touch in touches:
            if touch and touch.step == step:
                return touch, at, meter


def _delivered(touch: Touchpoint) -> Delivery:
    return Delivery(touch.provider_id, "delivered", touch.key, int(touch.attempt))


def _looks(touch: Touchpoint, sent_at: datetime) -> dict[str, list[Call]]:
    """The same row a day and three days later as if no callback had come; then put back as it was."""
    stored = touch.serialize()
    found = {}
    for name, hours in (("24 h", 24), ("72 h", 72)):
        at = sent_at + timedelta(hours=hours)
        with metered() as meter:
            stage.drain(at, shard_of(touch.pk))
        found[name] = [call for call in meter.calls if call.step in ("decide", "confirm")]
    Touchpoint.from_raw_data(stored).save()
    return found


def _row(step: str, calls: list[Call], late: dict[str, list[Call]]) -> dict[str, Any]:
    once = [call for call in calls if call.step in PATH]
    writes, reads = sum(call.writes for call in once), sum(call.reads for call in once)
    largest = max(call.largest for call in once if call.step != "remember")
    again = sum(call.writes for call in calls if call.step == "next")
    return {
        "what": f"one SMS touchpoint ({step}), planned to final callback",
        "measured": {"write_units": writes, "read_units": reads, "row_bytes": largest},
        "budget": {"write_units": MOST_WRITES, "read_units": MOST_READS, "row_bytes": KB},
        "ok": writes <= MOST_WRITES and reads <= MOST_READS and largest <= KB and not disagreements(calls),
        "steps": _by_step(once, PATH),
        "not_counted": _by_step(calls, APART),
        "with_next_occurrence": {"write_units": writes + again, "why": NEXT},
        "confirm": {name: _by_step(found, ("decide", "confirm")) for name, found in late.items()},
        "elsewhere": sorted({call.step for call in calls} - {*PATH, *APART}),
        "engine_disagrees": disagreements(calls),
        "how": "writes by images on the embedded engine, compared with what it says; reads from sizes",
    }


def _by_step(calls: list[Call], names: Iterable[str]) -> dict[str, dict[str, float]]:
    return {
        name: {
            "requests": len(found),
            "write_units": sum(call.writes for call in found),
            "read_units": sum(call.reads for call in found),
        }
        for name in names
        if (found := [call for call in calls if call.step == name])
    }


def disagreements(calls: list[Call]) -> list[str]:
    """Plain writes whose units the engine counts otherwise than we do."""
    return [
        f"{call.operation} in {call.step}: {call.writes} by images, {call.told:g} by the engine"
        for call in calls
        if call.operation in ("PutItem", "UpdateItem") and call.told not in (None, call.writes)
    ]
