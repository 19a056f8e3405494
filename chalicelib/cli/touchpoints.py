"""`due`: what goes out and why not yet. `touchpoint`: one of them explained, and handled by hand."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import click

from chalicelib import clock, opening
from chalicelib.care import customers, search
from chalicelib.care.customers import correcting
from chalicelib.care.hands import Hands
from chalicelib.care.touchpoints import outlook, people
from chalicelib.care.touchpoints.outlook import Outlook
from chalicelib.cli.explaining import explained, listed, next_words, story, zone_of
from chalicelib.cli.frame import Command, Desk, Group, pass_desk
from chalicelib.cli.options import Moment, why
from chalicelib.cli.showing import columns, zoned
from chalicelib.errors import NotFound
from chalicelib.records.touchpoints import Touchpoint

HEADS = ("when", "who", "what", "by", "id", "why not now")


@click.command(cls=Command)
@click.option("--days", default=1, show_default=True, type=click.IntRange(0, 400), help="How far to look.")
@click.option("--customer", default="", help="Only this one's (id, phone, e-mail or order number).")
@pass_desk
def due(desk: Desk, days: int, customer: str) -> None:
    """What is due now and coming, with when, and why not now.

    \b
    aftercare due
    aftercare due --days 30 --customer +8613800000000
    """
    now = clock.now()
    with desk.table() as hands:
        near = [outlook.of(touch, now, hands) for touch in _coming(customer, now + timedelta(days=days))]
        found = sorted(near, key=lambda one: one.at or now)
        shown = [listed(one) for one in found]
    if len(shown) == outlook.MOST:
        desk.note(f"These are the first {outlook.MOST}; there are more.")
    desk.answer(shown, _rows(found, shown))


def _coming(customer: str, until: datetime) -> list[Touchpoint]:
    if not customer:
        return list(outlook.coming(until))
    found = search.find(customer)
    if not found:
        raise NotFound(f"Nobody is known by {customer!r}. Try a phone, an e-mail or an order number.")
    near = [touch for one in found for touch in outlook.coming_for(one.pk, until)]
    return near[: outlook.MOST]


def _rows(found: list[Outlook], shown: list[dict[str, Any]]) -> Iterator[str]:
    rows = [
        (zoned(one.at, zone_of(one)), *_cells(said), next_words(one))
        for one, said in zip(found, shown, strict=True)
    ]
    yield from columns(rows, HEADS) if rows else ["Nothing is due."]


def _cells(said: dict[str, Any]) -> tuple[str, str, str, str]:
    return said["name"], said["step"], said["channel"] or "-", said["id"]


@click.group(cls=Group)
def touchpoint() -> None:
    """One touchpoint: explained, or handled by hand. Every deed is written down with who and why."""


ID = click.argument("key", metavar="ID")


@touchpoint.command()
@ID
@pass_desk
def show(desk: Desk, key: str) -> None:
    """What will happen, when, why not now, and all that happened so far.

    \b
    aftercare touchpoint show c3x...t8k...
    """
    with desk.table() as hands:
        said = explained(outlook.of(people.get(key), clock.now(), hands))
    desk.answer(said, story(said))


@touchpoint.command("send-now")
@ID
@why
@pass_desk
def send_now(desk: Desk, key: str, who: str, why: str) -> None:
    """At once. Every gate is asked all the same, and one that is shut refuses.

    \b
    aftercare touchpoint send-now ID --why "she asked for it on the phone"
    """
    with desk.table() as hands:
        opening.check_real()
        _answer(desk, people.send_now(key, why, who, clock.now(), hands), hands)


@touchpoint.command()
@ID
@click.option("--to", "until", required=True, type=Moment(), help="On the shop's clock.")
@click.option("--extend", is_flag=True, help="Let its expiry move along.")
@why
@pass_desk
def postpone(desk: Desk, key: str, until: datetime, extend: bool, who: str, why: str) -> None:
    """To another moment. Later visits of a series do not move.

    \b
    aftercare touchpoint postpone ID --to 2026-03-08T10:00 --why "away until then"
    """
    with desk.table() as hands:
        _answer(desk, people.postpone(key, until, why, who, clock.now(), extend=extend), hands)


@touchpoint.command()
@ID
@why
@pass_desk
def skip(desk: Desk, key: str, who: str, why: str) -> None:
    """Not this time; the next of a series stands all the same."""
    with desk.table() as hands:
        _answer(desk, people.skip(key, why, who, clock.now(), hands), hands)


@touchpoint.command()
@ID
@click.option("--to", "address", required=True, help="The corrected phone or e-mail address.")
@why
@pass_desk
def resend(desk: Desk, key: str, address: str, who: str, why: str) -> None:
    """A new attempt at a corrected address, which the customer keeps.

    \b
    aftercare touchpoint resend ID --to +8613800000000 --why "two digits were swapped"
    """
    now = clock.now()
    with desk.table() as hands:
        opening.check_real()
        touch = people.get(key)
        right = search.address(address, customers.get(touch.owner).country)
        old = people.resendable(key, right, now).address
        correcting.correct_address(touch.owner, people.same_kind(old, right), right, now)
        _answer(desk, people.resend(key, right, why, who, now, hands), hands)


def _answer(desk: Desk, touch: Touchpoint, hands: Hands) -> None:
    """The row as it stands now, in one line for people."""
    one = outlook.of(touch, clock.now(), hands)
    desk.answer(explained(one), [f"{touch.key}: {next_words(one)}"])
