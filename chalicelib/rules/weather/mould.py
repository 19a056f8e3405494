"""The VTT mould index: how far mould would have come on a surface, from 0 to 6.

Source: Hukka and Viitanen 1999 (doi 10.1007/s002260050131), with the classes of Ojanen, Viitanen and others
2010. For 0 to 50 °C and up to 100 % at the surface. Use it to rank days, places and materials, never as a
promise of mould in so many days: its parameters cannot be told apart by experiment (Berger et al. 2018,
arXiv 1804.02992).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log

WARMEST = 50.0
DRY_AT_FIRST, DRY_FOR_LONG = 6, 24  # hours
DECLINE_AT_FIRST, DECLINE_FOR_LONG = 0.032 / 24, 0.016 / 24  # of the index, per hour
HOURS_A_DAY = 24


@dataclass(frozen=True)
class Sensitivity:
    """How readily a material feeds mould: `starts` before the index is 1 and `goes_on` after it scale
    the growth (k1); `a`, `b`, `c` bound it; below `driest` per cent nothing grows."""

    starts: float
    goes_on: float
    a: float
    b: float
    c: float
    driest: float


# Pine sapwood; glued board, spruce, paper-faced board; concrete, mineral wool; glass, metal, polished PUR.
SENSITIVITIES: Mapping[str, Sensitivity] = {
    "very_sensitive": Sensitivity(1, 2, 1, 7, 2, 80),
    "sensitive": Sensitivity(0.578, 0.386, 0.3, 6, 1, 80),
    "medium_resistant": Sensitivity(0.072, 0.097, 0, 5, 1.5, 85),
    "resistant": Sensitivity(0.033, 0.014, 0, 3, 1, 85),
}
# How fast it goes back while dry, as a share of the decline measured on wood.
DECLINES: Mapping[str, float] = {"strong": 1.0, "significant": 0.5, "low": 0.25, "almost_none": 0.1}
# What the index means, from which value on.
RANKS = (
    (5.0, "heavy"),  # more than half of the surface
    (4.0, "wide"),  # 10 to 50 %
    (3.0, "visible"),  # to the naked eye, below 10 %
    (1.0, "microscopic"),
    (0.0, "none"),
)


class Mould:
    """The index of one surface, hour by hour."""

    def __init__(self, sensitivity: str = "sensitive", decline: str = "significant", index: float = 0.0):
        self.index = index
        self._of = SENSITIVITIES[sensitivity]
        self._decline = DECLINES[decline]
        self._dry_hours = 0

    def after(self, celsius: float, humidity: float) -> float:
        """The index at the end of an hour of this at the surface."""
        critical = critical_humidity(celsius, self._of)
        if 0 < celsius <= WARMEST and humidity >= critical:
            self._dry_hours = 0
            self.index += self._growth(celsius, humidity, critical)
        else:
            self._dry_hours += 1
            self.index = max(0.0, self.index - self._decline * _loss(self._dry_hours))
        return self.index

    def _growth(self, celsius: float, humidity: float, critical: float) -> float:
        speed = self._of.starts if self.index < 1 else self._of.goes_on
        slowing = max(0.0, 1 - exp(2.3 * (self.index - highest(humidity, critical, self._of))))
        return speed * slowing / (HOURS_A_DAY * days_to_begin(celsius, humidity))


def rank(index: float) -> str:
    """The word for an index; see RANKS."""
    return next(word for least, word in RANKS if index >= least)


def critical_humidity(celsius: float, of: Sensitivity) -> float:
    """The least relative humidity at which anything grows."""
    if celsius <= 0:
        return 100.0
    if celsius > 20:
        return of.driest
    return max(-0.00267 * celsius**3 + 0.160 * celsius**2 - 3.13 * celsius + 100, of.driest)


def highest(humidity: float, critical: float, of: Sensitivity) -> float:
    """Where the index comes to rest if it stays as moist as this."""
    part = 1.0 if critical >= 100 else (critical - humidity) / (critical - 100)
    return of.a + of.b * part - of.c * part**2


def days_to_begin(celsius: float, humidity: float) -> float:
    """Days until the index of pine sapwood is 1 under constant conditions."""
    return 7 * exp(-0.68 * log(celsius) - 13.9 * log(humidity) + 66.02)


def _loss(dry_hours: int) -> float:
    if dry_hours <= DRY_AT_FIRST:
        return DECLINE_AT_FIRST
    return DECLINE_FOR_LONG if dry_hours > DRY_FOR_LONG else 0.0
