"""Dew point and humidity against the tables of meteorology."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.hourly import air

CELSIUS = st.floats(-30, 50)
HUMIDITY = st.floats(1, 100)


@pytest.mark.parametrize(
    ("celsius", "humidity", "dew"),
    # psychrolib 2.5.0 (ASHRAE), above 0 °C, to 0.04 °C
    [(20, 50, 9.27), (25, 60, 16.70), (30, 80, 26.17), (15, 90, 13.37), (35, 30, 14.84), (10, 60, 2.60)],
)
def test_dew_point(celsius: float, humidity: float, dew: float) -> None:
    assert air.dew_point(celsius, humidity) == pytest.approx(dew, abs=0.04)


def test_saturated_air_at_20_degrees() -> None:
    """23.4 hPa and 17.3 g/m³ are in every table."""
    assert air.saturation(20) == pytest.approx(23.4, abs=0.1)
    assert air.water(20, 20) == pytest.approx(17.3, abs=0.1)


@given(CELSIUS, HUMIDITY)
def test_the_dew_point_is_never_above_the_air_and_leads_back_to_the_humidity(c: float, h: float) -> None:
    dew = air.dew_point(c, h)
    assert dew <= c + 1e-9
    assert air.humidity_at(c, dew) == pytest.approx(h, rel=1e-6)
    assert air.humidity_of(c, air.water(c, dew)) == pytest.approx(h, rel=1e-6)


@given(CELSIUS, HUMIDITY, HUMIDITY)
def test_moister_air_has_a_higher_dew_point(c: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert air.dew_point(c, low) <= air.dew_point(c, high)


@given(CELSIUS, CELSIUS, st.floats(-30, 30))
def test_warming_air_dries_it(one: float, other: float, dew: float) -> None:
    cold, warm = sorted((one, other))
    assert 0 < air.humidity_at(warm, dew) <= air.humidity_at(cold, dew) <= 100
