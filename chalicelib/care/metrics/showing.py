"""What the counters say of a stretch of days, with what is held now and what people did."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chalicelib import plans
from chalicelib.care.effects import shop_day
from chalicelib.care.metrics import holding
from chalicelib.care.metrics.tally import Tally
from chalicelib.records import metrics
from chalicelib.records import tasks as records
from chalicelib.records.staff import Staff
from chalicelib.records.tasks import Task


@dataclass(frozen=True)
class Overview:
    """`counts` as in records.metrics.Day; `completion`: [[step, rep, shop, {how: count}]]; `held`:
    [[step, reason, count]] of what is past its day and waits; `tasks`:
    [[what, rep, {due, on_time, late, overdue: count}]]."""

    first: date
    last: date
    counts: list[list[Any]]
    completion: list[list[Any]]
    held: list[list[Any]]
    tasks: list[list[Any]]


def overview(first: date, last: date, now: datetime) -> Overview:
    tally = Tally()
    for row in metrics.between(first, last):
        tally.take(row.counts, row.figures)
    completion = tally.completion()
    reps = {staff.name for staff in Staff.in_partition("staff")} | {line[1] for line in completion} | {""}
    tasks = [line for rep in sorted(reps) for line in _tasks(rep, first, last, shop_day(now))]
    return Overview(first, last, tally.counts(), completion, holding.held(now), tasks)


def _tasks(rep: str, first: date, last: date, today: date) -> list[list[Any]]:
    lines: dict[str, Counter[str]] = defaultdict(Counter)
    for state in ("open", "done"):
        for task in records.of_rep(rep, state, first.isoformat(), last.isoformat()):
            lines[task.step or task.do].update(["due", _how(task, today)])
    return [[what, rep, dict(sorted(how.items()))] for what, how in sorted(lines.items())]


def _how(task: Task, today: date) -> str:
    if task.state == "open":
        return "overdue" if task.due_on < today else "open"
    if not plans.tasks().succeeded(task.do, task.outcome):
        return "in_vain"
    return "late" if task.done_at and shop_day(task.done_at) > task.due_on else "on_time"
