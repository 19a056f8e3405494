"""Invented weather, hour by hour, and as files of every shape in which others write it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, pi

from chalicelib.hourly import air

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Sky:
    """Some days of one kind: mean temperature, how far it swings between night and day, humidity."""

    days: int
    celsius: float
    humidity: float
    swing: float = 3.0


Row = tuple[datetime, float, float, float]

# Cold and dry, then warm moist air comes in from the sea for four days, then the wind turns.
DAMP_SPRING = (Sky(10, 9, 60), Sky(4, 19, 96, 1.5), Sky(6, 12, 55))
NORTHERN_WINTER = (Sky(31, -4, 44),)


def rows(skies: Iterable[Sky], start: datetime) -> Iterator[Row]:
    """(time, temperature, dew point, humidity) with one decimal, as thermometers give them."""
    at = start
    for sky in skies:
        for _ in range(sky.days * 24):
            celsius = round(sky.celsius - sky.swing * cos((at.hour - 3) * pi / 12), 1)
            yield at, celsius, round(air.dew_point(celsius, sky.humidity), 1), sky.humidity
            at += HOUR


def csv(given: Iterable[Row]) -> str:
    lines = [f"{at:%Y-%m-%dT%H:%M},{celsius},{dew},{humidity}" for at, celsius, dew, humidity in given]
    return "\n".join(["time,temp_c,dew_c,rh", *lines, ""])
