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
@click.argument("count", type=click.IntRange(min=1))
@click.option("--out", is_flag=True, help="They went out by another way.")
@pass_desk
def stock(desk: Desk, name: str, count: int, out: bool) -> None:
    """So many more came in.

    \b
    aftercare gift stock welcome-mat 40
    aftercare gift stock welcome-mat 2 --out
    """
    with desk.table():
        found = gifts.add(name, -count if out else count)
    desk.answer(vars(found), [f"{found.stock} of {name} are in stock now."])
