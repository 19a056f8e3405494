"""What a single cell says before anybody asks what it means."""

import re
import unicodedata

from chalicelib.rules.characters import simplified

_EMPTY = """
    - -- --- — —— – / \\ . ? ?? 无 無 空 没有 沒有 暂无 暫無 n/a na nil none null #n/a #ref! #value!"""
EMPTY = frozenset(_EMPTY.split())
_SPACES = re.compile(r"[^\S\n]+")
# How some programs keep a sheet from taking a number's noughts away.
_TEXT_FORMULA = re.compile(r'="([^"]*)"')


def clean(cell: str) -> str:
    """Full width made plain, spaces joined, and gone what makes a sheet leave a cell alone: an apostrophe
    before it, or `="..."` around it."""
    text = unicodedata.normalize("NFKC", cell).replace("\u200b", "").replace("−", "-").strip()
    kept = text.removeprefix("'").strip()
    wrapped = _TEXT_FORMULA.fullmatch(kept)
    return _SPACES.sub(" ", wrapped[1].strip() if wrapped else kept)


def is_formula(cell: str) -> bool:
    """Whether a formula stands where its result should, such as `=2*5`."""
    return len(text := clean(cell)) > 1 and text[0] == "="


def simple(cell: str) -> str:
    """For looking up words: clean, small letters, traditional characters as simplified ones."""
    return simplified(clean(cell).casefold())


def is_empty(text: str) -> bool:
    """Nothing, or one of the ways in which people write nothing."""
    return not text or text.casefold() in EMPTY


def quoted(cell: str) -> str:
    """A cell as a sentence shows it."""
    return f"“{cell if len(cell) <= 60 else cell[:57] + '...'}”"
