"""From hours outdoors to what floors, mould and wood make of them, hour by hour and day by day."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import nan
from typing import NamedTuple

from chalicelib.hourly import Hour
from chalicelib.rules.weather import rooms, wood
from chalicelib.rules.weather.mould import Mould
from chalicelib.rules.weather.rooms import Felt, Floor

# A day on which a floor sweats for so long is a day of 回南天.
ENOUGH = 6


class Sensed(NamedTuple):
    """An hour, and what the floor made of it. `mould_index` at its end. `sure`: enough is known of the days
    before to say how warm the floor is."""

    hour: Hour
    felt: Felt
    mould_index: float
    sure: bool

    @property
    def sweats(self) -> bool:
        return self.sure and rooms.sweats(self.hour, self.felt.floor)

    @property
    def wood_moisture(self) -> float:
        """In per cent, where the wood of the room tends to."""
        return wood.equilibrium(self.felt.room, self.felt.room_humidity)


# What is not known meets no rule, whether its limit is the least or the most.
MEASURED: Mapping[str, Callable[[Sensed], float]] = {
    "dew_above_floor": lambda sensed: sensed.hour.dew - sensed.felt.floor if sensed.sure else nan,
    "floor_humidity": lambda sensed: sensed.felt.floor_humidity if sensed.sure else nan,
    "mould_index": lambda sensed: sensed.mould_index,
    "wood_moisture": lambda sensed: sensed.wood_moisture,
    "room_humidity": lambda sensed: sensed.felt.room_humidity,
    "outdoor_celsius": lambda sensed: sensed.hour.celsius,
}


@dataclass(frozen=True)
class Day:
    """`mould_index` at its end, `emc_percent` on its average (the equilibrium moisture of wood in the
    room), over the hours that are known."""

    on: date
    hours: int
    condensation_hours: int
    mould_index: float
    emc_percent: float

    @property
    def is_damp(self) -> bool:
        return self.condensation_hours >= ENOUGH


def sense(hours: Iterable[Hour], heated: bool, index: float = 0.0) -> Iterator[Sensed]:
    """`hours` in order. `index`: how far mould had come before them. In hours that are not known it
    neither grows nor goes back."""
    floor, mould = Floor(), Mould(index=index)
    for hour in hours:
        felt = rooms.felt(hour, floor.after(hour), heated)
        grown = mould.after(felt.floor, felt.floor_humidity)
        yield Sensed(hour, felt, grown, floor.sure)


def by_day(sensed: Iterable[Sensed]) -> Iterator[tuple[date, list[Sensed]]]:
    for day, hours in groupby(sensed, key=lambda one: one.hour.day):
        yield day, list(hours)


def summed(day: date, sensed: list[Sensed]) -> Day:
    return Day(
        on=day,
        hours=len(sensed),
        condensation_hours=sum(one.sweats for one in sensed),
        mould_index=sensed[-1].mould_index,
        emc_percent=sum(one.wood_moisture for one in sensed) / len(sensed),
    )
