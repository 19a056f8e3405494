"""How much everybody has to do. In a shop with few open tasks it is counted whenever somebody looks; of many
the clock keeps the counts in one row, with each one's first, since a page would read a key for each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from chalicelib.care import effects
from chalicelib.records import tasks
from chalicelib.records.staff import Staff
from chalicelib.records.switches import Switch
from chalicelib.records.tasks import Entry

NAME = "workload"
# So many tasks are counted whenever somebody looks.
FEW = 300
# Kept of each: twice what is shown, as some of it is done before it is counted again. Of all together as many
# as fit into a row; and of those without a shop.
FIRST, FIRST_OF_ALL, OUTSIDE = 20, 3000, 300
# What is overdue for longer is counted as one, and so is what comes later: a task that is finished in time
# changes nothing there.
LONG, SOON = timedelta(days=8), timedelta(days=2)
Days = Mapping[date, int]


@dataclass(frozen=True)
class Workload:
    """`days`: by name, how many tasks are due on which day; what is overdue for long stands under the oldest
    day of them, what is far ahead under the next one. `first`: each one's soonest. `outside`: the soonest of
    those without a shop. `at_moment`: when the clock counted, nothing where it is so now."""

    days: Mapping[str, Days]
    first: Mapping[str, Sequence[Entry]]
    outside: Sequence[Entry] = ()
    at_moment: datetime | None = None


def seen() -> Workload:
    """Of everybody."""
    row = Switch.find(*Switch.at(NAME))
    if row is not None and row.value:
        return _kept(row)
    entries = list(tasks.open_entries())
    return of(entries, outside=entries)


def of(entries: Iterable[Entry], outside: Sequence[Entry] = ()) -> Workload:
    """As they stand in the index, rep by rep and day by day."""
    each = {rep: list(theirs) for rep, theirs in groupby(entries, attrgetter("rep"))}
    days = {
        rep: {day: len(list(some)) for day, some in groupby(theirs, attrgetter("due_on"))}
        for rep, theirs in each.items()
    }
    return Workload(days, each, outside)


def keep(now: datetime) -> None:
    """The clock's way in, and of whoever moves many at once. Nothing is written unless something is new."""
    entries = list(tasks.open_entries())
    found = _value(entries, effects.shop_day(now)) if len(entries) > FEW else {}
    if found != Switch.read(NAME, consistent=True):
        Switch(*Switch.at(NAME), value=found, who="clock", at_moment=now).save()


def _value(entries: list[Entry], today: date) -> dict[str, Any]:
    found = of(entries)
    outside = {"", *(one.name for one in Staff.in_partition("staff") if not one.store)}
    each_first = max(1, min(FIRST, FIRST_OF_ALL // max(1, len(found.first))))
    beside = sorted((one for one in entries if one.rep in outside), key=attrgetter("due_on"))
    return {
        "days": {rep: _summed(days, today) for rep, days in found.days.items()},
        "first": {rep: [_written(one)[1:] for one in each[:each_first]] for rep, each in found.first.items()},
        "outside": [_written(one) for one in beside[:OUTSIDE]],
    }


def _summed(days: Days, today: date) -> dict[str, int]:
    """A handful of days, whatever there is."""
    counts: dict[str, int] = {}
    for day, count in sorted(days.items()):
        under = min(days) if day <= today - LONG else min(day, today + SOON)
        counts[f"{under}"] = counts.get(f"{under}", 0) + count
    return counts


def _written(one: Entry) -> list[str]:
    return [one.rep, f"{one.due_on}", *one.at]


def _read(rep: str, day: str, pk: str, sk: str) -> Entry:
    return Entry(rep, date.fromisoformat(day), (pk, sk))


def _kept(row: Switch) -> Workload:
    value = row.value
    days = {
        rep: {date.fromisoformat(day): count for day, count in counts.items()}
        for rep, counts in value["days"].items()
    }
    first = {rep: [_read(rep, *one) for one in each] for rep, each in value["first"].items()}
    return Workload(days, first, [_read(*one) for one in value["outside"]], row.at_moment)
