"""What holds for every command: flags anywhere, one JSON value, three exit codes, help that teaches."""

import json
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from chalicelib.cli import COMMANDS, main
from chalicelib.cli.frame import Command, Group
from tests.cli.conftest import Terminal
from tests.journeys.world import World


def commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(main)
    for name in COMMANDS:
        found = main.get_command(context, name)  # type: ignore[attr-defined]
        yield (name,), found
        if isinstance(found, click.Group):
            yield from (((name, sub), one) for sub, one in found.commands.items())


ALL = dict(commands())


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_command_takes_both_flags(words: tuple[str, ...]) -> None:
    assert isinstance(ALL[words], Command | Group)
    assert {"json", "scratch"} <= {parameter.name for parameter in ALL[words].params}


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_command_explains_itself(terminal: Terminal, words: tuple[str, ...]) -> None:
    said = terminal.type(*words, "--help")
    assert said.exit_code == 0
    assert ALL[words].help
    assert said.stdout.startswith("Usage: aftercare")
    assert not terminal.opened


@pytest.mark.parametrize(
    "words",
    [
        ("--json", "gift", "list"),
        ("gift", "--json", "list"),
        ("gift", "list", "--json"),
        ("--scratch", "gift", "list", "--json"),
    ],
)
def test_the_flags_may_stand_anywhere(terminal: Terminal, words: tuple[str, ...]) -> None:
    said = terminal.type(*words)
    assert isinstance(json.loads(said.stdout), list)
    assert terminal.opened[0].scratch == ("--scratch" in words)


def test_a_refusal_is_a_sentence_and_exit_1(terminal: Terminal) -> None:
    assert "There is no sale X9" in terminal.refused("sale", "show", "X9")


def test_a_refusal_as_json_names_code_and_sentence(terminal: Terminal) -> None:
    said = terminal.type("sale", "show", "X9", "--json")
    value = json.loads(said.stdout)
    assert said.exit_code == 1
    assert value["error"]["code"] == "not_found"
    assert value["error"]["message"] in said.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("sail",),
        ("sale", "show"),
        ("due", "--days", "soon"),
        ("touchpoint", "postpone", "c1.t1", "--to", "later", "--why", "x"),
        ("tasks", "--on", "30 February"),
    ],
)
def test_wrong_usage_is_exit_2_and_tells_how(terminal: Terminal, words: tuple[str, ...]) -> None:
    said = terminal.type(*words)
    assert said.exit_code == 2
    assert said.stdout == ""
    assert "Try 'aftercare" in said.stderr


def test_a_file_that_cannot_be_read_is_exit_2(terminal: Terminal) -> None:
    said = terminal.type("import", "/nowhere/ledger.csv")
    assert said.exit_code == 2
    assert "/nowhere/ledger.csv" in said.stderr
    assert not terminal.opened


def test_without_a_command_it_shows_what_there_is(terminal: Terminal) -> None:
    assert "touchpoint" in terminal.type().output


def test_help_loads_no_more_than_it_says() -> None:
    said = subprocess.run([sys.executable, "-m", "chalicelib.cli", "--help"], capture_output=True, text=True)
    assert "aftercare due" in said.stdout
    heavy = "import chalicelib.cli, sys; print([name for name in sys.modules if 'pynamo' in name])"
    loaded = subprocess.run(
        [sys.executable, "-c", heavy],
        capture_output=True, text=True,
    )  # fmt: skip
    assert loaded.stdout.strip() == "[]"


def test_a_world_is_never_left_behind(world: World) -> None:
    assert world.provider.accepted == []
