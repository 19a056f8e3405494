"""`complaint`, on its way to a satisfied yes: offered, decided, agreed, carried out, rated, closed."""

from typing import Any

import click

from chalicelib import clock, plans
from chalicelib.care.complaints import agreeing, carrying, closing, offering, reading
from chalicelib.cli import intake, papers
from chalicelib.cli.complaint_words import precedents
from chalicelib.cli.complaints import NUMBER, answer, complaint
from chalicelib.cli.frame import Desk, pass_desk
from chalicelib.cli.options import who, why
from chalicelib.cli.showing import moment
from chalicelib.rules import offers
from chalicelib.rules.offers import Give

__all__ = ["complaint", "intake", "papers"]


class Gift(click.ParamType):
    """`refund:300`, `apology`, `gift:80:a door mat`."""

    name = "kind[:amount[:words]]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        kind, _, rest = value.partition(":")
        worth, _, words = rest.partition(":")
        return kind.strip(), worth.strip(), words.strip()


@complaint.command()
@NUMBER
@click.option("--give", "gives", multiple=True, type=Gift(), required=True, help="What is offered.")
@click.option("--currency", default="", help="Of the amounts; default: the shop's.")
@click.option("--effort", default="", help="What was done to get there, for the customer to see.")
@click.option("--ask", is_flag=True, help="Above your limit: put it before the one who may.")
@click.option("--beside", default="", help="Why it is no second payment, where another was paid for it.")
@click.option("--below", default="", help="Why it is less than we owe.")
@who
@pass_desk
def offer(
    desk: Desk, number: str, gives: tuple[tuple[str, str, str], ...], currency: str, effort: str, ask: bool,
    beside: str, below: str, who: str,
) -> None:  # fmt: skip
    """Offer something, several things at once; the customer gets a page to answer on.

    \b
    aftercare complaint offer KKBOFRUH --give "replace:900:three boards" --give apology
    aftercare complaint offer KKBOFRUH --give refund:1200 --ask
    """
    named = currency or plans.compensation().currency
    with desk.table():
        given = [Give(kind, offers.amount(worth or "0", kind, named), words) for kind, worth, words in gives]
        found = offering.propose(number, given, named, effort, who, ask, clock.now(), "", beside, below)
        asked = f"lies before {found.decider} until {moment(found.decide_by)}"
        answer(desk, found, asked if found.offer_state == "asked" else "has an offer; its words go out")
        like = reading.like(found)
    if not desk.json:
        desk.answer(None, precedents(like))


@complaint.command()
@NUMBER
@click.option("--yes/--no", "yes", required=True, default=None, help="Whether it may be offered.")
@why
@pass_desk
def decide(desk: Desk, number: str, yes: bool, why: str, who: str) -> None:
    """Say yes or no to an offer that lies before you, and what you looked at."""
    with desk.table():
        found = offering.decide(number, yes, who, why, clock.now())
        answer(desk, found, "has its offer; its words go out" if yes else "needs another offer")


@complaint.command()
@NUMBER
@click.option("--evidence", required=True, help="How we know: a signed form, a recorded call.")
@who
@pass_desk
def agree(desk: Desk, number: str, evidence: str, who: str) -> None:
    """The customer said yes to the offer, by another way than their page."""
    with desk.table():
        found = agreeing.accept(number, 0, evidence, who, clock.now())
        answer(desk, found, f"is agreed; all of it is done by {found.finish_by:%Y-%m-%d}")


@complaint.command()
@NUMBER
@why
@pass_desk
def decline(desk: Desk, number: str, why: str, who: str) -> None:
    """The customer said no to the offer; the reason (--why) leads to the next."""
    with desk.table():
        answer(desk, agreeing.decline(number, 0, why, who, clock.now()), "is to be decided anew")


@complaint.command()
@NUMBER
@why
@pass_desk
def done(desk: Desk, number: str, why: str, who: str) -> None:
    """All that was agreed is done, where no task says so; the customer is asked whether all is well."""
    with desk.table():
        answer(desk, carrying.done(number, who, why, clock.now()), "is carried out; the customer is asked")


@complaint.command()
@NUMBER
@click.argument("score", type=int)
@click.option("--comment", default="", help="What the customer said with it.")
@who
@pass_desk
def rate(desk: Desk, number: str, score: int, comment: str, who: str) -> None:
    """How satisfied the customer is, 1 to 5, told by phone; 3 or less opens it again."""
    with desk.table():
        found = closing.rate(number, 0, score, comment, who, clock.now())
        answer(desk, found, f"is {found.stage}")


@complaint.command()
@NUMBER
@why
@pass_desk
def close(desk: Desk, number: str, why: str, who: str) -> None:
    """By hand: not ours and pointed on, or settled outside. Else the customer's word closes it."""
    with desk.table():
        answer(desk, closing.close(number, who, why, clock.now()), "is closed")


@complaint.command()
@NUMBER
@why
@pass_desk
def reopen(desk: Desk, number: str, why: str, who: str) -> None:
    """Not settled after all: once more from the facts, with somebody of a higher level."""
    with desk.table():
        found = closing.open_again(number, why, who, clock.now())
        answer(desk, found, f"is open again, and {found.owner}'s now")
