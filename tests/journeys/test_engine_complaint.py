"""A whole case on the embedded engine, whose transactions have the table's own rules."""

from collections.abc import Iterator

import pytest

from chalicelib import engine as embedded
from chalicelib.records import table
from chalicelib.records.table import Row
from tests.journeys.engine_world import EngineWorld
from tests.journeys.resolving import people
from tests.journeys.test_complaint_crashes import Case, held
from tests.journeys.world import Fuse


@pytest.fixture(autouse=True)
def _table(engine: str) -> Iterator[None]:
    table.connect("complaints", "us-east-1", engine, embedded.CREDENTIALS)
    Row.create_table(wait=True)
    yield
    Row.delete_table()
    table.connect("aftercare", "us-east-1", None)


def test_a_case_from_the_first_word_to_a_satisfied_yes() -> None:
    world = EngineWorld(Fuse())
    people(world)
    case = Case(world)
    case.play()
    held(case)
