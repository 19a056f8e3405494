"""`metrics`: how the care is going, in numbers."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

import click

from chalicelib import clock
from chalicelib.care.metrics import folding, rebuilding, showing
from chalicelib.care.metrics.showing import Overview
from chalicelib.cli.frame import Desk, Group, pass_desk
from chalicelib.cli.options import DAY, Day, today
from chalicelib.cli.showing import columns

MONTH = 30 * DAY
KEPT = ("on_time", "late", "missed", "refused", "failed", "handed")


@click.group(cls=Group)
def metrics() -> None:
    """How the care is going, in numbers."""


@metrics.command()
@click.option("--from", "first", type=Day(), help="Default: thirty days back.")
@click.option("--to", "last", type=Day(), default="today")
@pass_desk
def show(desk: Desk, first: date | None, last: date | None) -> None:
    """What went, what was refused and why, and whether people kept their days.

    \b
    aftercare metrics show
    aftercare metrics show --from 2026-01-01 --to 2026-01-31 --json
    """
    end = last or today()
    begin = first or end - MONTH
    with desk.table():
        folding.fold_recent(clock.now())
        folding.fold_missing(begin, min(end, clock.now().date()))
        found = showing.overview(begin, end, clock.now())
    desk.answer(asdict(found), _words(found))


def _words(found: Overview) -> Iterator[str]:
    yield f"From {found.first} to {found.last} (days in UTC)"
    rows = [(*line[:5], line[5], _cost(line[6])) for line in found.counts]
    yield from columns(rows, ("step", "outcome", "reason", "channel", "count", "segments", "cost"))
    kept = [(*whose, *(how.get(name, 0) for name in KEPT)) for *whose, how in found.completion]
    yield from ["", *columns(kept, ("step", "rep", "shop", *KEPT))]
    yield from ["", *columns(found.held, ("held now", "by", "count"))]
    done = ("due", "on_time", "late", "overdue")
    tasks = [(what, rep, *(how.get(name, 0) for name in done)) for what, rep, how in found.tasks]
    yield from ["", *columns(tasks, ("task", "rep", *done))]


def _cost(costs: dict[str, str]) -> str:
    return ", ".join(f"{amount} {currency}" for currency, amount in costs.items())


@metrics.command()
@pass_desk
def rebuild(desk: Desk) -> None:
    """Count every day anew from the rows themselves. Reads the whole table; for once in a while."""
    with desk.table():
        folding.fold_recent(clock.now())
        changed = rebuilding.rebuild(clock.now())
    words = [f"These days were counted wrongly and are right now: {', '.join(changed)}"] if changed else []
    desk.answer({"changed_days": changed}, words or ["Every day agreed with the rows."])
