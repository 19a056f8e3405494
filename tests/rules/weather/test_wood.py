"""Wood's moisture against the Wood Handbook, and gaps against its equation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.rules.weather import wood

PERCENT = st.floats(5, 95)
ROOM = st.floats(0, 45)
MOISTURE = st.floats(4, 20)


@pytest.mark.parametrize(
    ("humidity", "moisture"),
    [(20, 4.5), (30, 6.2), (40, 7.7), (50, 9.2), (65, 12.0), (80, 16.0), (90, 20.5), (95, 23.9)],
)
def test_table_4_2_at_70_fahrenheit(humidity: float, moisture: float) -> None:
    assert wood.equilibrium(21.1, humidity) == pytest.approx(moisture, abs=0.06)


def test_an_oak_board_in_a_northern_winter() -> None:
    """120 mm, laid at 9 %, in a room that brings it to 4.5 %: a gap of 2 mm."""
    assert wood.gap("red_oak", 120, 9.0, 4.5) == pytest.approx(2.0, abs=0.01)


def test_merbau_moves_less_than_half_as_much_as_oak() -> None:
    oak, merbau = (wood.gap(species, 120, 12, 7) for species in ("red_oak", "merbau"))
    assert merbau < oak / 2


@given(ROOM, PERCENT, PERCENT)
def test_moister_air_makes_moister_wood(celsius: float, one: float, other: float) -> None:
    dry, moist = sorted((one, other))
    assert 0 < wood.equilibrium(celsius, dry) <= wood.equilibrium(celsius, moist) < 30


@given(st.sampled_from(sorted(wood.SHRINKAGE)), st.floats(20, 300), MOISTURE, MOISTURE)
def test_drying_opens_and_moistening_closes(species: str, width: float, laid: float, now: float) -> None:
    assert (wood.gap(species, width, laid, now) > 0) == (laid > now) or laid == now
    assert wood.gap(species, width, laid, now) == -wood.gap(species, width, now, laid)
