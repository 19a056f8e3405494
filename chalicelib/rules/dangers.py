"""What in a customer's words may mean danger to somebody. A person judges it; nothing here decides."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from unicodedata import normalize

from chalicelib.casework import DangerPolicy

Found = Mapping[str, Sequence[str]]


def found_in(text: str, policy: DangerPolicy) -> dict[str, list[str]]:
    """By danger the words that tell of it, as the policy writes them."""
    said = _any_of(policy.harmless).sub(" ", _folded(text))
    found = {one.name: _said(one.words, said) for one in policy.dangers}
    return {name: words for name, words in found.items() if words}


def together(known: Found | None, new: Found) -> dict[str, list[str]]:
    """What was said before and what is said now, each word once."""
    before = known or {}
    return {name: list(dict.fromkeys([*before.get(name, ()), *new.get(name, ())]))
            for name in dict.fromkeys([*before, *new])}  # fmt: skip


def _said(words: tuple[str, ...], said: str) -> list[str]:
    told = {found.group() for found in _any_of(words).finditer(said)}
    return [word for word in words if _folded(word) in told]


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """The longest first, so that `gas leak` is not told as less. Latin letters are words of their own."""
    longest = sorted(map(_folded, words), key=len, reverse=True)
    return re.compile("|".join(_bounded(word) for word in longest) or r"(?!)")


def _bounded(word: str) -> str:
    within = re.escape(word)
    return rf"(?<![a-z]){within}(?![a-z])" if word.isascii() else within


def _folded(text: str) -> str:
    return normalize("NFKC", text).casefold().replace("’", "'")
