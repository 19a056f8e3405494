"""`channel test`: one message through a channel as it is configured."""

import click

from chalicelib import clock, plugins, settings
from chalicelib.cli.frame import Desk, Group, pass_desk
from chalicelib.errors import BadInput
from chalicelib.ids import derived
from chalicelib.message import Message


@click.group(cls=Group)
def channel() -> None:
    """Try out a channel."""


@channel.command()
@click.argument("name")
@click.option("--to", "address", required=True, help="A phone as +8613..., or an e-mail address.")
@click.option("--text", required=True, help="What it says.")
@click.option("--subject", default="Aftercare: a test", show_default=True, help="Of a mail.")
@pass_desk
def test(desk: Desk, name: str, address: str, text: str, subject: str) -> None:
    """Send one message through a channel and print the provider's receipt. Needs no table.

    \b
    aftercare channel test outbox --to +8613800000000 --text "Hello"
    aftercare channel test twilio --to +85261234567 --text "Hello" --json
    """
    channels = plugins.discover("chalicelib.channels", "CHANNEL")
    if name not in channels:
        raise BadInput(f"There is no channel {name!r}; use one of {', '.join(sorted(channels))}.")
    now, found = clock.now(), settings.read()
    channels[name].check(found)
    key = f"test.{derived('t', name, address, now)}"
    sent = Message(key, 1, address, text, purpose="critical", subject=subject, claimed_at=now)
    receipt = channels[name].send(found, sent)
    desk.answer(
        {"id": receipt.id, "state": receipt.state}, [f"{name} took it: {receipt.id} ({receipt.state})"]
    )
