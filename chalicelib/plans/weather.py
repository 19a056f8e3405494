"""schedules/weather: regions.yaml and alerts.yaml, read into the values of climate.py."""

import re
from collections.abc import Mapping, Set
from datetime import timedelta

from chalicelib import words
from chalicelib.climate import (
    BOARD_VALUES,
    LEVELS,
    MEASURES,
    REASON_VALUES,
    AlertRule,
    Board,
    Climate,
    Region,
    Season,
)
from chalicelib.plans import fields
from chalicelib.plans.policies import texts
from chalicelib.plans.source import Entry, Folder, read
from chalicelib.policies import MATERIALS, Texts
from chalicelib.rules import phrases
from chalicelib.rules.weather import wood

Banned = Mapping[str, tuple[str, ...]]
HOURS_A_DAY = 24
DECLARED = "declared"
LONGEST_LEAD = timedelta(days=14)  # no forecast is worth more
_REGION = ("label", "names", "province", "country", "zone", "latitude", "longitude", "heated")
_RULE = (
    *("rule", "measure", "at_least", "at_most", "hours", "level", "lead", "season", "cap", "cool_down"),
    *("heated", "provinces", "materials", "board", "reason"),
)


def read_climate(folder: Folder, languages: tuple[str, ...], banned: Banned) -> Climate:
    regions = _regions(folder, languages)
    provinces = {region.province for region in regions.values()}
    return Climate(regions, _rules(folder, languages, banned, provinces))


def _regions(folder: Folder, languages: tuple[str, ...]) -> dict[str, Region]:
    entry = read(folder.weather / "regions.yaml")
    owners: dict[str, str] = {}
    regions = {name: _region(name, entry.under(name), languages) for name in entry.values}
    for region in regions.values():
        for called in (region.name, *region.names):
            if (owner := owners.setdefault(called, region.name)) != region.name:
                raise entry.under(region.name).refuse(
                    "names", f"{called!r} also belongs to {owner}; leave it to one of them"
                )
    return regions


def _region(name: str, entry: Entry, languages: tuple[str, ...]) -> Region:
    entry.only(_REGION)
    entry.text("zone")
    label = texts(entry.under("label"), languages)
    called = {text.casefold() for text in (*label.values(), *entry.listed("names"))} - {name}
    return Region(
        name=name,
        label=label,
        names=tuple(sorted(called)),
        province=entry.text("province"),
        country=entry.text("country"),
        zone=fields.zones(entry, "zone")[0],
        latitude=_number(entry, "latitude", 90),
        longitude=_number(entry, "longitude", 180),
        heated=fields.flag(entry, "heated"),
    )


def _rules(
    folder: Folder, languages: tuple[str, ...], banned: Banned, provinces: Set[str]
) -> tuple[AlertRule, ...]:
    entry = read(folder.weather / "alerts.yaml")
    entry.only(("rules",))
    rules: dict[str, AlertRule] = {}
    for number, item in enumerate(entry.each("rules"), 1):
        named = Entry(item.values, f"{entry.place}, rule {item.values.get('rule') or f'number {number}'}")
        rule = _rule(named, languages, banned, provinces)
        if rule.name in rules:
            raise named.refuse("rule", "there is another of that name; give each its own")
        rules[rule.name] = rule
    return tuple(rules.values())


def _rule(entry: Entry, languages: tuple[str, ...], banned: Banned, provinces: Set[str]) -> AlertRule:
    entry.only(_RULE)
    measure = entry.choice("measure", MEASURES)
    board = _board(entry.under("board"), measure) if "board" in entry.values else None
    known = {**REASON_VALUES, **(BOARD_VALUES if board else {})}
    limit, at_least, hours = _condition(entry) if measure != DECLARED else _no_condition(entry)
    return AlertRule(
        name=_name(entry),
        measure=measure,
        limit=limit,
        at_least=at_least,
        hours=hours,
        level=entry.choice("level", LEVELS),
        lead=_span(entry, "lead", LONGEST_LEAD),
        cap=fields.whole(entry, "cap", least=1),
        cool_down=_span(entry, "cool_down", timedelta(days=366)),
        reason=_reason(entry.under("reason"), languages, banned, known),
        season=_season(entry) if "season" in entry.values else Season(),
        heated=fields.flag(entry, "heated") if "heated" in entry.values else None,
        provinces=entry.choices("provinces", sorted(provinces)),
        materials=entry.choices("materials", MATERIALS),
        board=board,
    )


def _board(entry: Entry, measure: str) -> Board:
    entry.only(("species", "width", "laid_at"))
    if measure != "wood_moisture":
        raise entry.refuse("species", "a board shrinks by wood_moisture alone; measure that, or leave it out")
    return Board(
        entry.choice("species", wood.SHRINKAGE),
        fields.whole(entry, "width", least=1),
        _number(entry, "laid_at", 30),
    )


def _name(entry: Entry) -> str:
    """Rules stand in keys of the ledger."""
    name = entry.text("rule")
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", name):
        raise entry.refuse("rule", "use small letters, digits and hyphens, such as damp-floor")
    return name


def _condition(entry: Entry) -> tuple[float, bool, int]:
    """The limit, whether it is the least, and for how many hours."""
    given = [field for field in ("at_least", "at_most") if field in entry.values]
    if len(given) != 1:
        raise entry.refuse("at_least", "give either at_least or at_most, not both")
    hours = fields.whole(entry, "hours", least=1)
    if hours > HOURS_A_DAY:
        raise entry.refuse("hours", "write how many hours of a day, 1 to 24")
    return _number(entry, given[0], 1000), given == ["at_least"], hours


def _no_condition(entry: Entry) -> tuple[float, bool, int]:
    for field in ("at_least", "at_most", "hours"):
        if field in entry.values:
            raise entry.refuse(field, "leave it out: only a person says when this rule is met")
    return 0.0, True, 0


def _span(entry: Entry, field: str, longest: timedelta) -> timedelta:
    """Whole days; `0 days` is none."""
    span = fields.whole_days(entry, field)
    if span is None or not timedelta() <= span <= longest:
        raise entry.refuse(field, f"write 0 to {longest.days} days, such as '2 days'")
    return span


def _season(entry: Entry) -> Season:
    first, _, last = entry.text("season").strip().partition(" to ")
    begins, ends = fields.day_of_year(first), fields.day_of_year(last)
    if begins is None or ends is None:
        raise entry.refuse("season", "write two days of the year, such as '11-15 to 03-15'")
    return Season(begins, ends)


def _number(entry: Entry, field: str, bound: float) -> float:
    try:
        found = float(entry.text(field))
    except ValueError:
        found = float("nan")
    if not -bound <= found <= bound:
        raise entry.refuse(field, f"write a number from {-bound:g} to {bound:g}")
    return found


def _reason(entry: Entry, languages: tuple[str, ...], banned: Banned, known: Mapping[str, str]) -> Texts:
    """Names only what is known when a rule is met, and promises nothing that is forbidden."""
    found = texts(entry, languages)
    for language, text in found.items():
        if problems := words.text_faults(text, known):
            raise entry.refuse(language, f"{problems[0]} (here: {', '.join(known)})")
        for phrase in phrases.said_in(text, banned.get(language, ())):
            raise entry.refuse(language, f"policies/banned.yaml forbids {phrase!r}; say it otherwise")
    return found
