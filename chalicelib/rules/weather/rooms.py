"""How warm a floor is, and how dry the air above it, in a room that stands in this weather.

A floor is slow: its temperature is the outdoor air's, low-passed over 72 hours. It sweats where the dew
point of the air that comes in is not below it (回南天). Guangzhou's own stations compare the same two. The 72
hours are an assumption that met the announced days of February 2012; an air-conditioned or sealed home
differs. Where homes are heated, floors stay at 18 °C or more and rooms at 20 °C from November to March, and
those who live there add 2 g of water to each cubic metre.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from chalicelib.hourly import Hour, air

MEMORY = 72
# How much of that memory must be of hours that are known before a floor is said to sweat: two days.
SURE = 0.48
HEATED_MONTHS = frozenset({11, 12, 1, 2, 3})
HEATED_FLOOR, HEATED_ROOM = 18.0, 20.0
DWELLERS = 2.0
# A month speaks for its climate only if most of its hours are known.
ENOUGH_HOURS = 20 * 24


class Felt(NamedTuple):
    """What the wood of a room meets in one hour."""

    floor: float
    floor_humidity: float
    room: float
    room_humidity: float


class Floor:
    """A floor that follows the outdoor air. It begins as warm as the first hour's air, and is `sure` once
    enough of what it remembers was measured: after a gap it is not."""

    def __init__(self, memory: float = MEMORY):
        self._kept = 1 - 1 / memory
        self._celsius: float | None = None
        self._number = 0
        self._measured = 0.0

    @property
    def sure(self) -> bool:
        return self._measured >= SURE

    def after(self, hour: Hour) -> float:
        """Its temperature in this hour. A gap counts as if this hour's air had held all through it."""
        if self._celsius is None:
            self._celsius = hour.celsius
        else:
            kept = self._kept ** (hour.number - self._number)
            self._measured = self._measured * kept + 1 - self._kept
            self._celsius = kept * self._celsius + (1 - kept) * hour.celsius
        self._number = hour.number
        return self._celsius


def felt(hour: Hour, floor: float, heated: bool) -> Felt:
    """`floor` is what Floor says. Without heating the room is as warm as its floor."""
    if not heated or hour.day.month not in HEATED_MONTHS:
        humidity = air.humidity_at(floor, hour.dew)
        return Felt(floor, humidity, floor, humidity)
    warm, room = max(floor, HEATED_FLOOR), max(floor, HEATED_ROOM)
    grams = air.water(hour.celsius, hour.dew) + DWELLERS
    return Felt(warm, air.humidity_at(warm, hour.dew), room, air.humidity_of(room, grams))


def sweats(hour: Hour, floor: float) -> bool:
    """Water stands on it."""
    return hour.dew >= floor


def looks_heated(hours: Iterable[Hour]) -> bool:
    """Whether homes are built to be heated: the coldest month is at most 0 °C on average (the line of
    China's thermal design code, GB 50176, between its cold zones and the others)."""
    months: dict[int, list[float]] = defaultdict(list)
    for hour in hours:
        months[hour.day.month].append(hour.celsius)
    known = (month for month in months.values() if len(month) >= ENOUGH_HOURS)
    return any(sum(month) / len(month) <= 0 for month in known)
