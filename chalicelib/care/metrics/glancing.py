"""What a shop's leaders see first, kept in one row: how many messages went on each of the shop's last days,
and for whom something was done lately. Read from the drains' notes every few minutes: no page could."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from chalicelib import plans
from chalicelib.care import effects
from chalicelib.care.metrics import troubles, went
from chalicelib.records import runs
from chalicelib.records.runs import Run
from chalicelib.records.switches import Switch
from chalicelib.rules import timing

NAME = "glance"
# How far back is looked where nobody has yet; how many days and customers are kept.
DAYS, KEPT, LATELY = 14, 60, 200


@dataclass(frozen=True)
class Glance:
    """`days`: by day of the shop {outcome: count}, `errand` for what a colleague was asked instead.
    `lately`: customers' ids, whom something was done for last before all others. `at_moment`: when the last
    of it was counted."""

    days: dict[str, dict[str, int]]
    lately: list[str]
    at_moment: datetime | None = None


def seen() -> Glance:
    row = Switch.find(*Switch.at(NAME))
    value = row.value if row else {}
    return Glance(value.get("days", {}), value.get("lately", []), row.at_moment if row else None)


def look(now: datetime) -> bool:
    """The clock's way in: the day of the last look and those since are counted anew. Whether anything was
    new, without which nothing is written."""
    today, before = effects.shop_day(now), Switch.read(NAME, consistent=True)
    first = max(date.fromisoformat(before.get("day", "0001-01-01")), today - DAYS * timing.DAY)
    first = went.since(troubles.since(first, today), today, "listed" in before)
    notes = list(_notes(first, now))
    troubles.keep(notes, now)
    went.keep(notes, now)
    kept = {
        day: counts
        for day, counts in before.get("days", {}).items()
        if f"{today - KEPT * timing.DAY}" <= day < f"{first}"
    }
    lately = dict.fromkeys([*_owners(notes), *before.get("lately", [])])
    found = {
        "day": f"{today}", "days": {**kept, **_counted(notes)}, "lately": list(lately)[:LATELY],
        "listed": True,
    }  # fmt: skip
    if found != before:
        Switch(*Switch.at(NAME), value=found, who="clock", at_moment=now).save()
    return found != before


def _notes(first: date, now: datetime) -> Iterator[Run]:
    """Since a day of the shop began, oldest first. They are kept by days of UTC."""
    begin = timing.at_wall_clock(first, time(), plans.shop_defaults().zone)
    day = begin.date()
    while day <= now.date():
        yield from (run for run in runs.of_day(day.isoformat()) if run.at_moment >= begin)
        day += timedelta(days=1)


def _counted(notes: list[Run]) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {}
    for run in notes:
        counts = found.setdefault(f"{effects.shop_day(run.at_moment)}", Counter())
        for _, _, outcome, _, channel, *_ in run.settled:
            counts[went.kind_of(outcome, channel)] += 1
    return {day: dict(counts) for day, counts in found.items() if counts}


def _owners(notes: list[Run]) -> list[str]:
    """Customers, the latest first; colleagues are told things, too."""
    keys = (line[0] for run in reversed(notes) for line in run.settled)
    return list(dict.fromkeys(key.partition(".")[0] for key in keys if key.startswith("c")))
