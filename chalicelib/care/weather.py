"""The weather of our regions: ask the source, add what people declared, say which alerts are due.

A source that fails, or lies too far back, raises no alert: it is told as trouble instead.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib import plans, settings
from chalicelib.climate import LEVELS, Declared, Outlook, Region
from chalicelib.errors import BadInput, CareError, NotConfigured, NotFound
from chalicelib.forecasts import manual
from chalicelib.forecasts.base import Forecast
from chalicelib.plugins import discover
from chalicelib.rules.timing import local_date
from chalicelib.rules.weather import alerts, judging
from chalicelib.rules.weather.alerts import Alert, Met, Told

LONGEST = 60
WORDS = 300


@dataclass(frozen=True)
class Look:
    """`due`: alerts to be told today. `held`: those that are not, each with its reason. `troubles`: a
    sentence by region where its source failed or is late. `credits`: to show beside the numbers."""

    due: tuple[Alert, ...]
    held: tuple[Alert, ...]
    troubles: dict[str, str]
    credits: tuple[str, ...]


def look(regions: Iterable[str], now: datetime, told: Iterable[Told] = ()) -> Look:
    """What the weather of these regions is worth saying today. `told`: the alerts of earlier days."""
    asked = [plans.climate().regions[name] for name in regions]
    outlooks, troubles = _outlooks(asked, now)
    today = {region.area(level): local_date(now, region.zone) for region in asked for level in LEVELS}
    found = _alerts(asked, outlooks, list(told), min(today.values(), default=date.max))
    return Look(
        due=tuple(alert for alert in found if alert.is_due(today[alert.area])),
        held=tuple(alert for alert in found if alert.held),
        troubles=troubles,
        credits=tuple(sorted({one.credit for one in outlooks.values() if one.credit})),
    )


def _alerts(
    regions: Iterable[Region], outlooks: Mapping[str, Outlook], told: list[Told], since: date
) -> list[Alert]:
    climate = plans.climate()
    by_rule: dict[str, list[Met]] = defaultdict(list)
    for region in regions:
        for name, days in judging.days_met(outlooks[region.name], region, climate.rules).items():
            by_rule[name] += days
    return [
        alert
        for rule in climate.rules
        for alert in alerts.alerts(rule, by_rule[rule.name], climate.regions, told, since)
    ]


def _outlooks(regions: Iterable[Region], now: datetime) -> tuple[dict[str, Outlook], dict[str, str]]:
    """For each region what is known, if only by declaration; and the troubles."""
    outlooks: dict[str, Outlook] = {}
    troubles: dict[str, str] = {}
    for region in regions:
        outlooks[region.name] = manual.FORECAST.outlook(settings.read(), region, now)
        try:
            source = _source()
            if not source.measures:
                continue
            found = source.outlook(settings.read(), region, now)
        except CareError as error:
            troubles[region.name] = str(error)
            continue
        outlooks[region.name] = replace(found, declared=outlooks[region.name].declared)
        if found.trouble:
            troubles[region.name] = found.trouble
    return outlooks, troubles


def _source() -> Forecast:
    known = discover("chalicelib.forecasts", "FORECAST")
    name = settings.read().weather_source
    if name not in known:
        raise NotConfigured(f"WEATHER_SOURCE is {name!r}: use one of {', '.join(sorted(known))}.")
    return known[name]


def declare(rule: str, region: str, first: date, last: date, words: str, who: str, now: datetime) -> int:
    """A person says what comes; its number, by which it can be taken back."""
    climate = plans.climate()
    place = climate.find(region)
    if place is None:
        raise NotFound(f"There is no region {region!r}. Known: {', '.join(climate.regions)}.")
    if climate.rule(rule) is None:
        known = ", ".join(one.name for one in climate.rules)
        raise NotFound(f"There is no alert {rule!r}. Known: {known}.")
    _judge(first, last, words, local_date(now, place.zone))
    return manual.declare(Declared(rule, place.name, first, last, words.strip(), who, now))


def _judge(first: date, last: date, words: str, today: date) -> None:
    if last < first:
        raise BadInput(f"It would end on {last}, before it begins on {first}. Let it end later.")
    if last < today:
        raise BadInput(f"{last} is over. Declare what is or comes.")
    if (last - first).days >= LONGEST:
        raise BadInput(
            f"{(last - first).days + 1} days are more than anybody can foresee. Keep to {LONGEST}."
        )
    if not words.strip() or len(words) > WORDS or "\n" in words.strip():
        raise BadInput(f"Say in one line of at most {WORDS} letters what comes: those who are told read it.")


def declared(region: str) -> list[tuple[int, Declared]]:
    """What stands there, each with its number."""
    return manual.numbered(region)


def take_back(region: str, number: int, who: str, now: datetime) -> None:
    place = plans.climate().find(region)
    if place is None or not any(one == number for one, _ in manual.numbered(place.name)):
        raise NotFound(f"Nothing of number {number} is declared for {region!r}.")
    manual.take_back(place.name, number, who, now)
