"""What is late for long: complaints whose clock is over, colleagues with old tasks."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import attrgetter

from chalicelib.care.complaints import reading
from chalicelib.care.metrics import workload
from chalicelib.care.metrics.attention import SHOWN, Concern, Group, Waiting
from chalicelib.care.metrics.workload import Workload
from chalicelib.http.console import desk, scope
from chalicelib.http.console.speech import _
from chalicelib.records.attributes import instant
from chalicelib.records.complaints import Complaint
from chalicelib.rules import case_names as names

LONG = timedelta(days=7)


def groups(now: datetime, waiting: Waiting) -> list[Group]:
    rows = [row for row in Complaint.many(waiting.oldest).values() if isinstance(row, Complaint)]
    cases = late_cases(now, [row for row in rows if scope.concerns(row)])
    return [group for group in (cases, _colleagues(workload.seen())) if group.count]


def late_cases(now: datetime, rows: Sequence[Complaint]) -> Group:
    """Those of which a clock is over."""
    late = {id: clock for id, (clock, _left) in reading.next_clocks(rows, now).items() if clock.is_late(now)}
    concerns = [
        Concern(
            row.id, instant(due_at), {"owner": row.owner, "clock": _(names.said(names.CLOCKS, clock.name))}
        )
        for row in rows
        if (clock := late.get(row.id)) and (due_at := clock.due_at)
    ]
    return _longest("late_case", concerns)


def _colleagues(found: Workload) -> Group:
    """By name: how many of their tasks are overdue for long, and since when the oldest of them is."""
    before = desk.today() - LONG
    old = {
        rep: {day: count for day, count in days.items() if day < before}
        for rep, days in found.days.items()
        if rep and scope.sees("", rep)
    }
    concerns = [
        Concern(rep, f"{min(days)}", {"tasks": sum(days.values())}) for rep, days in old.items() if days
    ]
    return _longest("late_tasks", concerns)


def _longest(kind: str, concerns: list[Concern]) -> Group:
    """Whatever waits longest stands first."""
    return Group(kind, len(concerns), sorted(concerns, key=attrgetter("since"))[:SHOWN])
