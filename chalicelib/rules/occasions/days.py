"""Days that the calendar on the wall tells."""

import calendar
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

LAST = -1
DAYS_A_WEEK = 7
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Once:
    on: date

    def dates(self, year: int) -> Iterator[date]:
        if self.on.year == year:
            yield self.on


@dataclass(frozen=True)
class Yearly:
    """The same day each year; 29 February is the 28th in common years."""

    month: int
    day: int

    def dates(self, year: int) -> Iterator[date]:
        is_lacking = (self.month, self.day) == (2, 29) and not calendar.isleap(year)
        yield date(year, self.month, self.day - is_lacking)


@dataclass(frozen=True)
class Weekday:
    """The `nth` Saturday, say, of these months (none: of each); LAST counts from the end. Monday is 0.
    A month without a fifth one has none."""

    weekday: int
    nth: int
    months: tuple[int, ...] = ()

    def dates(self, year: int) -> Iterator[date]:
        for month in self.months or range(1, 13):
            days = calendar.monthrange(year, month)[1]
            found = [
                date(year, month, day)
                for day in range(1, days + 1)
                if date(year, month, day).weekday() == self.weekday
            ]
            place = self.nth - 1 if self.nth > 0 else self.nth
            if -len(found) <= place < len(found):
                yield found[place]


def nearest(day: date, step: int, silent: Container[date]) -> date | None:
    """The first day from this one on that is not silent, forwards (1) or backwards (-1), within a week."""
    days = (day + n * step * DAY for n in range(DAYS_A_WEEK + 1))
    return next((one for one in days if one not in silent), None)
