"""A campaign for many: the program needs no more memory for them than for few."""

import pytest

from bench import crowd
from chalicelib.records.memory import Memory
from chalicelib.records.table import kept_apart

FEW, MANY = 40, 100


def test_each_of_many_is_reached_once() -> None:
    with kept_apart(Memory()):
        crowd.recorded(MANY)
        found = crowd.played(MANY)
    assert (found.meant, found.reached) == (MANY, MANY)


@pytest.fixture(scope="module")
def measured() -> dict[int, dict[str, float]]:
    """After a first run, which leaves templates and libraries in memory for all that come after it."""
    found = {}
    for many in (10, FEW, MANY):
        with crowd.traced() as told:
            crowd.recorded(many)
            crowd.played(many)
        found[many] = told
    return found


def test_what_it_uses_beside_the_table_does_not_grow_with_its_people(measured) -> None:
    few, many = measured[FEW], measured[MANY]
    assert many["above"] < few["above"] + 0.5, measured
    assert many["kept"] < few["kept"] + 0.5, measured


def test_a_person_takes_few_kilobytes_of_the_table_in_memory(measured) -> None:
    """Which is what a simulation of a hundred thousand lives on."""
    each = 1000 * (measured[MANY]["table"] - measured[FEW]["table"]) / (MANY - FEW)
    assert each < 12
