"""Working time by the calendar: nights, lunch, holidays, days worked in their place, summer time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import plans
from chalicelib.casework import WorkCalendar
from chalicelib.rules.clocks import worktime

HOUR = timedelta(hours=1)
MORNING, AFTERNOON = (time(9), time(12)), (time(13), time(18))
WEEK = {day: (MORNING, AFTERNOON) for day in range(5)}
HOLIDAY, MADE_UP = date(2026, 10, 1), date(2026, 10, 10)
SHOP = WorkCalendar("Asia/Shanghai", WEEK, {HOLIDAY: (), MADE_UP: (MORNING,)})


def at(day: int, hour: int, minute: int = 0, month: int = 3, zone: str = "Asia/Shanghai") -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (at(2, 9), 2, at(2, 11)),
        (at(2, 11), 2, at(2, 14)),  # over lunch
        (at(2, 17), 2, at(3, 10)),  # over night
        (at(6, 17), 2, at(9, 10)),  # over the weekend
        (at(7, 12), 1, at(9, 10)),  # a Saturday counts from Monday on
        (at(30, 17, month=9), 2, at(2, 10, month=10)),  # over the holiday
        (at(9, 17, month=10), 4, at(10, 12, month=10)),  # the Saturday worked in its place
    ],
)
def test_so_much_work_ends_then(start: datetime, hours: int, end: datetime) -> None:
    assert worktime.after(start, hours * HOUR, SHOP) == end
    assert worktime.between(start, end, SHOP) == hours * HOUR


def test_a_night_shift_runs_over_midnight_and_over_the_change_of_clocks() -> None:
    night = WorkCalendar("Europe/Paris", {day: ((time(22), time(6)),) for day in range(7)})
    before = at(28, 22, zone="Europe/Paris")  # in this night an hour is left out
    assert worktime.after(before, 7 * HOUR, night) == at(29, 6, zone="Europe/Paris")
    assert worktime.is_open(before + 3 * HOUR, night)


def test_a_calendar_that_never_opens_says_so() -> None:
    with pytest.raises(LookupError, match="no open hour"):
        worktime.after(at(2, 9), HOUR, WorkCalendar("Asia/Shanghai", {}))


MOMENTS = st.integers(0, 480_000).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(MOMENTS, st.integers(0, 5000))
def test_what_was_added_is_what_lies_between(start: datetime, minutes: int) -> None:
    end = worktime.after(start, timedelta(minutes=minutes), SHOP)
    assert worktime.between(start, end, SHOP) == timedelta(minutes=minutes)


@given(MOMENTS, MOMENTS, MOMENTS)
def test_two_parts_make_the_whole(one: datetime, two: datetime, three: datetime) -> None:
    first, middle, last = sorted([one, two, three])
    parts = worktime.between(first, middle, SHOP) + worktime.between(middle, last, SHOP)
    assert parts == worktime.between(first, last, SHOP)
    assert parts <= last - first


@given(MOMENTS, st.integers(1, 5000))
def test_so_long_before_an_end_there_is_just_so_much_work_left(end: datetime, minutes: int) -> None:
    start = worktime.before(end, timedelta(minutes=minutes), SHOP)
    assert worktime.between(start, end, SHOP) == timedelta(minutes=minutes)
    assert worktime.between(start + timedelta(minutes=1), end, SHOP) < timedelta(minutes=minutes)


def test_a_day_ends_when_the_shop_closes_and_a_closed_one_with_the_next_open() -> None:
    calendar = plans.complaints().calendar
    assert worktime.end_of(date(2026, 3, 2), calendar) == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert worktime.end_of(date(2026, 3, 8), calendar) == datetime(2026, 3, 9, 10, tzinfo=UTC)
