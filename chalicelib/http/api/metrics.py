"""How the care is going, in numbers: what went, what was refused and why, who kept their days."""

from datetime import datetime, timedelta
from typing import Any

from pydantic import Field

from chalicelib.care.metrics import folding, showing
from chalicelib.http.api.problems import invalid
from chalicelib.http.api.serving import API, Call
from chalicelib.http.api.shapes import Day, On, Query, Told

MONTH, MOST = timedelta(days=30), timedelta(days=366)
FRESH = timedelta(minutes=5)

_counted: dict[str, datetime] = {}


class Wanted(Query):
    """A stretch of days (UTC), at most a year."""

    first: Day | None = Field(None, description="Default: thirty days before the last.")
    last: Day | None = Field(None, description="Default: today.")


class Count(Told):
    step: str
    outcome: str
    reason: str
    channel: str
    count: int
    segments: int
    cost: dict[str, str] = Field(description="By currency.")


class Kept(Told):
    step: str
    rep: str
    store: str
    how: dict[str, int] = Field(
        description="on_time, late, missed, refused, failed, handed (to a colleague: see tasks)."
    )


class Waiting(Told):
    step: str
    reason: str
    count: int


class Done(Told):
    task: str
    rep: str
    how: dict[str, int] = Field(description="due, on_time, late, open, overdue.")


class Metrics(Told):
    first: On
    last: On
    counts: list[Count]
    completion: list[Kept]
    held: list[Waiting] = Field(description="Past its day and waiting now.")
    tasks: list[Done]


@API.get("/v1/metrics", asks=Wanted, gives={200: Metrics})
def show(call: Call) -> dict[str, Any]:
    """Show the counts of some days. Those of the last three are at most five minutes old."""
    last = call.query.last or call.now.date()
    first = call.query.first or last - MONTH
    if not timedelta(0) <= last - first <= MOST:
        raise invalid([{"parameter": "first", "detail": "Give a first day at most a year before the last."}])
    _recount(call.now)
    found = showing.overview(first, last, call.now)
    return {
        "first": first.isoformat(), "last": last.isoformat(), "counts": _named(Count, found.counts),
        "completion": _named(Kept, found.completion), "held": _named(Waiting, found.held),
        "tasks": _named(Done, found.tasks),
    }  # fmt: skip


def _recount(now: datetime) -> None:
    """The last days anew, at most once in a while in this process: a board on the wall asks all day."""
    before = _counted.get("at")
    if before is None or not before <= now < before + FRESH:
        folding.fold_recent(now)
        _counted["at"] = now


def _named(shape: type[Told], lines: list[list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(shape.model_fields, line, strict=True)) for line in lines]
