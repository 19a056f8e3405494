"""A floor remembers three days; a heated room dries its air."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.hourly import Hour, air
from chalicelib.rules.weather import rooms, wood
from chalicelib.rules.weather.rooms import Floor

CELSIUS = st.floats(-30, 45)
FIRST = date(2012, 1, 1)


def hours(celsius: list[float], humidity: float = 70, first: date = FIRST) -> list[Hour]:
    return [
        Hour(n, first + timedelta(days=n // 24), degrees, air.dew_point(degrees, humidity), humidity)
        for n, degrees in enumerate(celsius)
    ]


def test_a_floor_goes_two_thirds_of_the_way_in_three_days() -> None:
    floor = Floor()
    after = [floor.after(hour) for hour in hours([10.0] + [20.0] * 144)]
    assert after[0] == 10
    assert after[72] == pytest.approx(20 - 10 / 2.718, abs=0.1)
    assert after[144] == pytest.approx(20 - 10 / 2.718**2, abs=0.1)


def test_a_gap_counts_its_hours() -> None:
    whole, gappy = Floor(), Floor()
    known = hours([10.0] + [20.0] * 40)
    for hour in known:
        steady = whole.after(hour)
    for hour in known[:1] + known[-1:]:
        jumped = gappy.after(hour)
    assert jumped == pytest.approx(steady)


def test_a_floor_is_known_after_two_days_and_not_after_a_long_gap() -> None:
    floor = Floor()
    known = []
    for hour in hours([10.0] * 60):
        floor.after(hour)
        known.append(floor.sure)
    assert known.index(True) == 47
    last = hours([10.0])[0]._replace(number=60 + 24)
    floor.after(last)
    assert not floor.sure


@settings(deadline=None)
@given(st.lists(CELSIUS, min_size=1, max_size=200))
def test_a_floor_is_never_beyond_the_air_it_knew(celsius: list[float]) -> None:
    floor = Floor()
    for hour in hours(celsius):
        assert min(celsius) - 1e-9 <= floor.after(hour) <= max(celsius) + 1e-9


def test_warm_moist_air_over_a_cold_floor_makes_it_sweat() -> None:
    floor = Floor()
    cold = hours([8.0] * 96, humidity=60)
    warm = [hour._replace(number=hour.number + 96) for hour in hours([20.0] * 24, humidity=90)]
    assert not any(rooms.sweats(hour, floor.after(hour)) for hour in cold)
    assert all(rooms.sweats(hour, floor.after(hour)) for hour in warm)


def test_a_heated_room_in_a_northern_january() -> None:
    """-4 °C and 44 % outdoors, 2 g/m³ from those who live there: some 20 %, and wood at 4.5 %."""
    hour = hours([-4.0], humidity=44)[0]
    felt = rooms.felt(hour, -4.0, heated=True)
    assert (felt.floor, felt.room) == (18, 20)
    assert felt.room_humidity == pytest.approx(20, abs=1)
    assert wood.equilibrium(felt.room, felt.room_humidity) == pytest.approx(4.5, abs=0.2)


def test_nobody_heats_in_july_nor_where_there_is_no_heating() -> None:
    july = hours([26.0], first=date(2012, 7, 1))[0]
    assert rooms.felt(july, 25.0, heated=True).floor == 25
    assert rooms.felt(hours([3.0])[0], 5.0, heated=False).room == 5


@pytest.mark.parametrize(("celsius", "heated"), [(-3.0, True), (4.0, False)])
def test_a_cold_month_tells_whether_homes_are_heated(celsius: float, heated: bool) -> None:
    assert rooms.looks_heated(hours([celsius] * 31 * 24)) == heated
    assert not rooms.looks_heated(hours([-3.0] * 24 * 5)), "a cold spell is no climate"
