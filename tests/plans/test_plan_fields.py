"""Offsets, hours and windows as people write them in a plan."""

import re
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import BadPlan
from chalicelib.plans import fields
from chalicelib.plans.source import Entry
from chalicelib.rules import timing
from chalicelib.steps import UNITS, Offset

LONGEST = {"minutes": 9999, "hours": 9999, "days": 9999, "weeks": 2000, "months": 500, "years": 49}
hours = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def _entry(text: str) -> Entry:
    return Entry({"field": text}, "a plan, step x")


@st.composite
def offsets(draw: st.DrawFn) -> Offset:
    unit = draw(st.sampled_from(UNITS))
    return Offset(draw(st.integers(-LONGEST[unit], LONGEST[unit])), unit)


@given(offsets(), st.booleans(), st.sampled_from([" ", "  ", "\t"]))
def test_an_offset_reads_back_however_it_is_spaced_and_numbered(offset, plural, space):
    unit = offset.unit if plural else offset.unit.removesuffix("s")
    assert fields.offset(_entry(f"{offset.count}{space}{unit}"), "field") == offset


@given(offsets())
def test_every_offset_that_can_be_read_can_be_added_to_a_day(offset):
    date(2024, 2, 29) + offset.times(1)


@given(st.text(max_size=12))
def test_any_other_text_is_refused_with_its_place(text):
    if re.fullmatch(r"\s*[+-]?\d+\s+(minute|hour|day|week|month|year)s?\s*", text):
        return
    with pytest.raises(BadPlan, match="a plan, step x: field is"):
        fields.offset(_entry(text), "field")


@given(st.integers(1, 9999))
def test_days_and_weeks_compare_as_on_a_calendar(count):
    assert fields.days(Offset(7 * count, "days")) == fields.days(Offset(count, "weeks"))


@given(hours, hours)
def test_a_window_reads_back_unless_it_is_empty(start, end):
    text = f"{start:%H:%M}-{end:%H:%M}"
    if start == end:
        with pytest.raises(BadPlan, match="empty"):
            fields.window(_entry(text), "field")
    else:
        assert fields.window(_entry(text), "field") == (start, end)


@given(hours, hours, hours, hours)
def test_a_step_never_widens_its_country_s_window(a, b, c, d):
    wide, narrow = tuple(sorted((a, b))), tuple(sorted((c, d)))
    if wide[0] == wide[1] or narrow[0] == narrow[1]:
        return
    start, end = timing.narrowed(wide, narrow)
    assert wide[0] <= start < end <= wide[1]


def test_windows_that_never_meet_leave_the_country_s_own():
    nine_to_eight = (time(9), time(20))
    assert timing.narrowed(nine_to_eight, (time(21), time(22))) == nine_to_eight
    assert timing.narrowed(nine_to_eight, None) == nine_to_eight
    assert timing.narrowed(nine_to_eight, (time(10), time(18))) == (time(10), time(18))
