"""Sentences that wait in a row or a file until somebody reads them, whose language is known only then.

`kept` makes a text of one, `told` a sentence of the text. What was stored as a mere text is told as it
stands.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from chalicelib.sentences import Country, Joined, Labelled, Moment, Money, Said, in_english, instant, named

MARK = "said:"


def kept(sentence: str) -> str:
    """A sentence that is its own English and nothing besides stays legible."""
    if not isinstance(sentence, Said):
        sentence = Said(str(sentence))
    plain = not sentence.values and sentence == sentence.msgid and not sentence.startswith(MARK)
    return str(sentence) if plain else MARK + json.dumps(_packed(sentence), ensure_ascii=False)


def told(text: str) -> Said:
    if isinstance(text, Said) or not text.startswith(MARK):
        return Said(text)
    try:
        return _unpacked_sentence(json.loads(text.removeprefix(MARK)))
    except (ValueError, LookupError, TypeError, StopIteration):
        return Said(text)


def _packed(value: object) -> Any:
    """As JSON: numbers, texts and lists as they are, whatever is more under the name of what it is."""
    if isinstance(value, Said):
        return _packed_sentence(value)
    if isinstance(value, list | tuple):
        return [_packed(one) for one in value]
    for name, kind, pack, _ in KINDS:
        if isinstance(value, kind):
            return {name: pack(value)}
    return value if isinstance(value, str | int | float | None) else in_english(value)


def _packed_sentence(said: Said) -> dict[str, Any]:
    if said.values:
        return {"said": said.msgid, "values": {name: _packed(value) for name, value in said.values.items()}}
    return {"said": said.msgid, "name": str(said)}


def _unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return [_unpacked(one) for one in value]
    if not isinstance(value, dict):
        return value
    if "said" in value:
        return _unpacked_sentence(value)
    return next(unpack(value[name]) for name, _, _, unpack in KINDS if name in value)


def _unpacked_sentence(facts: dict[str, Any]) -> Said:
    if "name" in facts:
        return named(facts["name"], facts["said"])
    return Said(facts["said"], **{name: _unpacked(value) for name, value in facts["values"].items()})


# A moment is a day, too, as far as `isinstance` knows: it comes first.
KINDS: tuple[tuple[str, type, Callable[[Any], Any], Callable[[Any], Any]], ...] = (
    ("label", Labelled, lambda one: [str(one), dict(one.labels)], lambda facts: Labelled(*facts)),
    ("country", Country, str, Country),
    (
        "joined",
        Joined,
        lambda one: [_packed(one.parts), one.by],
        lambda facts: Joined(_unpacked(facts[0]), facts[1]),
    ),
    (
        "money",
        Money,
        lambda one: [str(one.amount), one.currency],
        lambda facts: Money(Decimal(facts[0]), facts[1]),
    ),
    (
        "clock",
        Moment,
        lambda one: [instant(one.at), one.zone],
        lambda facts: Moment(datetime.fromisoformat(facts[0]), facts[1]),
    ),
    ("moment", datetime, instant, datetime.fromisoformat),
    ("day", date, date.isoformat, date.fromisoformat),
    ("number", Decimal, str, Decimal),
)
