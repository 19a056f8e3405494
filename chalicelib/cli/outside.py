"""`complaint`, where an outside body has it: mediation, consumer association, regulator, court."""

from datetime import date

import click

from chalicelib import clock
from chalicelib.care.complaints import outside as bodies
from chalicelib.cli.complaints import NUMBER, answer
from chalicelib.cli.frame import Desk, pass_desk
from chalicelib.cli.monthly import complaint
from chalicelib.cli.options import Day, who

__all__ = ["complaint"]

BODY = click.argument("body")


@complaint.command()
@NUMBER
@BODY
@click.option("--reference", default="", help="Under which that body knows it.")
@click.option("--filed", type=Day(), help="When it was brought there; default: today.")
@click.option("--next", "next_on", type=Day(), help="A hearing, or until when we answer; it has a task.")
@who
@pass_desk
def outside(
    desk: Desk, number: str, body: str, reference: str, filed: date | None, next_on: date | None, who: str
) -> None:
    """An outside body has it: mediation, consumer_association, regulator or court.

    \b
    aftercare complaint outside KKBOFRUH court --reference "(2026) 117" --next 2026-12-10
    """
    with desk.table():
        found = bodies.go(number, body, reference, filed, next_on, who, clock.now())
        answer(desk, found, f"lies before an outside body and is {found.stage.replace('_', ' ')}")


@complaint.command()
@NUMBER
@BODY
@click.argument("what", metavar="TEXT")
@click.option("--on", type=Day(), help="Its date; default: today.")
@click.option("--answer-by", type=Day(), help="Until when it wants an answer; it has a task.")
@who
@pass_desk
def paper(
    desk: Desk, number: str, body: str, what: str, on: date | None, answer_by: date | None, who: str
) -> None:
    """Note a paper of that body: a summons, our answer, a decision."""
    with desk.table():
        answer(desk, bodies.paper(number, body, what, on, answer_by, who, clock.now()), "has the paper noted")


@complaint.command("outside-ended")
@NUMBER
@BODY
@click.argument("outcome", metavar="TEXT")
@click.option("--on", type=Day(), help="Default: today.")
@who
@pass_desk
def ended(desk: Desk, number: str, body: str, outcome: str, on: date | None, who: str) -> None:
    """How it ended there. What follows is offered, agreed or closed as usual."""
    with desk.table():
        found = bodies.end(number, body, outcome, on, who, clock.now())
        answer(desk, found, "is no longer before that body")
