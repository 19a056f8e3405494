"""`run`: the whole system on this machine. `simulate`: a year in minutes."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

import click

from chalicelib import clock, engine, opening
from chalicelib.care import imports, search
from chalicelib.cli.customers import in_order
from chalicelib.cli.frame import Command, Desk, pass_desk
from chalicelib.cli.options import Day, read_file
from chalicelib.cli.showing import columns, moment
from chalicelib.errors import NotFound
from chalicelib.records import table
from chalicelib.records.customers import Customer
from chalicelib.records.memory import Memory
from chalicelib.rules import ledgers, reasons


@click.command(cls=Command)
@click.option("--port", default=8000, show_default=True, help="Where the pages are served.")
@click.option("--empty", is_flag=True, help="Begin without the sample shop.")
@click.option("--fresh", is_flag=True, help="Forget all that this checkout's engine keeps, and begin empty.")
@pass_desk
def run(desk: Desk, port: int, empty: bool, fresh: bool) -> None:
    """The whole system on this machine: pages, clock, engine.

    \b
    aftercare run
    aftercare run --scratch --port 8001     a system of its own that keeps nothing
    """
    from chalicelib import local  # the web server, which nothing else needs

    if fresh and not desk.scratch:
        engine.forget()

    def prepare() -> None:
        """The port is ours: other commands may make links that lead to it."""
        if not desk.scratch:
            opening.note_address(f"http://localhost:{port}")
        if not (empty or fresh):
            _furnish(desk)

    with desk.table():
        local.serve(port, prepare, desk.note, opening.reviver(desk.scratch))


def _furnish(desk: Desk) -> None:
    """The first start on an engine of our own shows a shop that has lived for a while."""
    from chalicelib import samples  # the whole program comes with it

    if not opening.is_play_ground() or not samples.is_wanted():
        return
    with desk.progress("A sample shop lives its last 400 days", samples.DAYS) as advance:
        done = samples.load_if_empty(clock.now(), lambda day: advance())
    if done:
        desk.note("This is sample data. To begin with your own: aftercare run --fresh.")


@click.command(cls=Command)
@click.option("--ledger", "path", required=True, type=click.Path(path_type=Path), help="CSV or XLSX.")
@click.option("--from", "start", required=True, type=Day(), help="The first day.")
@click.option("--days", required=True, type=click.IntRange(1, 4000), help="How many days to play.")
@click.option("--customer", default="", help="Print this person's timeline (phone, e-mail or order).")
@click.option("--engine", type=click.Choice(["memory", "embedded"]), default="memory", show_default=True)
@pass_desk
def simulate(desk: Desk, path: Path, start: date, days: int, customer: str, engine: str) -> None:
    """Play a ledger's care through, a year in minutes; nothing is sent and nothing kept.

    \b
    aftercare simulate --ledger samples/ledger.csv --from 2025-10-17 --days 400
    aftercare simulate --ledger samples/ledger.csv --from 2025-10-17 --days 400 --customer 13800000000
    """
    ledger = imports.read(path.name, read_file(path))
    for line in ledgers.notes(ledger):
        desk.note(line)
    with _stage(engine):
        report = _play(desk, ledger, start, days)
        timeline = list(_timeline(customer)) if customer else []
    desk.answer({**report, **({"timeline": timeline} if customer else {})}, _words(report, timeline))


def _stage(engine: str) -> AbstractContextManager[Any]:
    """A table of the simulation's own."""
    if engine == "embedded":
        return opening.table(scratch=True)
    return table.kept_apart(Memory())


def _play(desk: Desk, ledger: Any, start: date, days: int) -> dict[str, Any]:
    from chalicelib.simulation import Year  # the whole program comes with it

    year = Year(ledger, imports.judge(ledger), start, days)
    with desk.progress("Playing", days) as advance:
        return year.play(lambda day: advance()).as_json()


def _timeline(text: str) -> Iterator[str]:
    found = search.find(text)
    if not found:
        raise NotFound(f"Nobody in this ledger is known by {text!r}. Try a phone, an e-mail or an order.")
    for customer in found:
        yield from [f"{customer.name} ({customer.id})", *columns(_lines(customer))]


def _lines(customer: Customer) -> list[tuple[str, str, str, str]]:
    touches = in_order(customer)
    whens = [moment(touch.sent_at or touch.due_at, customer.zone) for touch in touches]
    return [
        (when, touch.step, touch.state, reasons.sentence(touch.reason))
        for when, touch in zip(whens, touches, strict=True)
    ]


def _words(report: dict[str, Any], timeline: list[str]) -> list[str]:
    rows = [
        (step["plan"], step["step"], step["due"], step["sent"], step["waited"], _refused(step["refused"]))
        for step in report["steps"]
    ]
    cost = ", ".join(f"{amount:.2f} {currency}" for currency, amount in report["cost"].items())
    return [
        *columns(rows, ("plan", "step", "due", "sent", "waited", "refused")),
        f"{report['messages']} messages in {report['segments']} segments ({cost or 'free'}), "
        f"{report['tasks']} tasks, {report['gifts']} gifts, {report['violations']} violations",
        *timeline,
    ]


def _refused(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in counts.items()) or "-"
