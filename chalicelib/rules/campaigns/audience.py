"""Is this person, with what they own, meant by a campaign?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from chalicelib import tags
from chalicelib.campaigns import UNKNOWN, Audience
from chalicelib.ids import plain_name

if TYPE_CHECKING:
    from chalicelib.climate import Climate, Region

Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Owned:
    """One thing of one sale. `since`: from when it has been in use, as far as is known."""

    sale: str
    category: str
    names: tuple[str, ...]
    series: str
    batch: str
    material: str
    since: date


@dataclass(frozen=True)
class Person:
    """`heard_on`: when they were last written to, if that was lately."""

    owned: Sequence[Owned]
    region: "Region | None" = None
    estate: str = ""
    tier: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    has_complaint: bool = False
    heard_on: date | None = None
    country: str = ""


@dataclass(frozen=True)
class Match:
    """`sales`: those that make them meant, newest first. `why_not`: what first spoke against it."""

    sales: tuple[str, ...] = field(default=())
    why_not: str = ""


def match(audience: Audience, person: Person, regions: Iterable[str], today: date) -> Match:
    """`regions`: where it comes to, by the weather or by hand; none means everywhere."""
    if reason := _against(audience, person, tuple(regions), today):
        return Match(why_not=reason)
    fits = [one for one in person.owned if _fits(audience, one, today)]
    fits.sort(key=lambda one: (one.since, one.sale), reverse=True)
    found = tuple(dict.fromkeys(one.sale for one in fits))
    return Match(found) if found else Match(why_not="goods")


def _against(audience: Audience, person: Person, regions: tuple[str, ...], today: date) -> str:
    wanted = {"region": _is_there(audience.region, person) and _is_among(regions, person)}
    wanted["estate"] = _is_one(plain_name(person.estate), [plain_name(one) for one in audience.estate])
    wanted["tier"] = _is_one(person.tier, audience.tier)
    wanted["language"] = _is_one(person.language, audience.language)
    wanted["tags"] = not audience.tags or tags.shared(audience.tags, person.tags)
    wanted["complaint"] = audience.complaint in ("either", "yes" if person.has_complaint else "no")
    wanted["last_contact"] = not person.heard_on or today - person.heard_on >= audience.quiet_for
    reason = next((name for name, holds in wanted.items() if not holds), "")
    return "region_unknown" if reason == "region" and person.region is None else reason


def _is_one(value: str, of: Iterable[str]) -> bool:
    known = tuple(of)
    return not known or value in known


def _is_there(wanted: tuple[str, ...], person: Person) -> bool:
    """A country may be known of somebody whose city is not."""
    here = person.region
    areas = {person.country, *((here.name, here.province, here.country) if here else ())}
    return not wanted or bool(areas & set(wanted))


def _is_among(regions: tuple[str, ...], person: Person) -> bool:
    return not regions or (person.region is not None and person.region.name in regions)


def _fits(audience: Audience, one: Owned, today: date) -> bool:
    return (
        _is_one(one.category, audience.category)
        and (not audience.product or any(_is_named(name, audience.product) for name in one.names))
        and (not audience.series or _is_named(one.series, audience.series))
        and _is_one(one.material, audience.material)
        and (not audience.batch or _is_named(one.batch, audience.batch))
        and _is_of_age(audience, one.since, today)
    )


def _is_named(name: str, wanted: Iterable[str]) -> bool:
    return plain_name(name) in {plain_name(one) for one in wanted}


def _is_of_age(audience: Audience, since: date, today: date) -> bool:
    old_enough = not audience.least_age or since + audience.least_age.times(1) <= today
    return old_enough and (not audience.most_age or today <= since + audience.most_age.times(1))


def material(names: Iterable[str], words: Words) -> str:
    """What a thing is made of, by the words in its names; the first material whose words fit counts."""
    text = " ".join(names).casefold()
    found = (name for name, signs in words.items() if any(sign.casefold() in text for sign in signs))
    return next(found, UNKNOWN)


def region(texts: Iterable[str], country: str, climate: "Climate") -> "Region | None":
    """Where they live: the place named first in these, else the only one of their country."""
    own = [one for one in climate.regions.values() if not country or one.country == country]
    for text in texts:
        if found := _named_first(text.casefold(), own):
            return found
    return own[0] if country and len(own) == 1 else None


def _named_first(text: str, places: "Iterable[Region]") -> "Region | None":
    found = [
        (at, -len(name), place.name, place)
        for place in places
        for name in (place.name, *place.names)
        if (at := text.find(name)) >= 0
    ]
    return min(found)[-1] if found else None
