"""What is late for long: complaints whose clock is over, colleagues with old tasks."""

from datetime import datetime, timedelta
from operator import attrgetter

from chalicelib.care.complaints import reading
from chalicelib.care.metrics.attention import SHOWN, Concern, Group
from chalicelib.http.console import desk, scope
from chalicelib.http.console.speech import _
from chalicelib.records import ahead, board, events
from chalicelib.records.attributes import instant
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.tasks import open_entries
from chalicelib.rules import case_names as names

LONG = timedelta(days=7)
# The oldest first: with their events about as much as three requests read.
CASES = 40


def groups(now: datetime) -> list[Group]:
    return [group for group in (_cases(now), _colleagues()) if group.count]


def _cases(now: datetime) -> Group:
    oldest = sorted(board.entries(), key=attrgetter("age"))[:CASES]
    found = Complaint.many([one.key for one in oldest]).values()
    ahead.rows([Customer.at(one.customer_id) for one in found])
    rows = [row for row in found if isinstance(row, Complaint) and scope.concerns(row)]
    ahead.rows(events.keys(rows))
    late = {id: clock for id, (clock, _left) in reading.next_clocks(rows, now).items() if clock.is_late(now)}
    concerns = [
        Concern(
            row.id, instant(due_at), {"owner": row.owner, "clock": _(names.said(names.CLOCKS, clock.name))}
        )
        for row in rows
        if (clock := late.get(row.id)) and (due_at := clock.due_at)
    ]
    return _longest("late_case", concerns)


def _colleagues() -> Group:
    """By name: how many of their tasks are overdue for long, and since when the oldest of them is."""
    before, seen = desk.today() - LONG, set(scope.people())
    old: dict[str, list[str]] = {}
    for one in open_entries():
        if one.rep in seen and one.rep and one.due_on < before:
            old.setdefault(one.rep, []).append(one.due_on.isoformat())
    return _longest(
        "late_tasks", [Concern(rep, min(days), {"tasks": len(days)}) for rep, days in old.items()]
    )


def _longest(kind: str, concerns: list[Concern]) -> Group:
    """Whatever waits longest stands first."""
    return Group(kind, len(concerns), sorted(concerns, key=attrgetter("since"))[:SHOWN])
