"""How dates, instants and money are written into a row."""

from datetime import UTC, date, datetime
from decimal import Decimal

from pynamodb.attributes import Attribute
from pynamodb.constants import STRING


class DateAttribute(Attribute[date]):
    """A day without a time: `2026-02-28`."""

    attr_type = STRING

    def serialize(self, value: date) -> str:
        return value.isoformat()

    def deserialize(self, value: str) -> date:
        return date.fromisoformat(value)


class InstantAttribute(Attribute[datetime]):
    """A moment in UTC to the millisecond, so that text order is time order."""

    attr_type = STRING

    def serialize(self, value: datetime) -> str:
        return instant(value)

    def deserialize(self, value: str) -> datetime:
        return datetime.fromisoformat(value)


class MoneyAttribute(Attribute[Decimal]):
    """An exact amount; DynamoDB's own numbers would drop trailing zeros."""

    attr_type = STRING

    def serialize(self, value: Decimal) -> str:
        return format(value, "f")

    def deserialize(self, value: str) -> Decimal:
        return Decimal(value)


def instant(value: datetime) -> str:
    """`2026-02-28T09:00:00.000Z`; a naive time is a fault of the caller."""
    if value.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone")
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
