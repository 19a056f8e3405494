"""`aftercare ...` as typed, on a small world's table, its clock and its provider."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from click.testing import CliRunner, Result

from chalicelib.care.hands import Hands
from chalicelib.cli import main
from chalicelib.cli.frame import Desk
from chalicelib.records.table import Row
from tests.journeys.world import World


class Terminal:
    """Types commands. `opened` counts how often the table was asked for."""

    def __init__(self, world: World):
        self.world = world
        self.opened: list[Desk] = []

    def type(self, *words: str, stdin: str = "") -> Result:
        return CliRunner().invoke(main, list(words), obj=Desk(opener=self._open), input=stdin)

    def json(self, *words: str) -> Any:
        """The one value; anything else on stdout is a fault."""
        said = self.type(*words, "--json")
        assert said.exit_code == 0, said.stderr
        return json.loads(said.stdout)

    def refused(self, *words: str) -> str:
        """The sentence on stderr of a command that must be refused."""
        said = self.type(*words)
        assert said.exit_code == 1, said.output
        assert said.stdout == ""
        assert "Traceback" not in said.stderr
        return said.stderr

    @contextmanager
    def _open(self, desk: Desk) -> Iterator[Hands]:
        self.opened.append(desk)
        yield self.world.hands


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    small = World()
    monkeypatch.setattr("chalicelib.clock.now", lambda: small.now)
    yield small
    Row.engine = None


@pytest.fixture
def terminal(world: World) -> Terminal:
    return Terminal(world)
