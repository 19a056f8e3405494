"""What several commands ask for alike: days, moments, files, who and why."""

import getpass
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from chalicelib import clock, plans
from chalicelib.errors import Unreadable
from chalicelib.rules import timing

DAY = timedelta(days=1)


class Day(click.ParamType):
    """`2026-03-01`, or today, tomorrow, yesterday on the shop's calendar."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        near = {"yesterday": -1, "today": 0, "tomorrow": 1}
        if value in near:
            return today() + near[value] * DAY
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day; write it as 2026-03-01, or today or tomorrow.", param, ctx)


class Moment(click.ParamType):
    """`2026-03-01T18:30` on the shop's clock, or with an offset of its own; a day alone is its morning."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no moment; write it as 2026-03-01T18:30.", param, ctx)
        if found.tzinfo:
            return found.astimezone(UTC)
        hour = found.time() if len(value) > len("2026-03-01") else plans.tasks().digest_at
        return timing.at_wall_clock(found.date(), hour, plans.shop_defaults().zone)


class Amount(click.ParamType):
    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        try:
            return Decimal(value)
        except InvalidOperation:
            self.fail(f"{value!r} is no amount; write it as 12800.50.", param, ctx)


def today() -> date:
    """On the shop's calendar."""
    return clock.now().astimezone(ZoneInfo(plans.shop_defaults().zone)).date()


def read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(
            f"{path} cannot be read: {error.strerror}. Check the name and its rights."
        ) from error


def write_text(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Unreadable(f"{path} cannot be written: {error.strerror}. Check the folder.") from error


def who(command: Callable) -> Callable:
    """Whoever does it is written down with it."""
    return click.option("--who", default=getpass.getuser, help="Your name, for the record.")(command)


def why(command: Callable) -> Callable:
    """Both: who, and why."""
    return who(click.option("--why", required=True, help="The reason, for whoever looks later.")(command))
