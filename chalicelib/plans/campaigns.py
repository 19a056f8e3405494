"""One campaign as it is written, in a file of schedules/campaigns or by the API, read into its value."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib import words
from chalicelib.campaigns import COMPLAINTS, GOODS, IMPORTANCE, Audience, Campaign, When
from chalicelib.climate import Climate
from chalicelib.errors import BadPlan
from chalicelib.plans import campaign_words, fields, policies
from chalicelib.plans.campaign_words import Held
from chalicelib.plans.occasions import read_occasion
from chalicelib.plans.policies import texts
from chalicelib.plans.reading import CHANNELS
from chalicelib.plans.source import Entry, Folder, read
from chalicelib.plans.weather import read_climate
from chalicelib.policies import Price
from chalicelib.sentences import Said
from chalicelib.steps import PURPOSES

TOUCHES = {
    "message": Said("message"),
    "call": Said("call"),
    "visit": Said("visit"),
    "gathering": Said("gathering"),
}
KINDS = tuple(TOUCHES)
SENT = ("message", "gathering")
FIELDS = (
    *("campaign", "about", "practice", "purpose", "owner", "importance", "cheerful", "when", "audience"),
    *("touch", "calls", "channels", "window", "expires", "budget", "place", "words"),
)
_GOODS = ("category", "product", "series", "material", "batch", "age")
_PEOPLE = ("region", "estate", "tier", "language", "tags", "complaint", "quiet_for")
RESERVED = ("new", "calendar", "weather")
LONGEST_EXPIRY = 60
LONGEST_QUIET = timedelta(days=35)


@dataclass(frozen=True)
class Known:
    """The names that a campaign may use, and what its words are held against."""

    tiers: tuple[str, ...]
    climate: Climate
    held: Held

    @property
    def places(self) -> tuple[str, ...]:
        found = self.climate.regions.values()
        areas = (area for one in found for area in (one.name, one.province, one.country))
        return tuple(dict.fromkeys(areas))


def judged(written: dict[str, Any], place: str, known: Known) -> tuple[Campaign, list[str]]:
    """What its fields say, or BadPlan for the first that makes no sense; and a sentence for everything
    else that is wrong, above all with its words."""
    entry = Entry(written, place)
    try:
        campaign = _campaign(entry, known)
    except BadPlan as problem:
        problem.fields = _faults(entry, known)
        raise
    return campaign, [*_agree(entry, campaign), *campaign_words.faults(entry, campaign, known.held)]


def check(folder: Folder) -> list[str]:
    """The same for every file of a folder."""
    try:
        known = known_of(folder)
    except BadPlan as problem:
        return [problem.said]
    return [sentence for path in folder.campaigns for sentence in _check(path, known)]


def _check(path: Path, known: Known) -> list[str]:
    try:
        entry = read(path)
        campaign, sentences = judged(entry.values, entry.place, known)
    except BadPlan as problem:
        return [problem.said]
    if campaign.name != path.stem:
        sentences.append(
            str(
                entry.refuse(
                    "campaign", Said("call it {name}, as its file, or rename the file", name=path.stem)
                )
            )
        )
    return sentences


def known_of(folder: Folder) -> Known:
    """What the shop's other files say that campaigns must agree with."""
    shop, banned = policies.read_shop(folder), policies.read_banned(folder)
    held = Held(shop, policies.read_countries(folder, shop.languages), banned)
    tiers = tuple(name for name, _ in policies.read_tiers(folder, shop.languages).tiers)
    return Known(tiers, read_climate(folder, shop.languages, banned), held)


@cache
def known_once(folder: Folder) -> Known:
    """Of the program's own folder, whose files it takes as they were when it began."""
    return known_of(folder)


def _campaign(entry: Entry, known: Known) -> Campaign:
    entry.only(FIELDS)
    return Campaign(**{name: read() for name, read in _fields(entry, known).items()})


def _faults(entry: Entry, known: Known) -> dict[str, str]:
    """What each field that makes no sense is refused with, all at once."""
    found: dict[str, str] = {}
    for name, read_field in _fields(entry, known).items():
        try:
            read_field()
        except BadPlan as problem:
            found[name] = problem.said
    return found


