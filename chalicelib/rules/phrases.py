"""Phrases that nobody of ours says to a customer (F4-01)."""

from collections.abc import Iterable


def said_in(text: str, banned: Iterable[str]) -> list[str]:
    """Those that the text holds, in whichever letters."""
    folded = text.casefold()
    return [phrase for phrase in banned if phrase.casefold() in folded]
