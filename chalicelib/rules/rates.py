"""Reckoning for the figures: rates with the number they rest on, medians from counted values, and how old
goods were."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import Any

# Ages of goods in months: from, to (not included), and how they are called.
AGES = ((0, 3, "0-2"), (3, 6, "3-5"), (6, 12, "6-11"), (12, 24, "12-23"), (24, 10_000, "24+"))
UNKNOWN_AGE = ""
# Below these (minutes) values are kept to so many; above the last, to a day.
_GRAINS = ((120, 1), (480, 5), (2880, 30), (14400, 60))
_DAY = 1440


def rounded(span: timedelta) -> int:
    """Minutes, the coarser the longer, so that however many there are they make few different ones."""
    minutes = ceil(span.total_seconds() / 60)
    grain = next((grain for limit, grain in _GRAINS if minutes <= limit), _DAY)
    return ceil(minutes / grain) * grain


def percentile(counted: Mapping[int, int], share: float) -> int | None:
    """The least value that so large a share does not go beyond; nothing of nothing."""
    wanted, seen = share * sum(counted.values()), 0
    for value, count in sorted(counted.items()):
        seen += count
        if seen >= wanted:
            return value
    return None


def share(part: int, whole: int) -> float | None:
    """0.25 for a quarter; nothing where there is nothing to share."""
    return part / whole if whole else None


def per_thousand(count: int, units: int) -> float | None:
    return float(Fraction(1000 * count, units)) if units else None


def mean(counted: Mapping[int, int]) -> float | None:
    total = sum(counted.values())
    return sum(value * count for value, count in counted.items()) / total if total else None


def age(produced: str, on: date) -> str:
    """How old goods of this month or day were then; nothing where it is not known."""
    if len(produced) < 7:
        return UNKNOWN_AGE
    year, month = int(produced[:4]), int(produced[5:7])
    months = max(0, (on.year - year) * 12 + on.month - month)
    return next(name for first, last, name in AGES if first <= months < last)


def name_of(line: Mapping[str, Any]) -> str:
    return str(line.get("product") or line.get("series") or line.get("model") or "")


def line_of(facts: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The goods that a complaint is about: as they were noted, else the sale's line of that batch or name,
    else its first."""
    batch, product = str(facts.get("batch", "")), str(facts.get("product", ""))
    wanted = (
        next((line for line in lines if batch and line.get("batch") == batch), None)
        or next((line for line in lines if product and name_of(line) == product), None)
        or (lines[0] if lines else {})
    )
    named = {"product": product or name_of(wanted), "produced_on": str(wanted.get("produced_on", ""))}
    return {**named, **({"produced_on": facts["produced_on"]} if facts.get("produced_on") else {})}
