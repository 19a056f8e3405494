"""The days on which an occasion comes, seen ahead: so long before or after it, never on a day of mourning."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from dateutil.relativedelta import relativedelta

from chalicelib.rules.occasions.days import nearest

AHEAD = 5  # years
DODGES = ("after", "before", "skip")


class Rule(Protocol):
    def dates(self, year: int) -> Iterable[date]: ...


@dataclass(frozen=True)
class Occasion:
    """`offset`: so long after the day that the rule names (below 0: before). `dodge`: where the shop is
    silent that day, the next free day `after` or `before` it, or `skip`."""

    rule: Rule
    offset: timedelta = timedelta()
    dodge: str = "after"


@dataclass(frozen=True)
class Coming:
    """`named`: the day of the festival itself. `on`: the day that counts, or nothing where it is left
    out. `dodged`: the silent day that it had to give way to."""

    named: date
    on: date | None
    dodged: date | None = None


def coming(
    occasion: Occasion, today: date, silent: Container[date] = frozenset(), years: int = AHEAD
) -> list[Coming]:
    """All of the next years, from today on, in their order."""
    ends = today + relativedelta(years=years)
    found = [_placed(occasion, named, silent) for named in _named(occasion, today, ends)]
    return [one for one in found if today <= (one.on or one.named + occasion.offset) < ends]


def _named(occasion: Occasion, today: date, ends: date) -> Iterator[date]:
    """With the years on either side, for offsets and dodges that lead over New Year."""
    for year in range(max(today.year - 1, 1), min(ends.year + 1, 9999) + 1):
        yield from sorted(occasion.rule.dates(year))


def _placed(occasion: Occasion, named: date, silent: Container[date]) -> Coming:
    wanted = named + occasion.offset
    if wanted not in silent:
        return Coming(named, wanted)
    if occasion.dodge == "skip":
        return Coming(named, None, wanted)
    step = 1 if occasion.dodge == "after" else -1
    return Coming(named, nearest(wanted, step, silent), wanted)
