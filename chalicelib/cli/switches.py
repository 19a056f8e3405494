"""`pause` and `resume`: the big switch, at the next row."""

import click

from chalicelib import clock
from chalicelib.care import switches
from chalicelib.cli.frame import Command, Desk, pass_desk
from chalicelib.cli.options import who

CHANNEL = click.argument("channel", default="*", metavar="[sms|email]")


@click.command(cls=Command)
@CHANNEL
@who
@pass_desk
def pause(desk: Desk, channel: str, who: str) -> None:
    """Stop sending, at the next row; what falls due waits and says why.

    \b
    aftercare pause          everything
    aftercare pause sms
    """
    with desk.table():
        switches.pause(channel, who, clock.now())
    desk.answer({"channel": channel, "paused": True}, [f"Sending is paused{_of(channel)}."])


@click.command(cls=Command)
@CHANNEL
@who
@pass_desk
def resume(desk: Desk, channel: str, who: str) -> None:
    """Send again; what waited comes forward, spread over its hours."""
    with desk.table():
        switches.resume(channel, who, clock.now())
    desk.answer({"channel": channel, "paused": False}, [f"Sending goes on{_of(channel)}."])


def _of(channel: str) -> str:
    return "" if channel == "*" else f" by {channel}"
