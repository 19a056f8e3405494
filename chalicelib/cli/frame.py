"""The shape of every command: its two flags anywhere, one JSON value or plain words, three exit codes."""

import importlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn

import click

from chalicelib.errors import BadPlan, BadSettings, BadStages, CareError, Unreadable

REFUSED, MISUSED = 1, 2


def _open_table(desk: "Desk") -> AbstractContextManager[Any]:
    from chalicelib import opening  # half a second of imports that `--help` must not wait for

    return opening.table(desk.scratch)


@dataclass
class Desk:
    """Where one command works: its two flags, and how it opens the table (tests open their own)."""

    json: bool = False
    scratch: bool = False
    opener: Callable[["Desk"], AbstractContextManager[Any]] = _open_table

    @contextmanager
    def table(self) -> Iterator[Any]:
        """The table stands open and `care.hands.Hands` are ready for it."""
        with self.opener(self) as hands:
            yield hands

    def answer(self, value: Any, words: Iterable[str] = ()) -> None:
        """The command's one result: as JSON, or in words."""
        if self.json:
            click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_written))
            return
        for line in words:
            click.echo(line)

    def note(self, text: str) -> None:
        """Something by the way, never on stdout."""
        click.echo(text, err=True)

    @contextmanager
    def progress(self, label: str, length: int) -> Iterator[Callable[[], None]]:
        """A bar on stderr; yields what moves it on by one."""
        with click.progressbar(length=length, label=label, file=click.get_text_stream("stderr")) as bar:
            yield lambda: bar.update(1)


def _written(value: Any) -> str:
    """Days, moments and amounts as text."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


pass_desk = click.make_pass_decorator(Desk, ensure=True)


def _noted(context: click.Context, option: click.Parameter, given: bool) -> None:
    desk = context.ensure_object(Desk)
    if given and option.name:
        setattr(desk, option.name, True)


def _flags() -> list[click.Option]:
    texts = {"json": "Print one JSON value on stdout.", "scratch": "Use a throw-away engine; keep nothing."}
    shape: dict[str, Any] = {"is_flag": True, "expose_value": False, "is_eager": True, "callback": _noted}
    return [click.Option([f"--{name}"], help=text, **shape) for name, text in texts.items()]


class Command(click.Command):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.params += _flags()


class Group(click.Group):
    """Commands under one noun."""

    command_class = Command
    group_class = type

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.params += _flags()


class Root(Group):
    """Finds a command's file when it is called, and turns refusals into sentences."""

    def __init__(self, *args: Any, places: Mapping[str, tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.places:
            return None
        module, _, name = self.places[cmd_name][0].partition(":")
        return getattr(importlib.import_module(f"chalicelib.cli.{module}"), name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.places.items()])

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> NoReturn:
        given = list(sys.argv[1:] if args is None else args)
        extra = {"prog_name": "aftercare", **extra, "standalone_mode": False}
        try:
            ended = super().main(given, *rest, **extra)
        except click.exceptions.NoArgsIsHelpError as problem:
            problem.show()
            sys.exit(MISUSED)
        except click.ClickException as problem:
            _refuse("usage", problem.format_message(), given, _shape(problem))
            sys.exit(MISUSED)
        except click.Abort:
            sys.exit(REFUSED)
        except (CareError, BadSettings, BadPlan, BadStages) as refusal:
            _refuse(getattr(refusal, "code", "bad_settings"), str(refusal), given)
            sys.exit(MISUSED if isinstance(refusal, Unreadable) else REFUSED)
        sys.exit(ended if isinstance(ended, int) else 0)


def _shape(problem: click.ClickException) -> str:
    """How the command wants to be called."""
    context = getattr(problem, "ctx", None)
    return f"{context.get_usage()}\nTry '{context.command_path} --help'." if context else ""


def _refuse(code: str, sentence: str, given: Sequence[str], shape: str = "") -> None:
    click.echo("\n".join(text for text in (shape, sentence) if text), err=True)
    if "--json" in given:
        click.echo(json.dumps({"error": {"code": code, "message": sentence}}, ensure_ascii=False))
