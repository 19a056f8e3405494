"""Festivals and solar terms on the days that public calendars give them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.rules.occasions import NAMES, Festival
from chalicelib.rules.occasions.festivals import YEARS

# As public calendars print them; six libraries agree on 2026 to 2028.
KNOWN = {
    "spring-festival": ("2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26"),
    "lantern": ("2025-02-12", "2026-03-03", "2027-02-20", "2028-02-09"),
    "qingming": ("2025-04-04", "2026-04-05", "2027-04-05", "2028-04-04"),
    "dragon-boat": ("2025-05-31", "2026-06-19", "2027-06-09", "2028-05-28"),
    "qixi": ("2025-08-29", "2026-08-19", "2027-08-08", "2028-08-26"),
    "mid-autumn": ("2025-10-06", "2026-09-25", "2027-09-15", "2028-10-03"),
    "double-ninth": ("2025-10-29", "2026-10-18", "2027-10-08", "2028-10-26"),
    "lichun": ("2025-02-03", "2026-02-04", "2027-02-04", "2028-02-04"),
    "jingzhe": ("2025-03-05", "2026-03-05", "2027-03-06", "2028-03-05"),
    "mangzhong": ("2025-06-05", "2026-06-05", "2027-06-06", "2028-06-05"),
    "xiazhi": ("2025-06-21", "2026-06-21", "2027-06-21", "2028-06-21"),
    "xiaoshu": ("2025-07-07", "2026-07-07", "2027-07-07", "2028-07-06"),
    "lidong": ("2025-11-07", "2026-11-07", "2027-11-07", "2028-11-07"),
    "dongzhi": ("2025-12-21", "2026-12-22", "2027-12-22", "2028-12-21"),
    "new-years-eve": ("2025-01-28", "2026-02-16", "2027-02-05", "2028-01-25"),
    "consumer-rights": ("2025-03-15", "2026-03-15", "2027-03-15", "2028-03-15"),
}
ALMANAC = {
    "plum-rains-begin": ("2026-06-11", "2027-06-06", "2028-06-10"),
    "plum-rains-end": ("2026-07-08", "2027-07-15", "2028-07-09"),
    "dog-days": ("2026-07-15", "2027-07-20", "2028-07-14"),
}


IN_ORDER = (
    *("new-years-eve", "spring-festival", "lantern", "dragon-boat"),
    *("qixi", "mid-autumn", "double-ninth"),
)


@pytest.mark.parametrize("name", [*KNOWN, *ALMANAC])
def test_the_days_of_the_calendar(name: str) -> None:
    for text in KNOWN.get(name) or ALMANAC[name]:
        day = date.fromisoformat(text)
        assert list(Festival(name).dates(day.year)) == [day]


def test_laba_moves_over_new_year() -> None:
    """Some years have it twice, some never; in the long run it comes once a year."""
    assert list(Festival("laba").dates(2026)) == [date(2026, 1, 26)]
    counts = [len(list(Festival("laba").dates(year))) for year in range(1960, 2060)]
    assert set(counts) == {0, 1, 2}
    assert sum(counts) == 100


@settings(deadline=None)
@given(st.sampled_from(NAMES), st.integers(YEARS[1], YEARS[-1]))
def test_every_festival_comes_in_its_year(name: str, year: int) -> None:
    days = list(Festival(name).dates(year))
    assert all(day.year == year for day in days)
    assert days == sorted(days)
    assert len(days) == 1 or name == "laba" or name == "little-new-year"


@settings(deadline=None)
@given(st.integers(YEARS[1], YEARS[-2]))
def test_the_moon_brings_them_in_their_order_and_the_sun_hardly_moves_its_own(year: int) -> None:
    order = (
        "new-years-eve",
        "spring-festival",
        "lantern",
        "dragon-boat",
        "qixi",
        "mid-autumn",
        "double-ninth",
    )
    days = [next(Festival(name).dates(year)) for name in order]
    assert days == sorted(days)
    assert date(year, 1, 20) < days[1] < date(year, 2, 22)
    assert next(Festival("qingming").dates(year)) in {date(year, 4, 4), date(year, 4, 5), date(year, 4, 6)}
    assert next(Festival("dongzhi").dates(year)) in {date(year, 12, day) for day in (20, 21, 22, 23)}
