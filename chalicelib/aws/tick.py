"""Each minute: one message a shard into the queue. EventBridge Scheduler calls, `drain` listens."""

from typing import Any

from chalicelib import clock, cloud, settings
from chalicelib.cloud import Order
from chalicelib.records.table import SHARDS


def tick(event: Any, context: Any) -> None:
    """A tick that is called twice within its minute wakes each shard once."""
    found, minute = settings.read(), f"{clock.now():%Y-%m-%dT%H:%M}"
    shards = [f"{shard:02d}" for shard in range(SHARDS)]
    orders = [Order(shard, f"{shard}#{minute}", shard) for shard in shards]
    cloud.queue(found.work_queue_url, found.aws_region, orders)
