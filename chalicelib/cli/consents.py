"""`consent`: what a customer allows and refuses, with how that is known."""

import click

from chalicelib import clock
from chalicelib.care import consents, customers
from chalicelib.cli.frame import Desk, Group, pass_desk
from chalicelib.cli.options import who
from chalicelib.cli.showing import columns
from chalicelib.steps import PURPOSES

STOPPED = {"stopped": "its owner asked for that", "bad_address": "there is no such number or address"}
HEADS = ("purpose", "channel", "state", "ground", "source", "wording")


@click.group(cls=Group)
def consent() -> None:
    """What a customer allows and refuses."""


@consent.command()
@click.argument("customer_id", metavar="CUSTOMER")
@pass_desk
def show(desk: Desk, customer_id: str) -> None:
    """What holds now, everything that was ever recorded, and which addresses get nothing at all."""
    with desk.table():
        customer = customers.get(customer_id)
        said = consents.history(customer)
    rows = [[one.get(head, "") for head in HEADS] for one in said]
    words = [*columns(rows, HEADS)] or ["Nothing was recorded; the policy's grounds hold (consent.yaml)."]
    words += [
        f"{address} gets nothing at all: {STOPPED.get(why, why)}."
        for address, why in customer.stopped.items()
    ]
    shown = {"customer": customer.id, "now": customer.consents, "stopped": customer.stopped, "history": said}
    desk.answer(shown, words)


@consent.command()
@click.argument("customer_id", metavar="CUSTOMER")
@click.option("--purpose", required=True, type=click.Choice(PURPOSES))
@click.option("--channel", default="*", help="sms, email, or * for all.", show_default=True)
@click.option("--state", required=True, type=click.Choice(consents.STATES))
@click.option("--source", required=True, help="How you know: a form, a call, a letter.")
@who
@pass_desk
def record(
    desk: Desk, customer_id: str, purpose: str, channel: str, state: str, source: str, who: str
) -> None:
    """Write down a yes or a no. Nothing recorded is ever changed; the last word holds.

    \b
    aftercare consent record c3x... --purpose marketing --state granted --source "order form"
    aftercare consent record c3x... --purpose survey --channel sms --state refused --source "on the phone"
    """
    with desk.table():
        customer = customers.get(customer_id)
        consents.record(customer, purpose, channel, state, source=source, who=who, now=clock.now())
    desk.answer({"customer": customer.id, "now": customer.consents}, [f"{purpose} is {state} now."])
