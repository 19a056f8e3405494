"""What the counters say of a stretch of days, with what is held now and what people did."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.care.metrics.tally import Tally
from chalicelib.records import due
from chalicelib.records.metrics import Day
from chalicelib.records.pulls import shards
from chalicelib.records.staff import Staff
from chalicelib.records.table import NOW, REST, Row
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Touchpoint

LOOKED_AT_WITHIN = timedelta(hours=50)


@dataclass(frozen=True)
class Overview:
    """`counts` and `completion` as in records.metrics.Day; `held`: [[step, reason, count]] of what is
    past its day and waits; `tasks`: [[what, rep, {due, on_time, late, overdue: count}]]."""

    first: date
    last: date
    counts: list[list[Any]]
    completion: list[list[Any]]
    held: list[list[Any]]
    tasks: list[list[Any]]


def overview(first: date, last: date, now: datetime) -> Overview:
    tally = Tally()
    for row in Day._pages("day", Row.sk.between(first.isoformat(), last.isoformat())):
        tally.take(row.counts, row.completion)
    reps = {staff.name for staff in Staff.in_partition("staff")} | {rep for _, rep in tally.kept} | {""}
    tasks = [line for rep in sorted(reps) for line in _tasks(rep, first, last, now.date())]
    return Overview(first, last, tally.counts(), tally.completion(), _held(now), tasks)


def _held(now: datetime) -> list[list[Any]]:
    """Through the index alone: what waits is looked at again within two days."""
    found: Counter[tuple[str, str]] = Counter()
    for shard in shards():
        for lane in (NOW, REST):
            for entry in due.keys(shard, lane, now + LOOKED_AT_WITHIN):
                touch = Touchpoint.find(entry.pk, entry.sk) if entry.sk.startswith("touch#") else None
                if touch and touch.state == "planned" and touch.waits and (touch.due_at or now) < now:
                    found[touch.step, max(touch.waits.items(), key=lambda item: item[1]["last"])[0]] += 1
    return [[*name, count] for name, count in sorted(found.items())]


def _tasks(rep: str, first: date, last: date, today: date) -> list[list[Any]]:
    lines: dict[str, Counter[str]] = defaultdict(Counter)
    within = Row.lookup_sk.between(first.isoformat(), f"{last.isoformat()}~")
    for state in ("open", "done"):
        for task in Task.by_lookup(f"rep#{rep}#{state}", within):
            lines[task.step or task.do].update(["due", _how(task, today)])
    return [[what, rep, dict(sorted(how.items()))] for what, how in sorted(lines.items())]


def _how(task: Task, today: date) -> str:
    if task.state == "open":
        return "overdue" if task.due_on < today else "open"
    return "late" if task.done_at and task.done_at.date() > task.due_on else "on_time"
