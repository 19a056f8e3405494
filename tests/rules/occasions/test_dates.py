"""The next five years of an occasion: offsets, leap days, weekdays, days of mourning."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import plans
from chalicelib.rules.occasions import NAMES, Festival, Occasion, Once, Weekday, Yearly, coming
from chalicelib.rules.occasions.dates import DODGES
from chalicelib.rules.occasions.days import LAST

DAY = timedelta(days=1)
TODAY = date(2026, 11, 25)
RULES = st.one_of(
    st.builds(Festival, st.sampled_from(NAMES)),
    st.dates(date(2028, 1, 1), date(2028, 12, 31)).map(lambda day: Yearly(day.month, day.day)),
    st.builds(Weekday, st.integers(0, 6), st.sampled_from([1, 2, 3, 4, 5, LAST])),
    st.builds(Once, st.dates(date(2020, 1, 1), date(2040, 1, 1))),
)
TODAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
OFFSETS = st.integers(-180, 180).map(lambda days: days * DAY)


def days(occasion: Occasion, today: date = TODAY, **options: object) -> list[str]:
    return [str(one.on) for one in coming(occasion, today, **options)]  # type: ignore[arg-type]


def test_a_festival_that_moves_over_five_years() -> None:
    assert days(Occasion(Festival("mid-autumn"))) == [
        *("2027-09-15", "2028-10-03", "2029-09-22", "2030-09-12", "2031-10-01"),
    ]


def test_some_days_before_it() -> None:
    before = Occasion(Festival("spring-festival"), -10 * DAY)
    assert days(before, years=2) == ["2027-01-27", "2028-01-16"]


def test_an_offset_may_lead_over_new_year() -> None:
    """Thirty days before New Year's Day is in December, and that of the coming year still counts."""
    assert days(Occasion(Yearly(1, 1), -30 * DAY), years=2) == ["2026-12-02", "2027-12-02"]
    assert days(Occasion(Yearly(12, 31), 30 * DAY), years=2) == ["2027-01-30", "2028-01-30"]
    assert days(Occasion(Yearly(12, 31), 30 * DAY), date(2027, 1, 5), years=1) == ["2027-01-30"]


def test_29_february_is_the_28th_in_common_years() -> None:
    assert days(Occasion(Yearly(2, 29))) == [
        *("2027-02-28", "2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28"),
    ]


def test_five_years_from_a_leap_day_are_five_years() -> None:
    assert days(Occasion(Yearly(2, 29)), date(2028, 2, 29))[0] == "2028-02-29"
    assert len(days(Occasion(Yearly(2, 29)), date(2028, 2, 29))) == 5


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Weekday(6, 2, (5,)), ["2027-05-09", "2028-05-14"]),  # Mother's Day
        (Weekday(4, LAST, (11,)), ["2026-11-27", "2027-11-26", "2028-11-24"]),
        (Weekday(0, 5, (2,)), []),
    ],
)
def test_weekdays(rule: Weekday, expected: list[str]) -> None:
    assert days(Occasion(rule), years=2) == expected


def test_every_first_saturday() -> None:
    found = days(Occasion(Weekday(5, 1)), years=1)
    assert found[:2] == ["2026-12-05", "2027-01-02"]
    assert len(found) == 12


def test_once_is_once_and_what_was_is_gone() -> None:
    assert days(Occasion(Once(date(2027, 5, 1)))) == ["2027-05-01"]
    assert days(Occasion(Once(TODAY))) == [str(TODAY)]
    assert days(Occasion(Once(TODAY - DAY))) == []


@pytest.mark.parametrize(
    ("dodge", "expected"), [("after", "2027-04-06"), ("before", "2027-04-04"), ("skip", "None")]
)
def test_nothing_comes_on_a_day_of_mourning(dodge: str, expected: str) -> None:
    silent = plans.countries()["CN"].blackout
    (found,) = coming(Occasion(Festival("qingming"), dodge=dodge), TODAY, silent, years=1)
    assert str(found.on) == expected
    assert found.named == found.dodged == date(2027, 4, 5)


def test_a_week_of_mourning_leaves_it_out() -> None:
    silent = {date(2027, 5, 1) + n * DAY for n in range(20)}
    (found,) = coming(Occasion(Once(date(2027, 5, 1))), TODAY, silent)
    assert (found.on, found.dodged) == (None, date(2027, 5, 1))


def test_the_shipped_days_of_mourning_have_each_coming_qingming() -> None:
    silent = plans.countries()["CN"].blackout
    for one in coming(Occasion(Festival("qingming")), TODAY, years=4):
        assert one.on in silent


@given(
    RULES,
    OFFSETS,
    st.sampled_from(DODGES),
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.sets(st.integers(0, 2000)),
)
def test_whatever_the_rule(rule, offset: timedelta, dodge: str, today: date, mourning: set[int]) -> None:  # type: ignore[no-untyped-def]
    silent = {today + n * DAY for n in mourning}
    found = coming(Occasion(rule, offset, dodge), today, silent)
    named = [one.named for one in found]
    assert named == sorted(set(named))
    for one in found:
        assert one.on not in silent
        assert one.on is None or today <= one.on < date(today.year + 5, today.month, 28) + 4 * DAY
        assert one.dodged in silent or one.on == one.named + offset


@given(st.integers(0, 6), st.sampled_from([1, 2, 3, 4, LAST]), st.integers(2000, 2100))
def test_a_weekday_comes_each_month_on_that_weekday(weekday: int, nth: int, year: int) -> None:
    found = list(Weekday(weekday, nth).dates(year))
    assert [day.month for day in found] == list(range(1, 13))
    assert {day.weekday() for day in found} == {weekday}
    for day in found:
        last = calendar.monthrange(year, day.month)[1]
        assert day.day > last - 7 if nth == LAST else (day.day - 1) // 7 == nth - 1
