"""Counting up: messages by step, outcome, reason and channel; and the figures of entries.py by name."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from chalicelib.care.metrics.entries import Name

Message = tuple[str, str, str, str]
Place = tuple[str, str]


@dataclass
class Cell:
    count: int = 0
    segments: int = 0
    cost: dict[str, Decimal] = field(default_factory=dict)


@dataclass
class Tally:
    """`cells` by (step, outcome, reason, channel). `behind`: by what and where each row that was counted is
    found; not of sums."""

    cells: dict[Message, Cell] = field(default_factory=lambda: defaultdict(Cell))
    figures: Counter[Name] = field(default_factory=Counter)
    behind: list[tuple[Name, Place]] = field(default_factory=list)

    def add(
        self, name: Message, segments: int = 0, currency: str = "", cost: str = "0", count: int = 1
    ) -> None:
        cell = self.cells[name]
        cell.count += count
        cell.segments += segments
        if currency:
            cell.cost[currency] = cell.cost.get(currency, Decimal(0)) + Decimal(cost)

    def count(self, name: Name, place: Place) -> None:
        """One more of a figure, by a row that stands there."""
        self.figures[name] += 1
        self.behind.append((name, place))

    def lists(self) -> dict[str, list[list[str]]]:
        """The rows behind each figure, in order."""
        found: dict[str, list[list[str]]] = defaultdict(list)
        for name, place in self.behind:
            found[str(name[0])].append([*map(str, name[1:]), *place])
        return {figure: sorted(entries) for figure, entries in found.items()}

    def counts(self) -> list[list[Any]]:
        """As a day's row holds them."""
        return [
            [
                *name,
                cell.count,
                cell.segments,
                {unit: _plain(sum_) for unit, sum_ in sorted(cell.cost.items())},
            ]
            for name, cell in sorted(self.cells.items())
        ]

    def lines(self) -> list[list[Any]]:
        """The figures as a day's row holds them."""
        named = sorted(self.figures.items(), key=lambda item: tuple(map(str, item[0])))
        return [[*name, count] for name, count in named]

    def completion(self) -> list[list[Any]]:
        """[[step, rep, shop, {how: count}]]"""
        kept: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
        for name, count in self.figures.items():
            if name[0] == "kept":
                kept[name[1:4]][str(name[4])] += count
        return [[*name, dict(sorted(how.items()))] for name, how in sorted(kept.items())]

    def take(self, counts: Iterable[list], figures: Iterable[list]) -> None:
        """A day's or a month's row into this sum."""
        for step, outcome, reason, channel, count, segments, costs in counts:
            self.add((step, outcome, reason, channel), segments, count=count)
            for currency, cost in costs.items():
                self.add((step, outcome, reason, channel), 0, currency, cost, count=0)
        for *name, count in figures:
            self.figures[tuple(name)] += count

    def of(self, figure: str) -> dict[Name, int]:
        """One figure's counts by what it is told apart by."""
        return {name[1:]: count for name, count in self.figures.items() if name[0] == figure}


def _plain(amount: Decimal) -> str:
    return format(amount.normalize(), "f")
