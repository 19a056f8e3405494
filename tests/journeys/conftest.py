"""A small world per test: the real program on the table's twin."""

from collections.abc import Iterator

import pytest

from chalicelib.records.table import Row
from tests.journeys.world import World


@pytest.fixture
def world() -> Iterator[World]:
    yield World()
    Row.engine = None
