"""The console's prose: English in templates and views, other languages in catalogues beside them; days,
numbers and money as each language writes them. The home of Babel, which nothing but the console needs."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.sentences import Country, Joined, Labelled, Moment, Money, Said, filled, in_english
from chalicelib.words import rendering
from chalicelib.words.rendering import TEMPLATES

CATALOGUES = TEMPLATES / "console" / "locale"
LOCALES = {"en": "en_GB", "zh-Hans": "zh_Hans", "zh-Hant": "zh_Hant_HK"}
# Told to a command line alone: a sentence that begins with a command, a part of one, an option.
COMMANDS = re.compile(
    r"(?<=\.)\s*`aftercare[^`]*`[^.]*\.|\s+by `aftercare[^`]*` alone|\s*[(;,:]?\s*`aftercare[^`]*`[^.;)]*\)?"
    r"|\s*\(--[a-z-]+\)|\s*with --[a-z]+"
)


def page(name: str, language: str, zone: str, values: Mapping[str, Any]) -> str:
    template = _environment(language, zone).get_template(f"console/{name}.html")
    return template.render({**values, "language": language})


@cache
def _environment(language: str, zone: str) -> Any:
    """One for each language, so that macros speak it, too."""
    made = rendering.environment(TEMPLATES, f"html in {language} at {zone}")
    made.add_extension("jinja2.ext.i18n")
    made.install_gettext_callables(partial(gettext, language), partial(ngettext, language), newstyle=True)
    written: dict[str, Callable[..., str]] = {
        "day": day, "written_day": written_day, "short_day": short_day, "month": month,
        "number": number, "percent": percent, "money": money, "listed": listed,
        "country": country,
    }  # fmt: skip
    made.filters |= {name: partial(writer, language) for name, writer in written.items()}
    made.filters |= {
        "moment": partial(moment, language, zone),
        "clock": partial(clock, language, zone),
    }
    return made


@cache
def catalogue(language: str) -> Mapping[Any, Any]:
    """By message, or by both forms of one that counts; from each file of the language. Chinese has one
    form for all numbers."""
    files = sorted((CATALOGUES / language.replace("-", "_")).glob("*.po"))
    return {message: said for path in files for message, said in _read(path).items()}


def _read(path: Path) -> Mapping[Any, Any]:
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        return {entry.id: entry.string for entry in read_po(file) if entry.id and entry.string}


def gettext(language: str, text: str) -> str:
    found = catalogue(language).get(text, text)
    return found if isinstance(found, str) else found[0]


def ngettext(language: str, one: str, many: str, count: int) -> str:
    found = catalogue(language).get((one, many))
    if found:
        return found if isinstance(found, str) else found[0]
    return one if count == 1 else many


def said(language: str, sentence: Said, zone: str = "UTC") -> str:
    """What was said below, for the reader of a page, on the shop's clock: whoever reads it has no command
    line at hand."""
    text = COMMANDS.sub("", gettext(language, sentence.msgid))
    return filled(text, sentence.values, partial(_value, language, zone))


def _value(language: str, zone: str, value: object) -> str:
    if isinstance(value, Said):
        return said(language, value, zone)
    if isinstance(value, Labelled):
        return value.labels.get(language) or str(value)
    if isinstance(value, list | tuple):
        value = Joined(list(value), ", ")
    if isinstance(value, Joined):
        return gettext(language, value.by).join(_value(language, zone, part) for part in value.parts)
    return _fact(language, zone, value)


def _fact(language: str, zone: str, value: object) -> str:
    if isinstance(value, Country):
        return countries(language, [value])[value]
    if isinstance(value, Money):
        return money(language, value.amount, value.currency)
    if isinstance(value, Moment):
        there = moment(language, value.zone, value.at)
        return there if value.zone == zone else f"{there} ({place(language, value.zone)})"
    if isinstance(value, datetime):
        return moment(language, zone, value)
    if isinstance(value, date):
        return day(language, value)
    return number(language, value) if isinstance(value, Decimal) else in_english(value)


def day(language: str, value: date | datetime) -> str:
    """`2 Mar 2026`, `2026年3月2日`."""
    return _day(language, value.date() if isinstance(value, datetime) else value)


@lru_cache(4096)
def _day(language: str, value: date) -> str:
    """A page has the same few days over and over."""
    from babel.dates import format_date

    width = "long" if language.startswith("zh") else "medium"
    return format_date(value, width, locale=LOCALES[language])


def written_day(language: str, text: str) -> str:
    """Of a file or a form: `2026-03-02`, or `03-15` of each year. What is no day stays as it is."""
    from babel.dates import format_skeleton

    try:
        if len(text) == len("03-15"):
            return format_skeleton("MMMMd", date.fromisoformat(f"2024-{text}"), locale=LOCALES[language])
        return day(language, date.fromisoformat(text))
    except ValueError:
        return text


def short_day(language: str, value: date) -> str:
    """Near days, with their weekday and without their year: `Mon 2 Mar`, `3月2日周一`."""
    from babel.dates import format_skeleton

    return format_skeleton("MMMEd", value, locale=LOCALES[language])


def month(language: str, value: date) -> str:
    """`March 2026`, `2026年3月`."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", value, locale=LOCALES[language])


def moment(language: str, zone: str, value: datetime) -> str:
    """On the shop's clock: `2 Mar 2026, 09:15`."""
    at = value.astimezone(ZoneInfo(zone))
    joint = " " if language.startswith("zh") else ", "
    return f"{day(language, at.date())}{joint}{at:%H:%M}"


def place(language: str, zone: str) -> str:
    """Where that clock hangs: `Hong Kong`, `香港`."""
    from babel.dates import get_timezone_location

    return get_timezone_location(ZoneInfo(zone), locale=LOCALES[language], return_city=True)


def clock(language: str, zone: str, value: datetime) -> str:
    return f"{value.astimezone(ZoneInfo(zone)):%H:%M}"


def countries(language: str, codes: Iterable[str]) -> dict[str, str]:
    """What countries are called, by their codes."""
    from babel import Locale

    known = Locale.parse(LOCALES[language]).territories
    return {code: known.get(code, code) for code in codes}


def country(language: str, code: str) -> str:
    return countries(language, [code])[code]


def listed(language: str, values: Iterable[object]) -> str:
    """One after the other: `a, b`, `甲、乙`."""
    return gettext(language, ", ").join(map(str, values))


def number(language: str, value: int | float | Decimal) -> str:
    from babel.numbers import format_decimal

    return format_decimal(value, locale=LOCALES[language])


def percent(language: str, value: float | Decimal) -> str:
    from babel.numbers import format_percent

    return format_percent(value, locale=LOCALES[language])


def money(language: str, amount: Decimal, currency: str) -> str:
    from babel.numbers import format_currency

    return format_currency(amount, currency, locale=LOCALES[language])
