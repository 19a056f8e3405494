"""The days on which a campaign comes: put ahead by the calendar, or at once by the weather and by people."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from chalicelib import plans
from chalicelib.campaigns import Campaign as Meant
from chalicelib.errors import BadInput, Conflict, NotFound
from chalicelib.records.campaigns import Batch, Campaign, Occurrence, batches, occurrences
from chalicelib.records.table import REST, leave_due, move_due, shard_of
from chalicelib.rules import reasons, timing
from chalicelib.rules.campaigns import life
from chalicelib.sentences import Labelled

if TYPE_CHECKING:
    from chalicelib.rules.occasions import Coming

# On the day before, at the shop's noon: early enough for the first zone's morning.
FILL_AT = time(12)
SETTLED_AFTER = timedelta(days=4)
DAY = timedelta(days=1)


def ahead(campaign: Meant, today: date) -> "list[Coming]":
    """The days of the next five years, with those that had to give way to mourning."""
    if campaign.when.occasion is None:
        return []
    from chalicelib.rules.occasions import coming as dates  # no message that is due should wait for it

    shop = plans.shop_defaults()
    return dates(campaign.when.occasion, today, plans.country(shop.country).blackout)


def never_comes(campaign: Meant, now: datetime) -> bool:
    """By the calendar, and no day is left for it; of one that goes on its own day the rest still goes."""
    if campaign.when.occasion is None or any(one.on for one in ahead(campaign, today(now))):
        return False
    begun = [one.named_on for one in occurrences(campaign.name) if one.state == "filling" and one.named_on]
    return not any(one.named == day for day in begun for one in ahead(campaign, day))


def today(now: datetime) -> date:
    return timing.local_date(now, plans.shop_defaults().zone)


def arrange(row: Campaign, campaign: Meant, now: datetime) -> None:
    """Its next day stands as the calendar has it; days that no longer fit are taken back."""
    days = {one.named.isoformat(): one for one in ahead(campaign, today(now)) if one.on}
    for old in occurrences(row.name):
        if old.state == "planned" and old.who == "calendar" and old.id not in days:
            old.change([Occurrence.state.set("over"), Occurrence.reason.set("moved"), *leave_due()])
    for one in list(days.values())[:1]:
        _put(row.name, campaign, one, now)


def follow(row: Campaign, campaign: Meant, after: Occurrence, now: datetime) -> None:
    """The next one of the calendar, before this one begins."""
    if after.who == "calendar" and after.named_on:
        later = (one for one in ahead(campaign, today(now)) if one.on and one.named > after.named_on)
        for one in list(later)[:1]:
            _put(row.name, campaign, one, now)


def _put(name: str, campaign: Meant, day: "Coming", now: datetime) -> None:
    if day.on is None:
        return
    row = Occurrence(*Occurrence.at(name, day.named.isoformat()), on=day.on, named_on=day.named)
    _ready(row, campaign, now)
    if row.create():
        return
    movable = (Occurrence.state == "planned") | (Occurrence.reason == "moved")
    row.put_if(movable)


def _ready(row: Occurrence, campaign: Meant, now: datetime) -> None:
    zone = plans.shop_defaults().zone
    begins = timing.at_wall_clock(row.on - DAY, FILL_AT, zone)
    ends = timing.at_wall_clock(row.on + DAY, time(0), zone)
    row.ends_at = ends + campaign.expires.times(1) + SETTLED_AFTER
    row.is_due(max(begins, now), shard_of(row.pk), REST)


def fire(
    row: Campaign, campaign: Meant, area: str, day: date, who: str, now: datetime,
    said: Mapping[str, str] | None = None, numbers: Iterable[Mapping[str, Any]] = (),
) -> Occurrence:  # fmt: skip
    """It comes to a city, a province or a country: `day` is when it begins there, and people are told today.
    `said`: why, by language; `numbers`: what made the weather's alert. The way in for whoever knows."""
    if not campaign.when.in_regions:
        raise BadInput(
            "{campaign} comes by the calendar; nobody can have it come by hand.",
            campaign=campaign.called,
        )
    if reason := life.held(row.life):
        raise Conflict(
            "{campaign} cannot come to {area}: {sentence}.",
            campaign=campaign.called,
            area=_place(area),
            sentence=reasons.sentence(reason),
        )
    regions = _regions(area)
    _not_again(row, campaign, regions, day)
    coming = Occurrence(
        *Occurrence.at(row.name, f"{day}-{area}"), on=today(now), named_on=day, regions=regions,
        said=dict(said or {}), numbers=[dict(one) for one in numbers], who=who,
    )  # fmt: skip
    _ready(coming, campaign, now)
    if not coming.create():
        raise Conflict(
            "{campaign} came to {area} for {day} before; nobody is told twice.",
            campaign=campaign.called,
            area=_place(area),
            day=day,
        )
    return coming


def _place(area: str) -> str:
    """A city as people call it."""
    city = plans.climate().regions.get(area)
    return Labelled(area, city.label) if city else area


def _regions(area: str) -> list[str]:
    found = plans.climate().within(area)
    if not found:
        raise NotFound(
            "There is no region {area!r}. Known: {regions}.", area=area, regions=list(plans.climate().regions)
        )
    return [one.name for one in found]


def _not_again(row: Campaign, campaign: Meant, regions: list[str], day: date) -> None:
    """A forecast that moves by a day is the same weather."""
    rule = plans.climate().rule(campaign.when.weather)
    apart = rule.cool_down if rule else DAY * max(1, campaign.expires.times(1).days)
    for one in occurrences(row.name):
        near = one.named_on and abs(one.named_on - day) < apart
        if near and set(one.regions) & set(regions) and one.reason != "moved":
            raise Conflict(
                "{campaign} came there for {named_on} already, within {days} days of {day}.",
                campaign=campaign.called,
                named_on=one.named_on,
                days=apart.days,
                day=day,
            )


def goes_at(campaign: Meant, day: date, begins_at: datetime) -> datetime:
    """From when on its messages go to people who live where the shop is."""
    shop = plans.shop_defaults()
    window = timing.narrowed(plans.country(shop.country).window, campaign.window)
    morning = timing.at_wall_clock(day, window[0], shop.zone)
    return timing.opens_at(max(begins_at, morning), window, shop.zone)


def first_hour(campaign: Meant, day: date) -> datetime:
    """From when on its messages go to whoever lives where that day's morning comes first."""
    home = (plans.shop_defaults().zone,)
    places = ((one.window, zone) for one in plans.countries().values() for zone in one.zones or home)
    return min(
        timing.at_wall_clock(day, timing.narrowed(window, campaign.window)[0], zone)
        for window, zone in places
    )


def wake(row: Campaign, now: datetime) -> None:
    """What waited for a leave looks again at once."""
    for one in occurrences(row.name):
        if one.state != "over" and one.due_key:
            one.change(move_due(one, now), Occurrence.due_key == one.due_key)
            for batch in batches(row.name, one.id):
                if batch.due_key:
                    batch.change(move_due(batch, now), Batch.due_key == batch.due_key)


def end_all(row: Campaign, reason: str, now: datetime) -> None:
    for one in occurrences(row.name):
        if one.state != "over":
            one.change([Occurrence.state.set("over"), Occurrence.reason.set(reason), *leave_due()])
