"""Sentences with named places: English at once, another language when it is known who reads."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Joined:
    """Several, one after the other; a plain list is joined by commas."""

    parts: list[object]
    by: str


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
    return str(value)
