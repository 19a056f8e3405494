"""The only reader of the wall clock. Doors ask it once and hand `now` down."""

from datetime import UTC, datetime


def now() -> datetime:
    """This moment in UTC, to the millisecond (as it is stored)."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
