"""What the clock does and when, read from schedules/jobs.yaml."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from chalicelib.plans import fields
from chalicelib.plans.source import SCHEDULES, Entry, read
from chalicelib.steps import Offset

DIGEST_AT = "digest_at"
STEADY = ("minutes", "hours", "days", "weeks")


@dataclass(frozen=True)
class Timed:
    """A job runs `every` so often, or daily `at` an hour of the shop's zone; one that was missed is made up
    for `until` an hour of the same day, or whenever it can be."""

    job: str
    every: Offset | None = None
    at: time | None = None
    until: time | None = None


def read_timetable(known: Iterable[str], digest_at: time, home: Path = SCHEDULES) -> tuple[Timed, ...]:
    entry = read(home / "jobs.yaml")
    entry.only(("jobs",))
    return tuple(_timed(item, list(known), digest_at) for item in entry.each("jobs"))


def _interval(item: Entry) -> Offset:
    found = fields.period(item, "every")
    if found.unit not in STEADY:
        raise item.refuse("every", f"no two of these are equally long; use {', '.join(STEADY)}")
    return found


def _timed(item: Entry, known: list[str], digest_at: time) -> Timed:
    item.only(("job", "every", "at", "until"))
    job = item.choice("job", known)
    if bool(item.values.get("every")) == bool(item.values.get("at")):
        raise item.refuse("every", "give either `every` or `at`")
    if item.values.get("every"):
        return Timed(job, every=_interval(item))
    at = digest_at if item.text("at") == DIGEST_AT else fields.hour(item, "at")
    until = fields.hour(item, "until") if item.values.get("until") else None
    if until and until <= at:
        raise item.refuse("until", f"it must be later than {at:%H:%M}, when the job is to run")
    return Timed(job, at=at, until=until)
