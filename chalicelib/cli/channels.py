"""`channel test`: one message through a channel as it is configured."""

import click

from chalicelib import clock, plugins, settings
from chalicelib.channels.base import Channel, mail_address
from chalicelib.cli.frame import Desk, Group, pass_desk
from chalicelib.errors import BadInput, Refused
from chalicelib.ids import derived
from chalicelib.message import Message
from chalicelib.rules import phones

KINDS = {"sms": ("SMS", "a number with its country code, as +852 ...."), "email": ("mail", "a mail address.")}


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
    address = reached(channels[name], address)
    now, found = clock.now(), settings.read()
    channels[name].check(found)
    key = f"test.{derived('t', name, address, now)}"
    sent = Message(key, 1, address, text, purpose="critical", subject=subject, claimed_at=now)
    receipt = channels[name].send(found, sent)
    desk.answer(
        {"id": receipt.id, "state": receipt.state}, [f"{name} took it: {receipt.id} ({receipt.state})"]
    )


def reached(channel: Channel, text: str) -> str:
    """The address as the channel takes it; refuses one that it cannot reach."""
    kind = "email" if "@" in text else "sms"
    if kind not in channel.carries:
        (carried,) = channel.carries
        what, mend = KINDS[carried]
        raise BadInput(f"{channel.name} carries {what} and cannot reach {text!r}; give {mend}")
    return _mail(text) if kind == "email" else phones.read(text, "")


def _mail(text: str) -> str:
    try:
        return mail_address(text.strip())
    except Refused as refusal:
        raise BadInput(f"{text!r} is no mail address; write it as name@example.com.") from refusal
