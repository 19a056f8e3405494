"""Dates are calendar-true and hours are the customer's own."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.rules import timing
from chalicelib.steps import Offset, Step

CANTON = "Asia/Shanghai"
PARIS = "Europe/Paris"
OFFICE = (time(9), time(20))
SOME = datetime(2024, 1, 1)  # noqa: DTZ001 - Hypothesis draws naive ones
NIGHT = (time(22), time(6))


def step(after: str, repeat: str = "", at: time | None = None) -> Step:
    return Step("any", "message", "installed", offset(after), "care", Offset(7, "days"), at=at,
                repeat=offset(repeat) if repeat else None)  # fmt: skip


def offset(text: str) -> Offset:
    count, unit = text.split()
    return Offset(int(count), unit)


def local(moment: datetime, zone: str = CANTON) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


@pytest.mark.parametrize(
    ("anchor", "after", "expected"),
    [
        (date(2024, 2, 29), "1 years", date(2025, 2, 28)),
        (date(2025, 1, 31), "1 months", date(2025, 2, 28)),
        (date(2024, 1, 31), "1 months", date(2024, 2, 29)),
        (date(2024, 8, 31), "1 months", date(2024, 9, 30)),
        (date(2024, 12, 31), "2 months", date(2025, 2, 28)),
        (date(2024, 3, 1), "-2 days", date(2024, 2, 28)),
    ],
)
def test_a_period_ends_on_the_day_a_calendar_says(anchor: date, after: str, expected: date) -> None:
    assert timing.occurrence_day(step(after), anchor, 1) == expected


def test_a_birthday_on_the_29th_of_february_comes_back_to_it() -> None:
    yearly = step("1 years", repeat="1 years")
    days = [timing.occurrence_day(yearly, date(2024, 2, 29), n) for n in (1, 2, 3, 4)]
    assert days == [date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29)]


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.integers(1, 40))
def test_every_occurrence_is_counted_from_the_anchor(anchor: date, number: int) -> None:
    monthly = step("1 months", repeat="1 months")
    assert timing.occurrence_day(monthly, anchor, number) == anchor + relativedelta(months=number)


def test_five_minutes_after_an_exact_moment_is_that_moment() -> None:
    signed_at = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
    assert timing.due_at(step("5 minutes"), signed_at, 1, CANTON, OFFICE, "k") == signed_at + timedelta(
        minutes=5
    )


def test_a_day_without_an_hour_counts_from_its_window() -> None:
    due = timing.due_at(step("5 minutes"), date(2026, 3, 2), 1, CANTON, OFFICE, "k")
    assert local(due) == datetime(2026, 3, 2, 9, 5, tzinfo=ZoneInfo(CANTON))


def test_a_stated_hour_has_no_jitter_and_keeps_the_wall_clock_over_the_change_to_summer_time() -> None:
    due = timing.due_at(step("1 days", at=time(10)), date(2026, 3, 28), 1, PARIS, OFFICE, "k")
    assert local(due, PARIS).timetz() == datetime(2026, 3, 29, 10, tzinfo=ZoneInfo(PARIS)).timetz()
    assert due == datetime(2026, 3, 29, 8, tzinfo=UTC)


def test_an_hour_that_the_spring_skips_moves_on_by_the_gap() -> None:
    assert timing.at_wall_clock(date(2026, 3, 29), time(2, 30), PARIS) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )


def test_an_hour_that_comes_twice_in_autumn_means_the_first() -> None:
    assert timing.at_wall_clock(date(2026, 10, 25), time(2, 30), PARIS) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Australia/Lord_Howe", "America/New_York", CANTON])
@given(day=st.dates(date(2020, 1, 1), date(2035, 12, 31)), hour=st.times(timezones=st.none()))
def test_a_wall_clock_time_is_that_time_or_lies_in_a_gap(zone: str, day: date, hour: time) -> None:
    back = timing.at_wall_clock(day, hour, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    wanted = datetime.combine(day, hour)
    assert timedelta(0) <= back - wanted <= timedelta(hours=1)


@given(st.text(min_size=1, max_size=20), st.integers(1, 14))
def test_the_herd_of_nine_o_clock_is_spread_inside_the_window(key: str, hours: int) -> None:
    window = (time(9), time(9 + hours))
    start = datetime(2026, 5, 1, 1, tzinfo=UTC)
    due = timing.spread(start, window, key)
    assert due == timing.spread(start, window, key)
    assert start <= due < start + min(timedelta(hours=2), timing.length(window) - timedelta(minutes=10))


@pytest.mark.parametrize(
    ("hour", "is_open"),
    [("21:59", False), ("22:00", True), ("00:30", True), ("05:59", True), ("06:00", False)],
)
def test_a_window_over_midnight_is_open_on_both_sides_of_it(hour: str, is_open: bool) -> None:
    moment = timing.at_wall_clock(date(2026, 6, 1), time.fromisoformat(hour), CANTON)
    assert (timing.closes_at(moment, NIGHT, CANTON) is not None) == is_open


@given(st.datetimes(SOME, SOME.replace(year=2030)), st.sampled_from([OFFICE, NIGHT]),
       st.sampled_from([CANTON, PARIS, "America/New_York", "Australia/Lord_Howe"]))  # fmt: skip
def test_the_next_opening_is_open_and_never_earlier(
    naive: datetime, window: timing.Window, zone: str
) -> None:
    moment = naive.replace(tzinfo=UTC)
    opens = timing.opens_at(moment, window, zone)
    assert moment <= opens <= moment + timedelta(hours=26)
    assert timing.closes_at(opens, window, zone) is not None


def test_with_several_possible_zones_all_must_be_open() -> None:
    zones = ("America/New_York", "America/Los_Angeles")
    nine_in_new_york = datetime(2026, 1, 5, 14, tzinfo=UTC)
    assert timing.all_close_at(nine_in_new_york, OFFICE, zones) is None
    opens = timing.all_open_at(nine_in_new_york, OFFICE, zones)
    assert opens == datetime(2026, 1, 5, 17, tzinfo=UTC)


def test_zones_that_never_share_an_hour_never_open() -> None:
    zones = ("Pacific/Auckland", "Europe/London", "America/Los_Angeles")
    assert timing.all_open_at(datetime(2026, 1, 5, tzinfo=UTC), (time(9), time(12)), zones) is None
