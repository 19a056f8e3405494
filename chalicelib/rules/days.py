"""The days of a sale: which cannot be, and how to mend them."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, NoReturn

from chalicelib.errors import BadInput, Conflict
from chalicelib.sentences import Said

# It may be tomorrow already where the goods are. A year is mistyped sooner than signed for.
GRACE, AHEAD = timedelta(days=1), timedelta(days=366)

WHAT = {
    "delivered": Said("delivered"),
    "booked": Said("booked"),
    "booked for": Said("booked for"),
    "installed": Said("installed"),
    "installed on": Said("installed on"),
}
STATES = {"active": Said("active"), "called_off": Said("called off"), "returned": Said("returned")}


def check_order(order: str, signed_on: date, day: date | None, what: str) -> None:
    """Nothing comes before the signing."""
    if day and day < signed_on:
        raise BadInput(
            "Order {order} was {what} {day}, before the signing on {signed_on}. Correct one of the two "
            "dates.",
            order=order,
            what=WHAT[what],
            day=day,
            signed_on=signed_on,
        )


def check_signed(order: str, signed_on: date, now: datetime) -> None:
    if signed_on > now.date() + AHEAD:
        raise BadInput(
            "Order {order} is said to be signed on {signed_on}, more than a year ahead. Correct the day.",
            order=order,
            signed_on=signed_on,
        )


def check_past(day: date | None, what: str, now: datetime) -> None:
    """What is said to have happened has happened."""
    if day and day > now.date() + GRACE:
        mend = Said("book it for that day") if what == "installed" else Said("say so once it is")
        raise BadInput(
            "It cannot have been {what} on {day}, which is still to come. Correct it, or {mend}.",
            what=WHAT[what],
            day=day,
            mend=mend,
        )


def check_made(goods: Iterable[Mapping[str, Any]], now: datetime) -> None:
    """What is not made yet cannot be sold or at fault. What is no day is words: `the spring of 2024`."""
    for one in goods:
        with suppress(ValueError):
            made_on = date.fromisoformat(str(one.get("produced_on", "")).strip())
            if made_on > now.date() + GRACE:
                raise BadInput("Made on {day}, which is still to come? Look at the label again.", day=made_on)


def check_may_move(order: str, state: str) -> None:
    if state != "active":
        raise BadInput(
            "Order {order} is {state}, so its dates stand still. `aftercare sale book-again` brings a sale "
            "that was called off back.",
            order=order,
            state=STATES.get(state, state),
        )


def refuse_booking(order: str, installed_on: date) -> NoReturn:
    raise Conflict(
        "Order {order} was installed on {installed_on}, so there is no booking to set or move. If that day "
        "is wrong, put it right first.",
        order=order,
        installed_on=installed_on,
    )


def check_booked(day: date, signed_on: date) -> None:
    if day < signed_on:
        raise BadInput(
            "{day} lies before the signing on {signed_on}; give the day that is booked.",
            day=day,
            signed_on=signed_on,
        )
