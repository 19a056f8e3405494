"""Counting up: messages by step, outcome, reason and channel; touchpoints by how well they kept their day."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib import plans
from chalicelib.records.touchpoints import Touchpoint

Name = tuple[str, str, str, str]
MISSED = ("expired", "late")


@dataclass
class Cell:
    count: int = 0
    segments: int = 0
    cost: dict[str, Decimal] = field(default_factory=dict)


@dataclass
class Tally:
    """`cells` by (step, outcome, reason, channel); `kept` by (step, rep) and how."""

    cells: dict[Name, Cell] = field(default_factory=lambda: defaultdict(Cell))
    kept: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, name: Name, segments: int = 0, currency: str = "", cost: str = "0", count: int = 1) -> None:
        cell = self.cells[name]
        cell.count += count
        cell.segments += segments
        if currency:
            cell.cost[currency] = cell.cost.get(currency, Decimal(0)) + Decimal(cost)

    def keep(self, touch: Touchpoint, rep: str) -> None:
        if touch.owner.startswith("c") and (how := how_kept(touch)):
            self.kept[touch.step, rep][how] += 1

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

    def completion(self) -> list[list[Any]]:
        return [[*name, dict(sorted(how.items()))] for name, how in sorted(self.kept.items())]

    def take(self, counts: Iterable[list], completion: Iterable[list]) -> None:
        """A day's row into this sum."""
        for step, outcome, reason, channel, count, segments, costs in counts:
            self.add((step, outcome, reason, channel), segments, count=count)
            for currency, cost in costs.items():
                self.add((step, outcome, reason, channel), 0, currency, cost, count=0)
        for step, rep, how in completion:
            self.kept[step, rep].update(how)


def _plain(amount: Decimal) -> str:
    return format(amount.normalize(), "f")


def how_kept(touch: Touchpoint) -> str:
    """on_time on the day it was due (the shop's days), late after it, missed when it was too late to go,
    refused by a gate or a provider's word, failed on every channel; nothing while it is open."""
    if touch.state in ("sent", "done") and touch.sent_at:
        return "on_time" if _day(touch.sent_at) <= _day(touch.due_at or touch.sent_at) else "late"
    if touch.state == "skipped" and touch.settled_at:
        return "missed" if touch.reason in MISSED else "refused"
    return "failed" if touch.state == "failed" and touch.settled_at else ""


def ended_on(touch: Touchpoint) -> str:
    """The day (UTC) under which a touchpoint's completion is counted."""
    moment = touch.settled_at or touch.sent_at
    return f"{moment:%Y-%m-%d}" if moment else ""


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(plans.shop_defaults().zone)):%Y-%m-%d}"
