"""How dates, instants, money and long lists are written into a row."""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pynamodb.attributes import Attribute
from pynamodb.constants import STRING

from chalicelib import titles
from chalicelib.retold import kept, told
from chalicelib.sentences import Said, instant


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


class SaidAttribute(Attribute[str]):
    """A sentence of ours, whoever reads it: `Said` again when it is read; of an older row its English."""

    attr_type = STRING

    def serialize(self, value: str) -> str:
        return kept(value)

    def deserialize(self, value: str) -> Said:
        return told(value)


class TitleAttribute(Attribute[str]):
    """What a person is asked to do: a finished text, which others may have in their own language."""

    attr_type = STRING

    def serialize(self, value: str) -> str:
        return titles.kept(value)

    def deserialize(self, value: str) -> str:
        return titles.read(value)


class SentencesAttribute(Attribute[dict[str, str]]):
    """Such sentences, each under a name."""

    attr_type = STRING

    def serialize(self, value: Mapping[str, str]) -> str:
        return json.dumps({name: kept(one) for name, one in value.items()}, ensure_ascii=False)

    def deserialize(self, value: str) -> dict[str, str]:
        return {name: told(one) for name, one in json.loads(value).items()}


class HistoryAttribute(Attribute[list[list[str]]]):
    """[[instant, who, what, why]]; `what` is a sentence of ours, `why` the words of whoever did it."""

    attr_type = STRING

    def serialize(self, value: list[list[str]]) -> str:
        lines = [[at, who, kept(what), why] for at, who, what, why in value]
        return json.dumps(lines, ensure_ascii=False)

    def deserialize(self, value: str) -> list[list[str]]:
        return [[at, who, told(what), why] for at, who, what, why in json.loads(value)]


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
