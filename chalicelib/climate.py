"""Places, and the rules by which their weather raises an alert, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from chalicelib.hourly import Hour
from chalicelib.policies import Texts

# What a rule can look at, hour by hour; see rules/weather/reckoning.py.
MEASURES: Mapping[str, str] = {
    "dew_above_floor": "by how many °C the dew point of the air lies above the floor's temperature",
    "floor_humidity": "relative humidity right at the floor, in per cent",
    "mould_index": "the VTT index at the floor, 0 to 6: a rank, no date",
    "wood_moisture": "the moisture that wood in the room tends to, in per cent",
    "room_humidity": "relative humidity in the room, in per cent",
    "outdoor_celsius": "the air outdoors, in °C",
    "declared": "nothing: only a person says when, as for a typhoon",
}
LEVELS = ("city", "province", "country")
# What a rule's reason may name.
REASON_VALUES: Mapping[str, str] = {
    "city": "the place, in the reader's language",
    "day": "the day, with its weekday",
    "hours": "how many hours of that day",
    "dew": "the dew point in °C, at the hour that was furthest beyond the limit",
    "floor": "the floor's temperature in °C, then",
    "celsius": "the air outdoors in °C, then",
    "humidity": "the humidity in the room in per cent, then",
    "value": "what was measured, then",
    "limit": "the rule's own limit",
}
# And if it has a board.
BOARD_VALUES: Mapping[str, str] = {
    "width": "the board's, in mm",
    "gap": "by how many mm the board would shrink where the wood comes to that moisture",
}


@dataclass(frozen=True)
class Region:
    """A place with one weather. `names`: how ledgers and people call it. `heated`: homes are kept warm
    from November to March."""

    name: str
    label: Texts
    names: tuple[str, ...]
    province: str
    country: str
    zone: str
    latitude: float
    longitude: float
    heated: bool

    def area(self, level: str) -> str:
        """The city, province or country that an alert of this level speaks for."""
        return {"city": self.name, "province": self.province, "country": self.country}[level]


@dataclass(frozen=True)
class Declared:
    """What a person said of a region's weather: a rule counts as met on these days. `words` are what
    those who are told will read as the reason."""

    rule: str
    region: str
    first: date
    last: date
    words: str
    who: str
    declared_at: datetime


@dataclass(frozen=True)
class Outlook:
    """What a weather source knows of a region: hours from a season before now to some days ahead, and
    what people declared. `known_at`: when its provider last answered. `trouble`: a sentence where that is
    longer ago than it should be. `credit`: what must stand beside the numbers where they are shown."""

    hours: tuple[Hour, ...]
    known_at: datetime
    declared: tuple[Declared, ...] = ()
    trouble: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Season:
    """From one (month, day) to another, both within; it may run over New Year."""

    first: tuple[int, int] = (1, 1)
    last: tuple[int, int] = (12, 31)

    def holds(self, day: date) -> bool:
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last

    def year(self, day: date) -> int:
        """The year in which the season that holds this day began."""
        began_last_year = self.first > self.last and (day.month, day.day) <= self.last
        return day.year - began_last_year


@dataclass(frozen=True)
class Board:
    """Which a shop sells most: `width` in mm, `laid_at` in per cent of moisture."""

    species: str
    width: int
    laid_at: float


@dataclass(frozen=True)
class AlertRule:
    """A day meets it when `measure` is at least, or at most, the limit in so many `hours` of it.

    `lead`: so long before the first such day people are told. `cap`: so often in a season at most.
    `cool_down`: after the last day of one alert no other begins for so long. `heated`: only where homes
    are heated, or only where not. `provinces`: only there; none means everywhere. `materials`: whose owners
    it concerns; none means all.
    `board`: whose gaps its reason names.
    """

    name: str
    measure: str
    limit: float
    at_least: bool
    hours: int
    level: str
    lead: timedelta
    cap: int
    cool_down: timedelta
    reason: Texts
    season: Season = field(default_factory=Season)
    heated: bool | None = None
    provinces: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    board: Board | None = None

    def met_by(self, value: float) -> bool:
        return value >= self.limit if self.at_least else value <= self.limit

    def concerns(self, region: Region) -> bool:
        here = not self.provinces or region.province in self.provinces
        return here and (self.heated is None or self.heated == region.heated)


@dataclass(frozen=True)
class Climate:
    """All regions by name, and the rules in their order."""

    regions: Mapping[str, Region]
    rules: tuple[AlertRule, ...]

    def find(self, called: str) -> Region | None:
        """By name, or as people call it."""
        wanted = called.strip().casefold()
        return next((one for one in self.regions.values() if wanted in (one.name, *one.names)), None)

    def within(self, called: str) -> list[Region]:
        """The place that is called so, else all places of that province or country."""
        if place := self.find(called):
            return [place]
        return [one for one in self.regions.values() if called in (one.province, one.country)]

    def wider(self, level: str) -> dict[str, list[Region]]:
        """The provinces, or countries, that are more than one place."""
        found: dict[str, list[Region]] = {}
        for one in self.regions.values():
            found.setdefault(one.area(level), []).append(one)
        return {name: places for name, places in found.items() if len(places) > 1}

    def rule(self, name: str) -> AlertRule | None:
        return next((rule for rule in self.rules if rule.name == name), None)
