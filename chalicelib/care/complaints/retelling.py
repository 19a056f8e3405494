"""A low rating or a cross on a sheet becomes words in its customer's language, since they are told back.
Whoever else reads them has them in a language of their own; what the customer wrote stays as it is."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from chalicelib import plans, words
from chalicelib.records.complaints import Complaint
from chalicelib.rules import scores

RATED, NOTE = "told-rating", "\0"
FIRST, SHORT = ("words", "understood"), 200
CROSS = "✗ "


def said(complaint: Complaint, language: str) -> str:
    """The customer's own first words."""
    return told(str(complaint.facts.get("words", "")), complaint.channel, language)


def understood(complaint: Complaint, language: str) -> str:
    """As somebody wrote it, or else the beginning of what was said."""
    text = str(complaint.facts.get("understood", ""))
    whole = str(complaint.facts.get("words", ""))
    is_same = text and text == whole[: len(text)]
    return said(complaint, language)[:SHORT] if is_same else text


def event(says: Mapping[str, Any], complaint: Complaint, language: str) -> dict[str, Any]:
    """What an entry of the record says, with the customer's words among it."""
    again = {name: told(str(says[name]), complaint.channel, language) for name in FIRST if name in says}
    return {**says, **again}


def told(text: str, channel: str, language: str) -> str:
    if channel == "rating":
        return _rating(text, language)
    if channel == "checklist":
        return "\n".join(_cross(line, language) for line in text.splitlines())
    return text


def _rating(text: str, language: str) -> str:
    """`2 out of 5: it creaks`, whichever language says it."""
    for spoken in plans.shop_defaults().languages:
        for score, alone, begin in _ways(spoken):
            if text == alone or text.startswith(begin):
                note = "" if text == alone else text.removeprefix(begin)
                return words.task(RATED, language, {"score": score, "note": note})
    return text


@cache
def _ways(spoken: str) -> list[tuple[int, str, str]]:
    """Each score as a language says it: without a note, and what stands before one. A file has many entries
    to compare with them."""
    return [
        (
            score,
            words.task(RATED, spoken, {"score": score, "note": ""}),
            words.task(RATED, spoken, {"score": score, "note": NOTE}).rstrip(NOTE),
        )
        for score in range(scores.WORST, scores.BEST + 1)
    ]


def _cross(line: str, language: str) -> str:
    """A point of the sheet, with what was noted beside it."""
    known = [(f"{CROSS}{one}", point) for point in plans.checklist() for one in point.words.values()]
    fits = [pair for pair in known if line.startswith(pair[0])]
    if not fits:
        return line
    begin, point = max(fits, key=lambda pair: len(pair[0]))
    return f"{CROSS}{point.words.get(language, '')}{line.removeprefix(begin)}"
