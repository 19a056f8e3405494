"""The program with its local pages over a table in memory, on a clock of the test's own."""

from collections.abc import Iterator
from functools import cache

import pytest

from chalicelib import clock, local, settings
from chalicelib.http import limits
from chalicelib.local.gateway import Gateway
from chalicelib.records.memory import Memory
from chalicelib.records.table import Row
from tests.http.browser import Browser
from tests.http.story import Story


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Iterator[Story]:
    memory = Memory()
    monkeypatch.setattr(Row, "engine", memory)
    monkeypatch.setitem(settings._assumed, "link_secret", "only for tests")
    told = Story(memory)
    monkeypatch.setattr(clock, "now", lambda: told.now)
    limits.forget()
    return told


@cache
def whole() -> Gateway:
    """Made once: Chalice keeps what was registered on the blueprints themselves."""
    return Gateway(local.program())


@pytest.fixture(scope="session")
def gateway() -> Gateway:
    return whole()


@pytest.fixture
def browser(gateway: Gateway, story: Story) -> Browser:
    return Browser(gateway)
