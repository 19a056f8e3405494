"""A care plan as a line of time: where each step stands, for a drawing that the page itself holds."""

from dataclasses import dataclass
from datetime import date
from math import sqrt

from chalicelib.rules import timing, versions
from chalicelib.steps import CarePlan, Step

OUTCOME = "outcome:"
# Who sees each kind: words that go out, a colleague's errand, or nothing that a customer sees.
WORDS = ("message", "checklist", "survey")
INNER = ("classification",)
# A sale as most are: delivered and fitted a fortnight after it was signed.
SIGNED, FITTED = date(2026, 3, 2), date(2026, 3, 16)
ANCHORS = {"signed": SIGNED, "delivered": FITTED, "booked": FITTED, "installed": FITTED}
TICKS = (0, 14, 30, 90, 180, 365, 730)
WIDTH, LEFT, DOT, STEP = 720, 20, 7, 17


@dataclass(frozen=True)
class Mark:
    """A step, so many days after signing; `x`, `y` where it stands. `maybe`: not for everybody."""

    step: Step
    days: int
    who: str
    after: str
    maybe: bool
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """`ticks`: [(x, days)]; the nearer days have more room, since more happens on them."""

    marks: list[Mark]
    ticks: list[tuple[float, int]]
    height: float
    base: float
    width: int = WIDTH


def of(plan: CarePlan) -> Line:
    """Steps of one day stand above each other."""
    dated = sorted(((_days(plan, step), step) for step in plan.steps), key=lambda one: one[0])
    longest = max((days for days, _ in dated), default=1)
    stacked: list[tuple[int, Step, float, int]] = []
    for days, step in dated:
        x = _x(days, longest)
        level = sum(abs(other - x) < 2 * DOT for _, _, other, _ in stacked)
        stacked.append((days, step, x, level))
    top = max((level for *_, level in stacked), default=0)
    base = STEP * top + 24
    marks = [_mark(days, step, x, base - STEP * level) for days, step, x, level in stacked]
    return Line(marks, [(_x(days, longest), days) for days in TICKS if days <= longest], base + 34, base)


def _x(days: int, longest: int) -> float:
    return round(LEFT + (WIDTH - 2 * LEFT) * sqrt(max(0, days) / max(1, longest)), 1)


def _mark(days: int, step: Step, x: float, y: float) -> Mark:
    who = "words" if step.kind in WORDS else "inner" if step.kind in INNER else "person"
    return Mark(step, days, who, versions.written(step.after), bool(step.when or step.on_outcome), x, y)


def _days(plan: CarePlan, step: Step) -> int:
    return (_day(plan, step) - SIGNED).days


def _day(plan: CarePlan, step: Step) -> date:
    before = plan.step(step.anchor.removeprefix(OUTCOME)) if step.anchor.startswith(OUTCOME) else None
    anchor = _day(plan, before) if before else ANCHORS.get(step.anchor, FITTED)
    return anchor if step.after.is_exact else timing.occurrence_day(step, anchor, 1)
