"""The calendar's jobs. EventBridge Scheduler calls each at its hour in the shop's zone."""

from typing import Any

from chalicelib import clock, jobs
from chalicelib.aws import opening
from chalicelib.care.hands import note_providers, ready


def daily(event: Any, context: Any) -> None:
    """`{"job": "digest"}`. What it makes due is seen by the next tick."""
    opening.table()
    note_providers(ready(), clock.now())
    jobs.run_daily(jobs.timed()[event["job"]], clock.now())
