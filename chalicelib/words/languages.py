"""Which language to write in, and how a language writes days and lists."""

from collections.abc import Iterable
from datetime import date as Day
from functools import cache
from pathlib import Path

from chalicelib.words.rendering import TEMPLATES

FALLBACK = {
    "zh": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh-my": "zh-Hans",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_KINDS = {
    "flooring": {"zh-Hans": "地板", "zh-Hant": "地板"},
    "furniture": {"zh-Hans": "家具", "zh-Hant": "傢俬"},
    "appliance": {"zh-Hans": "电器", "zh-Hant": "電器"},
}
_AND = {"zh-Hans": ("、", "和"), "zh-Hant": ("、", "及")}


@cache
def languages(templates: Path = TEMPLATES) -> tuple[str, ...]:
    """Those that a customer can be addressed in: a mail's footer makes a language."""
    return tuple(sorted(path.name.split(".")[1] for path in (templates / "mail").glob("footer.*.md")))


def language_for(wanted: str, shop_language: str, templates: Path = TEMPLATES) -> str:
    """The language to write in for a wish such as `zh-HK`, `en_GB` or nothing."""
    known = {language.lower(): language for language in languages(templates)}
    for tag in _shorter(wanted.strip().replace("_", "-").lower()):
        if found := known.get(tag) or known.get(FALLBACK.get(tag, "").lower()):
            return found
    return shop_language


def date(language: str, day: Day) -> str:
    if language.startswith("zh"):
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def listing(language: str, names: Iterable[str], category: str = "") -> str:
    """`A、B和C`, `A、B及C`, `A, B and C`. Where a sale names no goods, what kind they are of."""
    *rest, last = list(names) or [_KINDS.get(category, {}).get(language, category)]
    comma, word = _AND.get(language, (", ", " and "))
    return comma.join(rest) + word + last if rest else last


def _shorter(tag: str) -> list[str]:
    """`zh-hant-hk`, `zh-hant`, `zh`."""
    parts = tag.split("-")
    return ["-".join(parts[:n]) for n in range(len(parts), 0, -1)]
