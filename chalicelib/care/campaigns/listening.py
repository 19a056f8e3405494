"""Campaigns that come with the weather: which alerts they wait for, where, and how they come by one."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial

from chalicelib import plans
from chalicelib.campaigns import Campaign as Meant
from chalicelib.care.campaigns import coming, keeping
from chalicelib.climate import AlertRule, Region
from chalicelib.errors import Conflict
from chalicelib.records import roster
from chalicelib.records.campaigns import Campaign, Occurrence, occurrences
from chalicelib.records.customers import Customer
from chalicelib.records.pulls import shards
from chalicelib.rules.campaigns import audience, life
from chalicelib.rules.weather.alerts import Listener, Numbers, Told

WEATHER = "the weather"
PAGE = 100


def listeners() -> list[Listener]:
    """Those that may go, each with the regions where customers live whom it might be for."""
    climate = plans.climate()
    waiting = [
        (row, campaign, rule)
        for row in keeping.every()
        if not life.held(row.life)
        and (campaign := keeping.meant(row))
        and (rule := climate.rule(campaign.when.weather))
    ]
    wanted = {place.name for _, campaign, _ in waiting for place in _meant_for(campaign)}
    lived_in = _lived_in(wanted)
    return [_listener(row, campaign, rule, lived_in) for row, campaign, rule in waiting]


def waits_for(rule: str, area: str) -> bool:
    """Whether a campaign that may go is told of this alert there."""
    places = {one.name for one in plans.climate().within(area)}
    return any(
        not life.held(row.life)
        and (campaign := keeping.meant(row)).when.weather == rule
        and places & {place.name for place in _meant_for(campaign)}
        for row in keeping.every()
    )


def _listener(row: Campaign, campaign: Meant, rule: AlertRule, lived_in: set[str]) -> Listener:
    regions = frozenset(place.name for place in _meant_for(campaign)) & lived_in
    return Listener(row.name, rule, regions, tuple(_came(row.name, rule)), partial(_come, row.name))


def _meant_for(campaign: Meant) -> Iterator[Region]:
    wanted = set(campaign.audience.region)
    for place in plans.climate().regions.values():
        if not wanted or wanted & {place.name, place.province, place.country}:
            yield place


def _lived_in(wanted: set[str]) -> set[str]:
    """Where customers live, of these. Reads everybody, until each of the places is found."""
    found: set[str] = set()
    for shard in shards():
        position = None
        while position != "" and not wanted <= found:
            ids, position = roster.page(shard, PAGE, position or "")
            rows = Customer.many([Customer.at(one) for one in ids])
            places = (_region(row) for row in rows.values() if not row.merged_into and not row.erased_at)
            found |= {place.name for place in places if place}
    return found & wanted


def _region(row: Customer) -> Region | None:
    return audience.region((row.address, row.estate, row.store), row.country, plans.climate())


def _came(name: str, rule: AlertRule) -> Iterator[Told]:
    """What somebody had come by hand counts like an alert."""
    regions = plans.climate().regions
    for one in occurrences(name):
        if one.who != WEATHER and one.named_on:
            for area in {regions[place].area(rule.level) for place in one.regions if place in regions}:
                yield Told(rule.name, area, one.named_on, one.named_on)


def _come(
    name: str, area: str, day: date, said: Mapping[str, str], numbers: list[Numbers], now: datetime
) -> str:
    if _came_already(name, area, day):
        return ""
    row = keeping.get(name)
    try:
        coming.fire(row, keeping.meant(row), area, day, WEATHER, now, said, numbers)
    except Conflict as conflict:
        return conflict.said
    return ""


def _came_already(name: str, area: str, day: date) -> bool:
    """Before a crash."""
    found = Occurrence.find(*Occurrence.at(name, f"{day}-{area}"), consistent=True)
    return found is not None and found.who == WEATHER
