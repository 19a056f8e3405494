"""The weather of our regions: ask the source, add what people declared, say which alerts are due.

A source that fails, or lies too far back, raises no alert: it is told as trouble instead.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib import plans, settings
from chalicelib.climate import LEVELS, Outlook, Region
from chalicelib.errors import CareError, NotConfigured
from chalicelib.forecasts import manual
from chalicelib.forecasts.base import Forecast
from chalicelib.plugins import discover
from chalicelib.rules.timing import local_date
from chalicelib.rules.weather import alerts, judging
from chalicelib.rules.weather.alerts import Alert, Met, Told


@dataclass(frozen=True)
class Look:
    """`due`: alerts to be told today, with their days from today on. `held`: those that are not, each with
    its reason. `troubles`: a sentence by region where its source failed or is late. `credits`: to show
    beside the numbers."""

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
        due=tuple(alert.ahead(today[alert.area]) for alert in found if alert.is_due(today[alert.area])),
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
            troubles[region.name] = error.said
            continue
        outlooks[region.name] = replace(found, declared=outlooks[region.name].declared)
        if found.trouble:
            troubles[region.name] = found.trouble
    return outlooks, troubles


def has_forecast() -> bool:
    """Whether the weather comes from a forecast; else only what people declare is known."""
    return settings.read().weather_source != manual.FORECAST.name


def _source() -> Forecast:
    known = discover("chalicelib.forecasts", "FORECAST")
    name = settings.read().weather_source
    if name not in known:
        raise NotConfigured("WEATHER_SOURCE is {name!r}: use one of {known}.", name=name, known=sorted(known))
    return known[name]
