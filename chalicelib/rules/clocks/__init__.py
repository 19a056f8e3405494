"""A complaint's clocks, worked out from its events each time, so that none can drift.

A clock begins with one event and is met by another. A pause stops all of them, the customer's answer (or
whoever takes the pause back) sets them going again. Working time counts, not the night.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.casework import WorkCalendar
from chalicelib.rules.clocks import worktime

Moment = tuple[datetime, str]  # when, and what the event is called

# By clock: what begins it (the latest such event counts), and what meets it.
BEGINS: Mapping[str, frozenset[str]] = {
    "answer": frozenset({"opened"}),
    "visit": frozenset({"opened", "reopened"}),
    "decision": frozenset({"opened", "reopened", "declined", "not_carried_out"}),
    "finish": frozenset({"opened", "reopened"}),
}
MEETS: Mapping[str, frozenset[str]] = {
    # `acknowledged` stands in older chains alone, where the answer counted once its words were written.
    # One that was closed first owes none.
    "answer": frozenset({"answered", "acknowledged", "closed"}),
    "visit": frozenset({"arrived", "visit_not_needed"}),
    "decision": frozenset({"offered", "closed"}),
    "finish": frozenset({"carried_out", "closed"}),
}
# What takes it back that a clock was met: the first answer that never arrived.
UNMEETS: Mapping[str, frozenset[str]] = {"answer": frozenset({"answer_lost"})}
PAUSES, RESUMES = "paused", "resumed"
# The events by which clocks go; most of a chain are others.
TURNS = frozenset({PAUSES, RESUMES}).union(*BEGINS.values(), *MEETS.values(), *UNMEETS.values())


@dataclass(frozen=True)
class Clock:
    """`due_at` is missing while it is paused; `met_at` while nobody has met it. `worked` is the working
    time spent so far, `limit` what was granted."""

    name: str
    began_at: datetime
    limit: timedelta
    worked: timedelta
    due_at: datetime | None
    met_at: datetime | None = None

    @property
    def was_kept(self) -> bool:
        return self.met_at is not None and self.worked <= self.limit

    def is_late(self, now: datetime) -> bool:
        """Still running and past its end, or met too late."""
        if self.met_at:
            return self.worked > self.limit
        return self.due_at is not None and now > self.due_at


def read(
    log: Sequence[Moment], limits: Mapping[str, timedelta], calendar: WorkCalendar, now: datetime
) -> dict[str, Clock]:
    """Every clock that has begun, from the events in the order in which they were recorded."""
    found = {name: _clock(name, limit, log, calendar, now) for name, limit in limits.items()}
    return {name: clock for name, clock in found.items() if clock}


def breaks_next(clocks: Mapping[str, Clock]) -> Clock | None:
    """Of those that nobody has met, the one that is over first, or was; none while all stand still."""
    return min((one for one in clocks.values() if one.due_at and not one.met_at), key=_end, default=None)


def _end(clock: Clock) -> datetime:
    return clock.due_at or clock.began_at


def next_end(clocks: Mapping[str, Clock]) -> datetime | None:
    """When the next running clock is over."""
    return min((one.due_at for one in clocks.values() if one.due_at and not one.met_at), default=None)


def _clock(
    name: str, limit: timedelta, log: Sequence[Moment], calendar: WorkCalendar, now: datetime
) -> Clock | None:
    log = _standing(name, log)
    starts = [place for place, (_, what) in enumerate(log) if what in BEGINS[name]]
    if not starts:
        return None
    began_at, worked = log[starts[-1]][0], timedelta(0)
    running_since: datetime | None = None if _is_paused(log[: starts[-1]]) else began_at
    for at, what in log[starts[-1] + 1 :]:
        if running_since and what in (*MEETS[name], PAUSES):
            worked += worktime.between(running_since, at, calendar)
            running_since = None
        if what in MEETS[name]:
            return Clock(name, began_at, limit, worked, None, at)
        if what == RESUMES:
            running_since = running_since or at
    if running_since is None:
        return Clock(name, began_at, limit, worked, None)
    due_at = worktime.after(running_since, limit - worked, calendar)
    return Clock(name, began_at, limit, worked + worktime.between(running_since, now, calendar), due_at)


def _standing(name: str, log: Sequence[Moment]) -> list[Moment]:
    """Without what met it and was taken back: nobody worked less for that."""
    lost = [place for place, (_, what) in enumerate(log) if what in UNMEETS.get(name, ())]
    return [
        one for place, one in enumerate(log) if one[1] not in MEETS[name] or place > max(lost, default=-1)
    ]


def _is_paused(log: Sequence[Moment]) -> bool:
    said = [what for _, what in log if what in (PAUSES, RESUMES)]
    return bool(said) and said[-1] == PAUSES
