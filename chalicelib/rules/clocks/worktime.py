"""Working time: when so much of it is over, and how much lies between two moments."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from chalicelib.casework import WorkCalendar
from chalicelib.rules import timing

DAY = timedelta(days=1)
# No shop rests longer; a calendar that does is a mistake in its file.
LONGEST_REST = 60


def after(start: datetime, work: timedelta, calendar: WorkCalendar) -> datetime:
    """The moment at which so much working time has passed since `start`; no work at all is over at once."""
    left = work
    if left <= timedelta(0):
        return start
    for opens, closes in _spans(start, calendar):
        here = closes - max(opens, start)
        if here >= left:
            return max(opens, start) + left
        left -= max(here, timedelta(0))
    raise LookupError("the working calendar has no open hour in sight")


def before(end: datetime, work: timedelta, calendar: WorkCalendar) -> datetime:
    """The latest moment from which so much working time is left until `end`."""
    left, day, rested = work, timing.local_date(end, calendar.zone) + DAY, 0
    while left > timedelta(0) and rested < LONGEST_REST:
        spans = [span for span in _of_day(day, calendar) if span[0] < end]
        for opens, closes in reversed(spans):
            here = min(closes, end) - opens
            if here >= left:
                return min(closes, end) - left
            left -= here
        rested = 0 if spans else rested + 1
        day -= DAY
    return end


def between(start: datetime, end: datetime, calendar: WorkCalendar) -> timedelta:
    """Working time from `start` to `end`; none if `end` is not later."""
    total = timedelta(0)
    if end <= start:
        return total
    for opens, closes in _spans(start, calendar):
        if opens >= end:
            break
        total += max(timedelta(0), min(closes, end) - max(opens, start))
    return total


def end_of(day: date, calendar: WorkCalendar) -> datetime:
    """When the shop closes that day, or on the next on which it opens."""
    for _ in range(LONGEST_REST):
        if spans := _of_day(day, calendar):
            return spans[-1][1]
        day += DAY
    raise LookupError("the working calendar has no open hour in sight")


def is_open(moment: datetime, calendar: WorkCalendar) -> bool:
    opens, closes = next(_spans(moment, calendar))
    return opens <= moment < closes


def opening(moment: datetime, calendar: WorkCalendar) -> datetime:
    """The moment itself where the shop is open, else when it opens next; in a year of rest, the moment."""
    opens, _ = next(_spans(moment, calendar), (moment, moment))
    return max(moment, opens)


def _spans(start: datetime, calendar: WorkCalendar) -> Iterator[tuple[datetime, datetime]]:
    """Open spans that end after `start`, in order; ends where the calendar rests for too long."""
    day, rested = timing.local_date(start, calendar.zone) - DAY, 0
    while rested < LONGEST_REST:
        found = [span for span in _of_day(day, calendar) if span[1] > start]
        yield from found
        rested = 0 if found else rested + 1
        day += DAY


def _of_day(day: date, calendar: WorkCalendar) -> list[tuple[datetime, datetime]]:
    if day not in calendar.spans:
        calendar.spans[day] = list(_reckoned(day, calendar))
    return calendar.spans[day]


def _reckoned(day: date, calendar: WorkCalendar) -> Iterator[tuple[datetime, datetime]]:
    """A span that ends before it starts runs over midnight."""
    for opens, closes in calendar.windows(day):
        last = day if closes > opens else day + DAY
        yield (
            timing.at_wall_clock(day, opens, calendar.zone),
            timing.at_wall_clock(last, closes, calendar.zone),
        )
