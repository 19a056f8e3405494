"""What the pages about the project say is so: settings, commands, targets, files, the picture."""

import re
import runpy
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from chalicelib import plans
from chalicelib.cli import main
from chalicelib.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PAGES = [
    README,
    *(ROOT / name for name in ("CONTRIBUTING.md", "CHANGELOG.md")),
    *(ROOT / "docs").rglob("*.md"),
]
EACH = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
PLACES = ("chalicelib", "docs", "engine", "package", "samples", "schedules", "templates", "tests", "bench")
PLACES += (".ci", ".chalice")
BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#]+)\)")
SETTING = re.compile(r"^\| `([A-Z_]+)` \| (?:`([^`]+)`)? *\| (.+) \|$", re.MULTILINE)
FREE = re.compile(r"<\w+>")


def blocks(page: Path) -> str:
    return "\n".join(BLOCK.findall(page.read_text()))


def spans(page: Path) -> list[str]:
    return SPAN.findall(BLOCK.sub("", page.read_text()))


def lines_of_code(page: Path) -> list[str]:
    """What a reader may type: lines of blocks without their remarks, and what stands between backticks."""
    typed = [line.partition("  #")[0].strip() for line in blocks(page).splitlines()]
    return [*typed, *spans(page)]


def commands(page: Path) -> Iterator[list[str]]:
    for line in lines_of_code(page):
        line = line.removeprefix(".venv/bin/")
        if line.startswith("aftercare ") and "COMMAND" not in line:
            yield shlex.split(line)[1:]


def fault(words: list[str]) -> str:
    """What the command line would not understand, or nothing."""
    command: click.Command = main
    given = list(words)
    while isinstance(command, click.Group) and given and not given[0].startswith("-"):
        name = given.pop(0)
        found = command.get_command(click.Context(command), name)
        if found is None:
            return f"{name} in: aftercare {shlex.join(words)}"
        command = found
    known = {name for option in command.params for name in option.opts}
    unknown = [word for word in given if word.startswith("--") and word not in known]
    return f"{unknown} in: aftercare {shlex.join(words)}" if unknown else ""


def test_the_settings_table_is_what_is_read() -> None:
    told = [(name, default) for name, default, _ in SETTING.findall(README.read_text())]
    assert told == [(name.upper(), Settings._field_defaults[name]) for name in Settings._fields]


@EACH
def test_every_command_that_is_named_exists(page: Path) -> None:
    assert not [problem for words in commands(page) if (problem := fault(words))]


def test_every_command_that_exists_is_named() -> None:
    named = {words[0] for words in commands(README)}
    assert named == set(main.list_commands(click.Context(main)))  # type: ignore[attr-defined]


def test_the_table_of_commands_names_what_they_can_do() -> None:
    """`one`: `this` `that` in a command's row are all its sub-commands."""
    rows = re.findall(r"^\| `aftercare (\w+)` \| (.+) \|$", README.read_text(), re.MULTILINE)
    for name, said in rows:
        command = main.get_command(click.Context(main), name)  # type: ignore[attr-defined]
        own = set(command.commands) if isinstance(command, click.Group) else set()
        assert set(SPAN.findall(said)) == own, f"aftercare {name}"


@EACH
def test_every_target_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {line.split()[1] for line in lines_of_code(page) if re.match(r"make [a-z]", line)}
    assert named <= targets


@EACH
def test_every_file_that_is_named_exists(page: Path) -> None:
    """Paths between backticks are seen from the repository's root, links from the page."""
    named = [span for span in spans(page) if span.split("/")[0] in PLACES and "/" in span and " " not in span]
    lost = [span for span in named if not _there(span)]
    lost += [
        link for link in LINK.findall(SPAN.sub("", page.read_text())) if not (page.parent / link).exists()
    ]
    assert not lost


def _there(span: str) -> bool:
    """`email.<language>.md` stands for any."""
    return any(ROOT.glob(FREE.sub("*", span.rstrip("/"))))


def test_the_picture_is_the_plan_s() -> None:
    drawn = runpy.run_path(str(ROOT / "docs" / "draw_first_year.py"))["drawing"](plans.plan_for("flooring"))
    shown = (ROOT / "docs" / "first-year.svg").read_text()
    assert drawn == shown, "draw it again: .venv/bin/python docs/draw_first_year.py"
    assert all(f">{step.practice}<" in shown for step in plans.care_plans()["flooring"].steps)


def test_the_simulation_in_the_readme_had_no_violation_and_knows_every_step() -> None:
    """The numbers themselves change with each plan; `aftercare simulate` prints them in ten seconds."""
    table = README.read_text().partition("<!-- simulation -->")[2].partition("<!-- /simulation -->")[0]
    assert ", 0 violations" in table
    shown = re.findall(r"^(\w+) +([a-z-]+) +\d", table, re.MULTILINE)
    steps = {(plan.name, step.name) for plan in plans.care_plans().values() for step in plan.steps}
    assert shown
    assert set(shown) <= steps


@EACH
def test_no_page_names_what_only_this_workplace_has(page: Path) -> None:
    assert not re.search(r"/(?:work|tmp|home|root)/|pypi\.org|npmjs|#\d+\b", page.read_text())
