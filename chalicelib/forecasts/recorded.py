"""Weather from files that somebody recorded: for a station of one's own, simulations and tests.

A file for each region, in its wall-clock time: guangzhou.csv, guangzhou_2012-2015.csv.gz. What lies ahead
of now counts as forecast.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from chalicelib.climate import Outlook, Region
from chalicelib.errors import NoWeather, Unreadable
from chalicelib.forecasts.base import AHEAD, PAST, demand, local_number
from chalicelib.hourly import Hour, readings
from chalicelib.sentences import Moment
from chalicelib.settings import Settings

# A station that has not reported for so long tells nothing of today.
SILENCE = 12


class Recorded:
    name = "recorded"
    needs = ("RECORDED_WEATHER",)
    measures = True

    def check(self, settings: Settings) -> None:
        demand(settings, self.name, self.needs)

    def outlook(self, settings: Settings, region: Region, now: datetime) -> Outlook:
        self.check(settings)
        path = _file(Path(settings.recorded_weather), region)
        here, days = local_number(now, region), 24
        first, last = here - PAST.days * days, here + AHEAD.days * days
        known = _hours(path, path.stat().st_mtime_ns, region.zone)
        hours = tuple(known[number] for number in range(first, last + 1) if number in known)
        if not any(here - SILENCE <= hour.number for hour in hours):
            raise NoWeather(
                "{file} says nothing of the {hours} hours before {moment} or later. Add newer rows to it.",
                file=path.name,
                hours=SILENCE,
                moment=Moment(now, region.zone),
            )
        return Outlook(hours, now)


def _file(folder: Path, region: Region) -> Path:
    """The one that begins with the region's name."""
    named = re.compile(rf"{re.escape(region.name)}([_. ].*)?\.csv(\.gz)?", re.IGNORECASE)
    found = sorted(path for path in folder.glob("*") if named.fullmatch(path.name))
    if not found:
        raise NoWeather(
            "RECORDED_WEATHER has no file for {region}: put {region}.csv there, hour by hour.",
            region=region.name,
        )
    return found[0]


@lru_cache(maxsize=32)
def _hours(path: Path, changed: int, zone: str) -> Mapping[int, Hour]:
    """By number in the region's wall-clock time; read again when the file has `changed`."""
    try:
        read = readings.read(path.name, path.read_bytes(), ZoneInfo(zone))
    except (OSError, Unreadable) as error:
        raise NoWeather(
            "The recorded weather cannot be used: {error}", error=getattr(error, "said", str(error))
        ) from error
    return {hour.number: hour for hour in read.hours}


FORECAST = Recorded()
