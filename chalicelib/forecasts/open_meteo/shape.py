"""Open-Meteo's reply: parallel lists, hours in local time without an offset, nulls where it knows nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.climate import Region
from chalicelib.errors import NoWeather
from chalicelib.forecasts.base import number_of
from chalicelib.hourly import Hour, readings
from chalicelib.sentences import Labelled

VARIABLES = ("temperature_2m", "relative_humidity_2m", "dew_point_2m")
Cell = tuple[float, float]  # latitude, longitude


@dataclass(frozen=True)
class Reply:
    """`content`: the JSON value as it came."""

    content: dict[str, Any]
    known_at: datetime


def cell(region: Region) -> Cell:
    """Its models see no more than about ten kilometres: places nearer to each other share a request."""
    return round(region.latitude, 1), round(region.longitude, 1)


def hours(reply: Reply, region: Region) -> tuple[Hour, ...]:
    """In order; those that lack a value are left out."""
    try:
        found = {hour.number: hour for hour in _hours(reply.content, region)}
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise NoWeather("Open-Meteo answered with something that is no hourly weather.") from None
    if not found:
        raise NoWeather(
            "Open-Meteo knows no hour of {region}: look at its latitude and longitude.",
            region=Labelled(region.name, region.label),
        )
    return tuple(found[number] for number in sorted(found))


def _hours(content: dict[str, Any], region: Region) -> Iterator[Hour]:
    offset, zone = timedelta(seconds=content["utc_offset_seconds"]), ZoneInfo(region.zone)
    columns = [content["hourly"][name] for name in ("time", *VARIABLES)]
    for time, celsius, humidity, dew in zip(*columns, strict=True):
        if celsius is None:
            continue
        at = datetime.fromisoformat(time).replace(tzinfo=UTC) - offset
        when = number_of(at), at.astimezone(zone).date()
        hour = readings.hour(when, celsius, dew, humidity)
        if hour:
            yield hour
