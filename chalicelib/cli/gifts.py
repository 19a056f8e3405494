"""`gift`: what is in the cupboard."""

import click

from chalicelib.care import gifts
from chalicelib.cli.frame import Desk, Group, pass_desk
from chalicelib.cli.showing import columns


@click.group(cls=Group)
def gift() -> None:
    """The gifts in the cupboard."""


@gift.command("list")
@pass_desk
def listed(desk: Desk) -> None:
    """Every gift with its stock; a negative one is promised and not there."""
    with desk.table():
        found = gifts.listing()
    rows = [(one.gift, one.title, one.stock) for one in found]
    desk.answer([vars(one) for one in found], columns(rows, ("gift", "title", "stock")))


@gift.command()
@click.argument("name")
@click.argument("count", type=int)
@pass_desk
def stock(desk: Desk, name: str, count: int) -> None:
    """So many more came in. To take some out, put -- before a negative number.

    \b
    aftercare gift stock welcome-mat 40
    aftercare gift stock -- welcome-mat -2
    """
    with desk.table():
        found = gifts.add(name, count)
    desk.answer(vars(found), [f"{found.stock} of {name} are in stock now."])
