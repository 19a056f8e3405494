"""When somebody who was not reached is tried again."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.casework import WorkCalendar

LONGEST_REST = 30
DAY = timedelta(days=1)


def next_try(now: datetime, hours: Sequence[time], calendar: WorkCalendar) -> tuple[date, time]:
    """The next working day, at the hour that is furthest from the one at which nobody answered."""
    local = now.astimezone(ZoneInfo(calendar.zone))
    days = (local.date() + ahead * DAY for ahead in range(1, LONGEST_REST))
    day = next((one for one in days if calendar.windows(one)), local.date() + DAY)
    return day, max(hours, key=lambda hour: abs(_minutes(hour) - _minutes(local.time())))


def _minutes(hour: time) -> int:
    return hour.hour * 60 + hour.minute
