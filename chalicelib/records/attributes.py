"""How dates, instants, money and long lists are written into a row."""

import json
import zlib
from base64 import b64decode, b64encode
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

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


class PackedAttribute(Attribute[Any]):
    """JSON; a long one is packed, since a row holds 400 KB at most and the same names stand in it again
    and again."""

    attr_type = STRING
    mark, legible = "zlib:", 4096

    def serialize(self, value: Any) -> str:
        text = json.dumps(value, ensure_ascii=False)
        if len(text) <= self.legible:
            return text
        return self.mark + b64encode(zlib.compress(text.encode())).decode()

    def deserialize(self, value: str) -> Any:
        packed = value.startswith(self.mark)
        return json.loads(zlib.decompress(b64decode(value[len(self.mark) :])) if packed else value)


def instant(value: datetime) -> str:
    """`2026-02-28T09:00:00.000Z`; a naive time is a fault of the caller."""
    if value.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone")
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
