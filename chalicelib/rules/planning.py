"""Which touches a sale shall have, and when: a plan and a sale's anchors in, dates out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.rules import timing
from chalicelib.steps import CarePlan, Step

MOST_MISSED = 100


@dataclass(frozen=True)
class Facts:
    """A sale as planning sees it. `anchors` holds days or exact moments, None where not known yet.
    `known_at` is when the latest anchor became known: what fell due on an earlier day is late."""

    anchors: Mapping[str, date | datetime | None]
    known_at: datetime
    zone: str
    windows: Mapping[str, timing.Window]
    when: Mapping[str, str]
    key: str


@dataclass(frozen=True)
class Planned:
    """One touch as it should stand: `planned`, `waiting` for its anchor, or `skipped` because late, or since
    it belongs before a fitting that is done."""

    step: Step
    occurrence: int
    state: str
    reason: str = ""
    due_at: datetime | None = None
    expires_at: datetime | None = None


def wanted(plan: CarePlan, facts: Facts, going: Mapping[str, int]) -> Iterator[Planned]:
    """One touch per step that applies. `going` gives the occurrence at which a repeated step stands."""
    for step in plan.steps:
        if applies(step, facts):
            yield _planned(step, facts, going.get(step.name, 1))


def going(plan: CarePlan, touches: Iterable[tuple[str, int, str]]) -> dict[str, int]:
    """At which occurrence each step stands, from (step, occurrence, state) of what there is. One of a
    series that people took back stands at the next."""
    repeated = {step.name for step in plan.steps if step.repeat}
    stands: dict[str, int] = {}
    for step, occurrence, state in touches:
        if state != "unplanned":
            passed = state == "cancelled" and step in repeated
            stands[step] = max(occurrence + passed, stands.get(step, 1))
    return stands


def applies(step: Step, facts: Facts) -> bool:
    """Every condition of the step names the sale's value; `missing` names anchors that must be unknown."""
    for fact, values in step.when.items():
        if fact == "missing":
            if any(facts.anchors.get(anchor) is not None for anchor in values):
                return False
        elif facts.when.get(fact, "") not in values:
            return False
    return True


def _planned(step: Step, facts: Facts, occurrence: int) -> Planned:
    anchor = _anchor(step, facts)
    if anchor is None and _is_fitted_unbooked(step, facts):
        return Planned(step, occurrence, "skipped", "already_installed")
    if anchor is None:
        return Planned(step, occurrence, "waiting", "anchor_unknown")
    for number in range(occurrence, occurrence + MOST_MISSED):
        found = _dated(step, facts, anchor, number)
        if found.state == "planned" or not step.repeat:
            return found
    return found


def _is_fitted_unbooked(step: Step, facts: Facts) -> bool:
    return step.anchor == "booked" and facts.anchors.get("installed") is not None


def _anchor(step: Step, facts: Facts) -> date | datetime | None:
    """What needs no fitter is in use from the delivery on. What was fitted without a booking was fitted that
    day: what belongs to the day itself counts from it, and nothing is left to do before it."""
    found = facts.anchors.get(step.anchor)
    if found is None and _is_fitted_unbooked(step, facts) and step.after.count >= 0:
        return facts.anchors["installed"]
    if found is None and step.instead and facts.anchors.get("booked") is None:
        return facts.anchors.get(step.instead)
    return found


def _dated(step: Step, facts: Facts, anchor: date | datetime, number: int) -> Planned:
    window = facts.windows[step.name]
    due_at = timing.due_at(step, anchor, number, facts.zone, window, f"{facts.key}{step.name}")
    expires_at = due_at + step.expires.times(1)
    if not _is_late(due_at, facts):
        return Planned(step, number, "planned", "", due_at, expires_at)
    if step.late == "catch_up" and facts.known_at < expires_at:
        opens_at = timing.opens_at(facts.known_at, window, facts.zone)
        return Planned(step, number, "planned", "", timing.spread(opens_at, window, facts.key), expires_at)
    return Planned(step, number, "skipped", "late", due_at, expires_at)


def _is_late(due_at: datetime, facts: Facts) -> bool:
    return timing.local_date(due_at, facts.zone) < timing.local_date(facts.known_at, facts.zone)
