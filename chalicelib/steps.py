"""A care plan as values: what is to happen, measured from which day, through which channels."""

from collections.abc import Mapping
from datetime import time
from types import MappingProxyType
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

UNITS = ("minutes", "hours", "days", "weeks", "months", "years")
ANCHORS = ("signed", "delivered", "booked", "installed")
PURPOSES = ("critical", "care", "survey", "marketing")


class Offset(NamedTuple):
    """A calendar period: `Offset(1, "months")`. Negative counts lie before the anchor."""

    count: int  # type: ignore[assignment]
    unit: str

    def times(self, n: int) -> relativedelta:
        return relativedelta(**{self.unit: self.count * n})  # type: ignore[arg-type]

    @property
    def is_exact(self) -> bool:
        """Minutes and hours are measured on the clock, all else on the calendar."""
        return self.unit in ("minutes", "hours")


class Step(NamedTuple):
    """One entry of a plan.

    `anchor` is one of ANCHORS or `outcome:<step>` (then `on_outcome` may narrow which outcomes
    count; empty means any that carried the step out); `instead` the one from which it counts while no
    installation is known or booked. `at` is a stated local hour, else the step
    falls due at the start of `window` plus a jitter, else of the country's window. `when` maps a
    fact (tier, category, region, language, missing) to the values allowed.
    """

    name: str
    kind: str
    anchor: str
    after: Offset
    purpose: str
    expires: Offset
    channels: tuple[str, ...] = ()
    at: time | None = None
    window: tuple[time, time] | None = None
    on_outcome: tuple[str, ...] = ()
    when: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    repeat: Offset | None = None
    late: str = "skip"
    cheerful: bool = False
    urgent: bool = False
    gift: str = ""
    practice: str = ""
    instead: str = ""


class CarePlan(NamedTuple):
    """The steps that every sale of these categories gets. `version` is pinned per sale."""

    name: str
    version: int
    categories: tuple[str, ...]
    steps: tuple[Step, ...]

    def step(self, name: str) -> Step | None:
        return next((step for step in self.steps if step.name == name), None)
