"""The files under schedules/policies and schedules/calendars, read into the values of policies.py."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from chalicelib.errors import BadPlan
from chalicelib.plans import fields
from chalicelib.plans.source import Entry, Folder, read
from chalicelib.policies import (
    MATERIALS,
    Band,
    Cap,
    ConsentPolicy,
    ConsentRule,
    CountryPolicy,
    Points,
    Price,
    Prices,
    ShopDefaults,
    SmsFrame,
    Texts,
    TierPolicy,
)
from chalicelib.steps import PURPOSES

T = TypeVar("T")
GROUNDS = ("contract", "legitimate_interest", "existing_customer", "consent")
GRADES = ("luxury", "high", "middle", "ordinary")
_COUNTRY = ("zones", "window", "weekday_windows", "sms", "links", "replies", "frame", "caps", "map")
_SHOP = ("name", "phone", "email", "country", "zone", "language", "languages")


def read_shop(folder: Folder) -> ShopDefaults:
    entry = read(folder.policies / "shop.yaml")
    entry.only(_SHOP)
    languages = entry.listed("languages")
    return ShopDefaults(
        name=texts(entry.under("name"), languages),
        phone=entry.text("phone"),
        email=entry.text("email"),
        country=entry.text("country"),
        zone=_zone(entry),
        language=entry.choice("language", languages),
        languages=languages,
    )


def _zone(entry: Entry) -> str:
    entry.text("zone")
    return fields.zones(entry, "zone")[0]


def read_countries(folder: Folder, languages: tuple[str, ...]) -> dict[str, CountryPolicy]:
    """By country code; what a country does not say is as in `default`."""
    entry = read(folder.policies / "countries.yaml")
    entry.only(("frames", "countries"))
    frames = {
        name: _frames(entry.under("frames").under(name), languages) for name in entry.under("frames").values
    }
    blackout = read_blackout(folder)
    listed = entry.under("countries")
    default = listed.under("default")
    if not default.values:
        raise listed.refuse("default", "give every field under `default`")
    return {
        code: _country(code, default, listed.under(code), frames, blackout.get(code, frozenset()))
        for code in listed.values
    }


def _country(
    code: str,
    default: Entry,
    own: Entry,
    frames: Mapping[str, Mapping[str, SmsFrame]],
    blackout: frozenset[date],
) -> CountryPolicy:
    entry = Entry({**default.values, **own.values}, own.place)
    entry.only(_COUNTRY)
    return CountryPolicy(
        code=code,
        zones=fields.zones(entry, "zones"),
        window=fields.window(entry, "window"),
        weekday_windows=fields.weekday_windows(entry.under("weekday_windows")),
        sms=fields.flag(entry, "sms"),
        links=fields.flag(entry, "links"),
        replies=fields.flag(entry, "replies"),
        frames=frames[entry.choice("frame", frames)],
        caps=tuple(_cap(item) for item in entry.each("caps")),
        map=_map(entry),
        blackout=blackout,
    )


def _map(entry: Entry) -> str:
    text = entry.text("map")
    if not text.startswith("https://") or text.count("{place}") != 1:
        raise entry.refuse(
            "map", "give an address that begins with https:// and has {place} where the place goes"
        )
    return text


def _cap(entry: Entry) -> Cap:
    entry.only(("purposes", "count", "days"))
    purposes = frozenset(entry.choices("purposes", PURPOSES))
    return Cap(purposes, fields.whole(entry, "count", least=1), fields.whole(entry, "days", least=1))


def _frames(entry: Entry, languages: tuple[str, ...]) -> dict[str, SmsFrame]:
    return {
        language: _frame(_needed(entry, language)) for language in dict.fromkeys([*languages, *entry.values])
    }


def _frame(entry: Entry) -> SmsFrame:
    """Each ending must name the after-sales phone (F1-32)."""
    entry.only(("signature", "ending"))
    endings = entry.under("ending")
    endings.only((*PURPOSES, "other"))
    for purpose in ("other", *endings.values):
        if "shop_phone" not in endings.text(purpose):
            raise endings.refuse(purpose, "name the after-sales phone in it, as {{ shop_phone }}")
    return SmsFrame(entry.text("signature"), {purpose: endings.text(purpose) for purpose in endings.values})


def read_blackout(folder: Folder) -> dict[str, frozenset[date]]:
    """Days of mourning by country, on which nothing goes but what is critical."""
    entry = read(folder.calendars / "blackout.yaml")
    return {code: frozenset(_days(entry, code)) for code in entry.values}


def _days(entry: Entry, code: str) -> list[date]:
    days = [fields.as_day(text) for text in entry.listed(code)]
    if None in days:
        raise entry.refuse(code, "write each day as 2026-04-05")
    return [day for day in days if day]


def read_consent(folder: Folder, languages: tuple[str, ...]) -> ConsentPolicy:
    entry = read(folder.policies / "consent.yaml")
    entry.only(("wordings", "countries"))
    wordings = _each(entry.under("wordings"), lambda entry: texts(entry, languages))
    rules = _each(entry.under("countries"), lambda country: _rules(country, wordings))
    if missing := set(PURPOSES) - set(rules.get("default", {})):
        where = f"{entry.place}, countries, default"
        raise BadPlan(f"{where}: {sorted(missing)[0]} is missing; give a rule for each purpose there.")
    return ConsentPolicy(rules, wordings)


def _rules(entry: Entry, wordings: Mapping[str, Texts]) -> dict[str, ConsentRule]:
    entry.only(PURPOSES)
    return _each(entry, lambda rule: _rule(rule, wordings))


def _rule(entry: Entry, wordings: Mapping[str, Texts]) -> ConsentRule:
    entry.only(("ground", "opt_in", "wording"))
    return ConsentRule(
        entry.choice("ground", GROUNDS), fields.flag(entry, "opt_in"), entry.choice("wording", wordings)
    )


def read_tiers(folder: Folder, languages: tuple[str, ...]) -> TierPolicy:
    entry = read(folder.policies / "tiers.yaml")
    entry.only(("spend", "grade", "estate_age", "neighbours", "tiers"))
    entry.under("grade").only(GRADES)
    spend = entry.under("spend")
    tiers = [(name, fields.whole(entry.under("tiers"), name)) for name in entry.under("tiers").values]
    if not tiers:
        raise entry.refuse("tiers", "name each tier with the points it begins at, such as `A: 6`")
    return TierPolicy(
        spend={currency: _bands(spend, currency, languages) for currency in spend.values},
        grade=_each(entry.under("grade"), lambda worth: _points(worth, languages)),
        estate_age=_bands(entry, "estate_age", languages),
        neighbours=_bands(entry, "neighbours", languages),
        tiers=tuple(sorted(tiers, key=lambda tier: -tier[1])),
    )


def _bands(entry: Entry, field: str, languages: tuple[str, ...]) -> tuple[Band, ...]:
    return tuple(Band(fields.amount(band, "least"), _points(band, languages)) for band in entry.each(field))


def _points(entry: Entry, languages: tuple[str, ...]) -> Points:
    entry.only(("least", "points", "reason"))
    return Points(fields.whole(entry, "points", least=-99), texts(entry.under("reason"), languages))


def read_prices(folder: Folder) -> Prices:
    entry = read(folder.policies / "prices.yaml")
    entry.only(("source", "as_of", "email", "sms"))
    sms = _each(entry.under("sms"), _price)
    if "default" not in sms:
        raise entry.under("sms").refuse("default", "give the price where no country's own is known")
    return Prices(sms, _price(_needed(entry, "email")), entry.text("source"), fields.day(entry, "as_of"))


def _price(entry: Entry) -> Price:
    entry.only(("amount", "currency"))
    return Price(fields.amount(entry, "amount"), entry.text("currency"))


def read_banned(folder: Folder) -> dict[str, tuple[str, ...]]:
    entry = read(folder.policies / "banned.yaml")
    return {language: entry.listed(language) for language in entry.values}


def read_materials(folder: Folder) -> dict[str, tuple[str, ...]]:
    """By material the words in a thing's name that tell it, in their order."""
    entry = read(folder.policies / "materials.yaml")
    entry.only(MATERIALS)
    return {name: entry.listed(name) for name in entry.values}


def texts(entry: Entry, languages: tuple[str, ...]) -> dict[str, str]:
    return {language: entry.text(language) for language in dict.fromkeys([*languages, *entry.values])}


def _needed(entry: Entry, field: str) -> Entry:
    below = entry.under(field)
    if not below.values:
        raise entry.refuse(field, "fill it in")
    return below


def _each(entry: Entry, reader: Callable[[Entry], T]) -> dict[str, T]:
    return {name: reader(_needed(entry, name)) for name in entry.values}
