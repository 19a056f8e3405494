"""What is past its day and waits, and for what."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from chalicelib.records import due
from chalicelib.records.metrics import Day
from chalicelib.records.pulls import shards
from chalicelib.records.table import NOW, REST
from chalicelib.records.touchpoints import Touchpoint

LOOKED_AT_WITHIN = timedelta(hours=50)
# As many rows behind each figure as one request reads.
KEPT = 100


def held(now: datetime) -> list[list[Any]]:
    """How many of each step wait for what."""
    return [[*name, len(keys)] for name, keys in _by_wait(now)]


def note(row: Day, now: datetime) -> None:
    """How many there are, and the first rows behind each figure."""
    found = _by_wait(now)
    row.held, row.counted_at = [[*name, len(keys)] for name, keys in found], now
    row.held_rows = [[*name, [list(key) for key in keys[:KEPT]]] for name, keys in found]
    row.save()


def behind(step: str, reason: str, row: Day) -> list[Touchpoint]:
    """Of those that were counted, what still waits for it."""
    kept: list[list[str]] = next((keys for *name, keys in row.held_rows if name == [step, reason]), [])
    found = Touchpoint.many([(pk, sk) for pk, sk in kept])
    return [touch for touch in found.values() if touch.state == "planned" and touch.latest_wait == reason]


def _by_wait(now: datetime) -> list[tuple[tuple[str, str], list[tuple[str, str]]]]:
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for touch in _waiting(now):
        found.setdefault((touch.step, touch.latest_wait), []).append((touch.pk, touch.sk))
    return sorted(found.items())


def _waiting(now: datetime) -> Iterator[Touchpoint]:
    """Through the index alone: what waits is looked at again within two days."""
    for shard in shards():
        for lane in (NOW, REST):
            for entry in due.keys(shard, lane, now + LOOKED_AT_WITHIN):
                touch = Touchpoint.find(entry.pk, entry.sk) if entry.sk.startswith("touch#") else None
                if touch and touch.state == "planned" and touch.waits and (touch.due_at or now) < now:
                    yield touch
