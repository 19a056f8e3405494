"""A shop in memory, whose table the functions find open; a context as Lambda hands it."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib import clock, settings
from chalicelib.aws import opening, work
from chalicelib.records.memory import Memory
from chalicelib.records.table import Row
from tests.http.story import Story


class Context:
    def __init__(self, milliseconds: int = 90_000) -> None:
        self.milliseconds = milliseconds

    def get_remaining_time_in_millis(self) -> int:
        return self.milliseconds


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Iterator[Story]:
    memory = Memory()
    monkeypatch.setattr(Row, "engine", memory)
    monkeypatch.setattr(opening, "table", lambda: None)
    monkeypatch.setitem(settings._assumed, "link_secret", "only for tests")
    told = Story(memory)
    monkeypatch.setattr(clock, "now", lambda: told.now)
    yield told
    work.PACES.clear()


def handed(*bodies: Any) -> dict[str, Any]:
    """Messages as SQS hands them to a function."""
    return {"Records": [{"messageId": f"m{n}", "body": str(body)} for n, body in enumerate(bodies)]}


def failed(*numbers: int) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": f"m{n}"} for n in numbers]}
