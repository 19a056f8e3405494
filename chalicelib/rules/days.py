"""The days of a sale: which cannot be, and how to mend them."""

from datetime import date, datetime, timedelta

from chalicelib.errors import BadInput

# It may be tomorrow already where the goods are. A year is mistyped sooner than signed for.
GRACE, AHEAD = timedelta(days=1), timedelta(days=366)


def check_order(order: str, signed_on: date, day: date | None, what: str) -> None:
    """Nothing comes before the signing."""
    if day and day < signed_on:
        raise BadInput(
            f"Order {order} was {what} {day}, before the signing on {signed_on}. "
            "Correct one of the two dates."
        )


def check_signed(order: str, signed_on: date, now: datetime) -> None:
    if signed_on > now.date() + AHEAD:
        raise BadInput(
            f"Order {order} is said to be signed on {signed_on}, more than a year ahead. Correct the day."
        )


def check_past(day: date | None, what: str, now: datetime) -> None:
    """What is said to have happened has happened."""
    if day and day > now.date() + GRACE:
        mend = "book it for that day" if what == "installed" else "say so once it is"
        raise BadInput(f"It cannot have been {what} on {day}, which is still to come. Correct it, or {mend}.")
