"""What is past its day and waits, and for what."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from chalicelib.records import due
from chalicelib.records.pulls import shards
from chalicelib.records.table import NOW, REST
from chalicelib.records.touchpoints import Touchpoint

LOOKED_AT_WITHIN = timedelta(hours=50)


def held(now: datetime) -> list[list[Any]]:
    """How many of each step wait for what."""
    found = Counter((touch.step, touch.latest_wait) for touch in _waiting(now))
    return [[*name, count] for name, count in sorted(found.items())]


def behind(step: str, reason: str, now: datetime, most: int) -> list[Touchpoint]:
    """Those of a step that wait for one thing, as they stand at this moment; no more than so many."""
    fits = (one for one in _waiting(now) if (one.step, one.latest_wait) == (step, reason))
    return list(islice(fits, most))


def _waiting(now: datetime) -> Iterator[Touchpoint]:
    """Through the index alone: what waits is looked at again within two days."""
    for shard in shards():
        for lane in (NOW, REST):
            for entry in due.keys(shard, lane, now + LOOKED_AT_WITHIN):
                touch = Touchpoint.find(entry.pk, entry.sk) if entry.sk.startswith("touch#") else None
                if touch and touch.state == "planned" and touch.waits and (touch.due_at or now) < now:
                    yield touch
