"""Which estates to go through first in a quiet season: many owners, old floors, open wishes (F1-39)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

YEAR = 365.25


@dataclass
class Estate:
    """What is known of those who own something there. `since`: from when each has had it."""

    name: str
    owners: int = 0
    wishes: int = 0
    since: list[date] = field(default_factory=list)

    def age(self, today: date) -> float:
        """The average in years."""
        return sum((today - day).days for day in self.since) / len(self.since) / YEAR if self.since else 0.0


def ranked(estates: Iterable[Estate], today: date) -> list[Estate]:
    """An owner counts one, a year of average age as much as two owners, an open wish as three."""
    return sorted(estates, key=lambda one: (-_weight(one, today), one.name))


def _weight(one: Estate, today: date) -> float:
    return one.owners + 2 * one.age(today) + 3 * one.wishes


def route(doors: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """(address, whose), building by building, floor by floor: figures count as figures."""
    return sorted(doors, key=lambda door: (_natural(door[0]), door[1]))


def _natural(address: str) -> list[tuple[int, int, str]]:
    parts, digits = [], ""
    for sign in f"{address} ":
        if sign.isdecimal():
            digits += sign
            continue
        if digits:
            parts.append((0, int(digits), ""))
            digits = ""
        parts.append((1, 0, sign))
    return parts
