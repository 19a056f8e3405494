"""What is past its day and waits, and for what."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from chalicelib.records import due
from chalicelib.records.pulls import shards
from chalicelib.records.table import NOW, REST
from chalicelib.records.touchpoints import Touchpoint

LOOKED_AT_WITHIN = timedelta(hours=50)


def held(now: datetime) -> list[list[Any]]:
    """Through the index alone: what waits is looked at again within two days."""
    found: Counter[tuple[str, str]] = Counter()
    for shard in shards():
        for lane in (NOW, REST):
            for entry in due.keys(shard, lane, now + LOOKED_AT_WITHIN):
                touch = Touchpoint.find(entry.pk, entry.sk) if entry.sk.startswith("touch#") else None
                if touch and touch.state == "planned" and touch.waits and (touch.due_at or now) < now:
                    found[touch.step, touch.latest_wait] += 1
    return [[*name, count] for name, count in sorted(found.items())]
