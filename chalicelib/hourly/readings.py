"""Hourly weather from a file: bytes in; hours out, each once and in order; what is left out is counted."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import pairwise

from chalicelib.errors import Unreadable
from chalicelib.hourly import Hour, air, columns, moments, tables
from chalicelib.hourly.columns import Columns
from chalicelib.hourly.moments import Clock

# What thermometers outdoors have shown, and the stand-ins for "unknown" (-9999, 999.9) have not.
COLDEST, WARMEST = -70.0, 60.0
# Dew points are rounded and measured apart, so they may lie a little above the air; not more.
ABOVE_AIR = 3.0
# No air on earth has held more water than that of a dew point of 35 °C.
WETTEST = 36.0
# A broken sensor spoils a few hours; a wrong scale or column many.
A_FEW, FEW = 24, 0.1
UNKNOWN = 999.0
MOIST_ENOUGH = 103.0

Values = tuple[float, float, float]


@dataclass(frozen=True)
class Readings:
    """`left_out` rows by why: no_time, missing, impossible, repeated."""

    hours: tuple[Hour, ...]
    left_out: Mapping[str, int]

    @property
    def left_out_count(self) -> int:
        return sum(self.left_out.values())


def read(name: str, content: bytes, zone: tzinfo | None = None) -> Readings:
    """Raises Unreadable with a sentence. `zone` is the place's, for times that are written in UTC."""
    found, lines = columns.find(name, tables.text(name, content))
    rows = [cells for _, cells in lines]
    clock = moments.clock(name, found, rows, zone)
    part = _is_part_of_one(found, rows)
    hours, left_out = _collected(clock, found, rows, 100.0 if part else 1.0)
    _judge(name, hours, len(rows), left_out)
    return Readings(tuple(hours[number] for number in sorted(hours)), left_out)


def _collected(
    clock: Clock, found: Columns, rows: Iterable[Sequence[str]], percent: float
) -> tuple[dict[int, Hour], Counter[str]]:
    hours: dict[int, Hour] = {}
    left_out: Counter[str] = Counter()
    for cells in rows:
        hour = _hour(clock, found, cells, percent)
        if isinstance(hour, str):
            left_out[hour] += 1
        elif hour.number in hours:
            left_out["repeated"] += 1
        else:
            hours[hour.number] = hour
    return hours, left_out


def _hour(clock: Clock, found: Columns, cells: Sequence[str], percent: float) -> Hour | str:
    """The hour, or why it is left out."""
    when = clock.read(cells)
    if when is None:
        return "no_time"
    known: dict[str, float] = {}
    for field in found.needed:
        value = _number(cells, found.places[field])
        if value is None:
            return "missing"
        known[field] = value
    return _whole(when, found, known, percent)


def _whole(when: tuple[int, date], found: Columns, known: Mapping[str, float], percent: float) -> Hour | str:
    dew = found.celsius("dew", known["dew"]) if "dew" in known else None
    humidity = known["humidity"] * percent if "humidity" in known else None
    return hour(when, found.celsius("celsius", known["celsius"]), dew, humidity) or "impossible"


def hour(when: tuple[int, date], celsius: float, dew: float | None, humidity: float | None) -> Hour | None:
    """Dew point and humidity say the same: one of them will do. Nothing where no air is like this."""
    if not COLDEST <= celsius <= WARMEST or (humidity is not None and not 0 < humidity <= MOIST_ENOUGH):
        return None
    humidity = None if humidity is None else min(humidity, 100.0)
    if dew is None:
        if humidity is None:
            return None
        dew = air.dew_point(celsius, humidity)
    if not COLDEST <= dew <= min(celsius + ABOVE_AIR, WETTEST):
        return None
    return Hour(*when, celsius, dew, air.humidity_at(celsius, dew) if humidity is None else humidity)


def _number(cells: Sequence[str], place: int) -> float | None:
    """-9999, 999.9 and their like mean that nothing was measured."""
    try:
        value = _decimal(cells[place])
    except (ValueError, IndexError):
        return None
    return value if -UNKNOWN < value < UNKNOWN else None


def _decimal(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float(text.replace(",", "."))


def _is_part_of_one(found: Columns, rows: Iterable[Sequence[str]]) -> bool:
    """Humidity written as 0.87 in the whole file."""
    if "humidity" not in found.places:
        return False
    place = found.places["humidity"]
    numbers = (number for cells in rows if (number := _number(cells, place)) is not None)
    return all(number <= 1 for number in numbers)


def _judge(name: str, hours: Mapping[int, Hour], row_count: int, left_out: Mapping[str, int]) -> None:
    if not row_count:
        raise Unreadable("{name} has a header and no row below it. Give hourly weather.", name=name)
    impossible = left_out.get("impossible", 0)
    if impossible > max(A_FEW, FEW * (len(hours) + impossible)):
        raise Unreadable(
            "In {impossible} of the {row_count} rows of {name} no air can be as they say. Are temperatures in"
            " °F (call the columns temp_f and dew_f), or do two columns bear each other's names?",
            impossible=impossible,
            row_count=row_count,
            name=name,
        )
    if not hours:
        why = [f"{count} {reason.replace('_', ' ')}" for reason, count in left_out.items()]
        raise Unreadable(
            "None of the {row_count} rows of {name} can be used ({why}). Look at its columns.",
            row_count=row_count,
            name=name,
            why=why,
        )
    numbers = sorted(hours)
    if len(numbers) > 1 and min(after - before for before, after in pairwise(numbers)) > 1:
        raise Unreadable(
            "{name} is not hourly: no two of its rows are an hour apart. Give each hour a row.", name=name
        )