def _fields(entry: Entry, known: Known) -> dict[str, Callable[[], Any]]:
    languages = known.held.shop.languages
    there = entry.values
    return {
        "name": lambda: _name(entry),
        "about": lambda: texts(entry.under("about"), languages),
        "practice": lambda: entry.text("practice", ""),
        "purpose": lambda: entry.choice("purpose", PURPOSES),
        "owner": lambda: entry.text("owner", ""),
        "importance": lambda: entry.choice("importance", IMPORTANCE, "normal"),
        "cheerful": lambda: fields.flag(entry, "cheerful"),
        "when": lambda: _when(entry.under("when"), known.climate),
        "audience": lambda: _audience(entry.under("audience"), known),
        "touch": lambda: entry.choice("touch", KINDS, "message"),
        "calls": lambda: entry.choices("calls", known.tiers),
        "channels": lambda: entry.choices("channels", CHANNELS),
        "window": lambda: fields.window(entry, "window") if "window" in there else None,
        "expires": lambda: fields.period(entry, "expires"),
        "budget": lambda: _budget(entry.under("budget")) if "budget" in there else None,
        "place": lambda: texts(entry.under("place"), languages) if "place" in there else {},
        "words": lambda: campaign_words.read(entry.under("words"), languages),
    }


def _name(entry: Entry) -> str:
    name = entry.text("campaign")
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", name):
        raise entry.refuse("campaign", Said("use small letters, digits and hyphens, such as damp-floor"))
    if name in RESERVED:
        raise entry.refuse("campaign", Said("a page of the console is called so; take another name"))
    if words.available(name):
        raise entry.refuse("campaign", Said("a step of a care plan is called so; take another name"))
    return name


def _when(entry: Entry, climate: Climate) -> When:
    if "weather" in entry.values:
        entry.only(("weather",))
        return When(weather=entry.choice("weather", [rule.name for rule in climate.rules]))
    if "hand" in entry.values:
        entry.only(("hand",))
        if not fields.flag(entry, "hand"):
            raise entry.refuse("hand", Said("write `hand: yes`, or say when it comes"))
        return When(hand=True)
    return When(occasion=read_occasion(entry))


def _audience(entry: Entry, known: Known) -> Audience:
    entry.only((*_GOODS, *_PEOPLE))
    age = entry.under("age")
    age.only(("least", "most"))
    listed = {
        name: entry.listed(name) for name in ("category", "product", "series", "batch", "estate", "tags")
    }
    return Audience(
        **listed,
        material=entry.choices("material", GOODS),
        least_age=fields.period(age, "least") if "least" in age.values else None,
        most_age=fields.period(age, "most") if "most" in age.values else None,
        region=entry.choices("region", known.places),
        tier=entry.choices("tier", known.tiers),
        language=entry.choices("language", known.held.shop.languages),
        complaint=entry.choice("complaint", COMPLAINTS, "either"),
        quiet_for=_quiet(entry),
    )


def _quiet(entry: Entry) -> timedelta:
    if "quiet_for" not in entry.values:
        return timedelta()
    found = fields.whole_days(entry, "quiet_for")
    if found is None or not timedelta() < found <= LONGEST_QUIET:
        raise entry.refuse(
            "quiet_for", Said("write 1 to {most} days, such as '7 days'", most=LONGEST_QUIET.days)
        )
    return found


def _budget(entry: Entry) -> Price:
    entry.only(("amount", "currency"))
    return Price(fields.amount(entry, "amount"), entry.text("currency"))


def _agree(entry: Entry, campaign: Campaign) -> Iterator[str]:
    """Fields that contradict each other."""
    if campaign.touch in SENT and not campaign.channels:
        needs = Said("a {touch} needs at least one, such as [sms, email]", touch=TOUCHES[campaign.touch])
        yield entry.refuse("channels", needs).said
    if campaign.touch not in SENT and campaign.channels:
        theirs = Said("a {touch} is a person's; leave them out", touch=TOUCHES[campaign.touch])
        yield entry.refuse("channels", theirs).said
    if campaign.touch != "message" and campaign.calls:
        yield entry.refuse("calls", Said("it says who is phoned instead of a message; leave it out")).said
    if fields.days(campaign.expires) > LONGEST_EXPIRY:
        yield entry.refuse("expires", Said("keep within {most} days", most=LONGEST_EXPIRY)).said
    least, most = campaign.audience.least_age, campaign.audience.most_age
    if least and most and fields.days(least) > fields.days(most):
        yield entry.under("audience").refuse("age", Said("let `most` be more than `least`")).said
