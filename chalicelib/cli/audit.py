"""`audit`: does everything recorded still hold together?"""

from dataclasses import asdict

import click

from chalicelib.care import audit as flow
from chalicelib.cli.frame import REFUSED, Command, Desk, pass_desk

SAID_EVERY = 10_000


@click.command(cls=Command)
@click.pass_context
@pass_desk
def audit(desk: Desk, context: click.Context) -> None:
    """Check every customer's chain of events, the consents, and rows that failed or went twice.

    Reads the whole table. Exit 1 if something is broken.
    """

    def told(count: int) -> None:
        if count % SAID_EVERY == 0:
            desk.note(f"{count} rows")

    with desk.table():
        found = flow.audit(told)
    broken = [f"BROKEN: {sentence}" for sentence in found.broken]
    look_at = [f"Look at: {sentence}" for sentence in found.look_at]
    end = (
        f"{found.rows} rows of {found.customers} customers: {len(broken)} broken, {len(look_at)} to look at."
    )
    desk.answer(asdict(found), [*broken, *look_at, end])
    context.exit(REFUSED if broken else 0)
