"""How much those have to do whose tasks the reader sees."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter

from chalicelib.care.metrics import workload
from chalicelib.care.metrics.workload import Workload
from chalicelib.http.console import desk, scope
from chalicelib.records.tasks import Entry, open_entries

GROUPS = ("overdue", "due", "coming")
Counts = dict[str, int]


def seen() -> Workload:
    """Of the reader's people, and what colleagues without a shop have to do for its customers. A rep's own is
    never older than now."""
    mine = scope.people()
    if desk.reader().role == "rep":
        return workload.of(one for rep in mine for one in open_entries(rep))
    found = workload.seen()
    beside = workload.of(_beside(found.outside))
    days = {rep: found.days[rep] for rep in mine if rep in found.days}
    first = {rep: found.first[rep] for rep in days}
    return replace(found, days={**beside.days, **days}, first={**beside.first, **first})


def of_one(rep: str) -> Workload:
    """As it is now."""
    entries = list(open_entries(rep))
    return workload.of(entries if rep in scope.people() else _beside(entries))


def _beside(entries: Sequence[Entry]) -> list[Entry]:
    """Errands of colleagues without a shop, of which some may be for this one's customers."""
    others = set(scope.without_shop())
    soonest = sorted((one for one in entries if one.rep in others), key=attrgetter("due_on"))
    some = soonest[: workload.OUTSIDE]
    among = scope.among(one.customer_id for one in some)
    return sorted((one for one in some if one.customer_id in among), key=attrgetter("rep"))


def counted(found: Workload, today: date) -> dict[str, Counts]:
    """How many of each one's are overdue, due today and coming."""
    return {rep: _counted(days, today) for rep, days in found.days.items()}


def _counted(days: Mapping[date, int], today: date) -> Counts:
    counts = dict.fromkeys(GROUPS, 0)
    for day, count in days.items():
        counts[group_of(day, today)] += count
    return counts


def group_of(day: date, today: date) -> str:
    return "overdue" if day < today else "due" if day == today else "coming"
