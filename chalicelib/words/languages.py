"""Which language to write in, and how a language writes days, lists and the names of goods."""

import csv
import re
from collections.abc import Iterable
from datetime import date as Day
from decimal import Decimal
from functools import cache
from pathlib import Path

from chalicelib.words.rendering import TEMPLATES, source

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
_WEEKDAYS = {
    "zh-Hans": ("周", "一二三四五六日"),
    "zh-Hant": ("星期", "一二三四五六日"),
}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_KINDS = {
    "flooring": {"zh-Hans": "地板", "zh-Hant": "地板"},
    "furniture": {"zh-Hans": "家具", "zh-Hant": "家具"},
    "appliance": {"zh-Hans": "电器", "zh-Hant": "電器"},
}
_MONEY = {
    "CNY": {"zh-Hans": "元", "zh-Hant": "元人民幣"},
    "HKD": {"zh-Hans": "港元", "zh-Hant": "港元"},
    "TWD": {"zh-Hans": "新台币", "zh-Hant": "元新臺幣"},
}
_AND = {"zh-Hans": ("、", "和"), "zh-Hant": ("、", "及")}


# What ledgers write in place of a name: somebody else's fitters, the buyer, not known yet, no need.
_NOBODY = re.compile(
    r"外包|外协|外協|外聘|外请|外請|厂家|廠家|厂商|廠商|厂方|廠方|品牌方|第三方|自理|自装|自裝|自行|自提|客户|客戶"
    r"|待定|待派|待安排|未定|未安排|未知|另约|另約|不需|不用|无需|無需|免安装|免安裝|^\W*$|^[无無]$|^没有$|^沒有$"
)
_NOBODY_WORDS = """
    tbc tba tbd n/a na n.a. nil none no null unknown pending self diy customer contractor
    subcontractor sub-contractor outsourced outsource factory manufacturer supplier vendor various"""
_NOBODY_LATIN = frozenset(_NOBODY_WORDS.split())


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


def near_date(language: str, day: Day) -> str:
    """A day within the next weeks, as one tells it: with its weekday, without its year."""
    if language in _WEEKDAYS:
        word, days = _WEEKDAYS[language]
        return f"{day.month}月{day.day}日（{word}{days[day.weekday()]}）"
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def listing(language: str, names: Iterable[str], category: str = "") -> str:
    """`A、B和C`, `A、B及C`, `A, B and C`. Where goods have no name that the reader can read, their kind."""
    kind = _KINDS.get(category, {}).get(language, category)
    *rest, last = list(dict.fromkeys(_goods(language, name, kind) for name in names)) or [kind]
    comma, word = _AND.get(language, (", ", " and "))
    return comma.join(rest) + word + last if rest else last


def money(language: str, amount: Decimal, currency: str) -> str:
    """`1,280元`, `CNY 1,280.50`."""
    figure = f"{amount:,.2f}".removesuffix(".00")
    unit = _MONEY.get(currency, {}).get(language, "")
    return f"{figure}{unit}" if unit else f"{currency} {figure}"


def with_remark(language: str, text: str, remark: str) -> str:
    """With what is said of it behind, in brackets."""
    if not remark:
        return text
    return f"{text}（{remark}）" if language.startswith("zh") else f"{text} ({remark})"


def person(language: str, name: str) -> str:
    """Whoever a ledger names, where the reader can read it and somebody is meant."""
    nobody = _NOBODY.search(name) or name.strip().casefold() in _NOBODY_LATIN
    return name if readable(language, name) and not nobody else ""


def readable(language: str, text: str) -> bool:
    """Whether a name out of the shop's ledger is in the reader's own script."""
    foreign = {"zh-Hans": _is_traditional, "zh-Hant": _is_simplified}.get(language, _is_chinese)
    return not any(_is_chinese(c) and foreign(c) for c in text)


def _goods(language: str, name: str, kind: str) -> str:
    """What templates/goods.csv calls them, else the ledger's word, else their kind."""
    known = _glossary().get(name.casefold(), {}).get(language, "")
    return known or (name if readable(language, name) or not kind else kind)


@cache
def _glossary(templates: Path = TEMPLATES) -> dict[str, dict[str, str]]:
    rows = csv.DictReader(source(templates, "goods.csv").splitlines())
    return {row["ledger"].casefold(): row for row in rows}


def _is_chinese(c: str) -> bool:
    return "\u2e80" <= c <= "\u9fff"


def _is_traditional(c: str) -> bool:
    return not _has(c, "gb2312") and _is_usual_in_big5(c)


def _is_simplified(c: str) -> bool:
    return _has(c, "gb2312") and not _is_usual_in_big5(c)


def _has(c: str, charset: str) -> bool:
    return bool(c.encode(charset, "ignore"))


def _is_usual_in_big5(c: str) -> bool:
    """Big5 keeps everyday characters before 0xC9; simplified forms stand behind that, or nowhere."""
    return b"" < c.encode("big5", "ignore")[:1] < b"\xc9"


def _shorter(tag: str) -> list[str]:
    """`zh-hant-hk`, `zh-hant`, `zh`."""
    parts = tag.split("-")
    return ["-".join(parts[:n]) for n in range(len(parts), 0, -1)]
