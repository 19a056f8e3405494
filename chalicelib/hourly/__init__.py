"""Hourly weather: what an hour says, and how files write it. Values only."""

from datetime import date
from typing import NamedTuple

__all__ = ["Hour"]


class Hour(NamedTuple):
    """One hour outdoors. `number` counts hours, so that gaps show; `day` is the place's own. Temperature
    and dew point in °C, humidity in per cent."""

    number: int
    day: date
    celsius: float
    dew: float
    humidity: float
