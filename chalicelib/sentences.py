"""Sentences with named places: English at once, another language when it is known who reads."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

PLACE = re.compile(r"\{(\w+)(!r)?\}")


class Said(str):
    """Is its own English; `msgid` and `values` are what another language needs.

    Without values nothing is filled in: a text that is finished may hold braces.
    """

    msgid: str
    values: Mapping[str, object]

    def __new__(cls, msgid: str, /, **values: object) -> "Said":
        if isinstance(msgid, Said):
            return msgid
        made = super().__new__(cls, filled(msgid, values, in_english))
        made.msgid, made.values = msgid, values
        return made


def named(name: str, label: str) -> Said:
    """A short name that programs know, and what people call it (a msgid): pages say the latter."""
    made = Said(name)
    made.msgid = label
    return made


class Labelled(str):
    """A code of the shop's policies, which give it a label in each language: pages say the latter."""

    labels: Mapping[str, str]

    def __new__(cls, code: str, labels: Mapping[str, str] | None = None) -> "Labelled":
        made = super().__new__(cls, code)
        made.labels = labels or {}
        return made


def labelled(known: Mapping[str, Mapping[str, str]]) -> list[Labelled]:
    return [Labelled(code, labels) for code, labels in known.items()]


class Country(str):
    """The two letters of one: pages say its name."""


@dataclass(frozen=True)
class Joined:
    """Several, one after the other; a plain list is joined by commas."""

    parts: Sequence[object]
    by: str


@dataclass(frozen=True)
class Money:
    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


@dataclass(frozen=True)
class Moment:
    """On the clock of whom it is about, with the zone's name."""

    at: datetime
    zone: str

    def __str__(self) -> str:
        return f"{self.here:%Y-%m-%d %H:%M} ({self.zone})"

    @property
    def here(self) -> datetime:
        return self.at.astimezone(ZoneInfo(self.zone))


def filled(text: str, values: Mapping[str, object], write: Callable[[object], str]) -> str:
    """In one pass, so that what a value holds is never taken for a place."""
    if not values:
        return text
    return PLACE.sub(lambda found: _one(found, values, write), text)


def _one(found: re.Match[str], values: Mapping[str, object], write: Callable[[object], str]) -> str:
    value = values[found[1]]
    return repr(value) if found[2] else write(value)


def in_english(value: object) -> str:
    if isinstance(value, Joined):
        return value.by.join(map(in_english, value.parts))
    if isinstance(value, list | tuple):
        return ", ".join(map(in_english, value))
    return instant(value) if isinstance(value, datetime) else str(value)


def instant(value: datetime) -> str:
    """`2026-02-28T09:00:00.000Z`; a naive time is a fault of the caller."""
    if value.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone")
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
