"""One bench per source, a folder for what is kept, waits short enough for a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.forecasts.open_meteo import FORECAST, wire
from tests.forecasts.benches import BENCHES, Bench


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, own_files: Path) -> None:
    monkeypatch.setattr(wire, "TIMEOUT", 1.0)
    monkeypatch.setattr(wire, "PATIENCE", 2.0)
    monkeypatch.setattr(FORECAST, "slow", [])


@pytest.fixture
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """The bench of the source that the test names (`request.param`)."""
    with BENCHES[request.param]() as one:
        yield one
