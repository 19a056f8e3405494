"""`staff`: the shop's people and who stands in for whom."""

from datetime import date

import click

from chalicelib import clock, settings
from chalicelib.care import accounts
from chalicelib.care import staff as people
from chalicelib.cli.frame import Desk, Group, pass_desk
from chalicelib.cli.options import Day
from chalicelib.cli.showing import columns


@click.group(cls=Group)
def staff() -> None:
    """The shop's people and who stands in for whom."""


@staff.command("list")
@pass_desk
def listed(desk: Desk) -> None:
    """Everybody, with how they are reached."""
    with desk.table():
        found = [people.facts(one) for one in people.everybody()]
    heads = ("name", "role", "phone", "email", "manager")
    desk.answer(found, columns([[one[head] for head in heads] for one in found], heads))


@staff.command("set")
@click.argument("name")
@click.option("--role", type=click.Choice(accounts.ROLES))
@click.option("--phone", help="As +8613...; urgent tasks are told there.")
@click.option("--email")
@click.option("--language")
@click.option("--manager", help="Who is told where this person cannot be reached.")
@click.option("--store")
@pass_desk
def record(desk: Desk, name: str, **given: str | None) -> None:
    """Add somebody, or change what is given.

    \b
    aftercare staff set 王芳 --phone +8613800000000 --manager 李强
    """
    with desk.table():
        found = people.record(name, {fact: value for fact, value in given.items() if value is not None})
        if found.manager and not people.is_known(found.manager):
            desk.note(
                f"Nobody called {found.manager} is among the staff yet, so {name} has no manager who could "
                f"be told; `aftercare staff set {found.manager} --phone ...` adds them."
            )
    desk.answer(people.facts(found), [f"{name} is recorded."])


@staff.command()
@click.argument("name")
@click.option("--from", "first", required=True, type=Day())
@click.option("--to", "last", required=True, type=Day())
@click.option("--stand-in", required=True, help="Who gets the tasks meanwhile.")
@pass_desk
def leave(desk: Desk, name: str, first: date, last: date, stand_in: str) -> None:
    """Give new tasks to a colleague for some days.

    \b
    aftercare staff leave 王芳 --from 2026-02-10 --to 2026-02-20 --stand-in 李强
    """
    with desk.table():
        found = people.leave(name, first, last, stand_in)
    desk.answer(people.facts(found), [f"From {first} to {last} new tasks of {name} go to {stand_in}."])


@staff.command()
@click.argument("name")
@click.option("--role", type=click.Choice(accounts.ROLES), help="Another role than the present one.")
@pass_desk
def invite(desk: Desk, name: str, role: str | None) -> None:
    """A link by which somebody chooses a password and can sign in from then on.

    \b
    aftercare staff invite 王芳 --role manager
    """
    with desk.table():
        found = people.record(name, {"role": role} if role else {})
        token = accounts.invite(found, clock.now())
        link = f"{settings.read().public_base_url.rstrip('/')}/welcome/{token}"
    said = [link, f"Hand it to {name}: it works once and for {accounts.LIVES['invitation'].days} days."]
    desk.answer({"name": name, "role": found.role, "link": link}, said)
