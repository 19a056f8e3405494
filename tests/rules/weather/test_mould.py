"""The mould index against the closed form of its authors, and against what it must never do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.rules.weather.mould import DECLINES, SENSITIVITIES, Mould, rank

WEEK = 7 * 24
AIR = st.tuples(st.floats(-20, 60), st.floats(0, 100))
CLASSES = st.sampled_from(sorted(SENSITIVITIES))


def weeks_to(index: float, celsius: float, humidity: float, limit: int = 60) -> float:
    mould = Mould("very_sensitive")
    for hour in range(1, limit * WEEK):
        if mould.after(celsius, humidity) >= index:
            return hour / WEEK
    return float("inf")


@pytest.mark.parametrize(
    ("celsius", "humidity", "first", "third"),
    # exp(-0.68 ln T - 13.9 ln RH + 66.02) weeks to 1, exp(-0.74 ln T - 12.72 ln RH + 61.50) to 3
    [(20, 90, 4.2, 7.7), (20, 97, 1.5, 3.0), (25, 95, 1.7, 3.3), (10, 90, 6.7, 12.9), (5, 97, 3.8, 8.3)],
)
def test_the_closed_form(celsius: float, humidity: float, first: float, third: float) -> None:
    assert weeks_to(1, celsius, humidity) == pytest.approx(first, abs=0.1)
    assert weeks_to(3, celsius, humidity) == pytest.approx(third, rel=0.11)


def test_it_comes_to_rest_where_the_moisture_ends_it() -> None:
    """Pine at 20 °C and 85 % never passes 2.62."""
    mould = Mould("very_sensitive")
    for _ in range(10 * 52 * WEEK):
        mould.after(20, 85)
    assert mould.index == pytest.approx(2.62, abs=0.01)


@pytest.mark.parametrize(("celsius", "humidity"), [(20, 79), (0, 100), (-5, 100), (51, 100), (5, 85)])
def test_where_nothing_grows(celsius: float, humidity: float) -> None:
    mould = Mould("very_sensitive")
    assert max(mould.after(celsius, humidity) for _ in range(WEEK)) == 0


def test_the_decline_is_quick_then_rests_then_slow() -> None:
    mould = Mould("sensitive", "strong", index=3.0)
    after = [mould.after(20, 40) for _ in range(72)]
    assert after[5] == pytest.approx(3 - 6 * 0.032 / 24)
    assert after[23] == after[5]
    assert after[71] == pytest.approx(after[23] - 48 * 0.016 / 24)


def test_a_moist_hour_begins_the_decline_anew() -> None:
    mould = Mould("resistant", "strong", index=2.0)
    for _ in range(30):
        mould.after(20, 40)
    mould.after(20, 95)
    before = mould.index
    assert before - mould.after(20, 40) == pytest.approx(0.032 / 24)


@pytest.mark.parametrize(("index", "word"), [(0, "none"), (0.99, "none"), (1, "microscopic"), (3, "visible")])
def test_ranks(index: float, word: str) -> None:
    assert rank(index) == word
    assert rank(6) == "heavy"


@settings(deadline=None)
@given(CLASSES, st.sampled_from(sorted(DECLINES)), st.lists(st.tuples(AIR, st.integers(1, 200))))
def test_it_stays_between_0_and_6(of: str, decline: str, weather: list) -> None:
    mould = Mould(of, decline)
    for (celsius, humidity), hours in weather:
        for _ in range(hours):
            assert 0 <= mould.after(celsius, humidity) <= 6.01


@settings(deadline=None)
@given(CLASSES, st.floats(1, 50), st.floats(0, 100), st.floats(0, 100))
def test_moister_is_never_better(of: str, celsius: float, one: float, other: float) -> None:
    dry, moist = sorted((one, other))
    here, there = Mould(of), Mould(of)
    for _ in range(200):
        assert here.after(celsius, dry) <= there.after(celsius, moist)


@settings(deadline=None)
@given(st.lists(st.tuples(AIR, st.integers(1, 100)), max_size=8))
def test_a_more_resistant_material_is_never_worse(weather: list) -> None:
    order = [Mould(name, "almost_none") for name in SENSITIVITIES]
    for (celsius, humidity), hours in weather:
        for _ in range(hours):
            for mould in order:
                mould.after(celsius, humidity)
    indices = [mould.index for mould in order]
    assert indices == sorted(indices, reverse=True)
