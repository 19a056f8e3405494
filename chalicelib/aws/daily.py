"""The calendar's jobs. EventBridge Scheduler calls each at its hour in the shop's zone."""

from typing import Any

from chalicelib import clock, jobs
from chalicelib.aws import opening


def daily(event: Any, context: Any) -> None:
    """`{"job": "digest"}`. What it makes due is seen by the next tick."""
    opening.table()
    jobs.run_daily(jobs.timed()[event["job"]], clock.now())
