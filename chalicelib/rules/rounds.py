"""A day's errands in the order in which one would run them: agreed hours first, then place by place, then
what can be done from a desk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.ids import plain_name

# What is done at the customer's door. All else needs a telephone or a screen.
OUT_OF_HOUSE = ("visit", "gift", "checklist", "unreachable")
LATEST = "99:99"


@dataclass(frozen=True)
class Errand:
    """`place`: the estate or, lacking that, the address; `key` names the task."""

    key: str
    do: str
    due_on: date
    at_time: str = ""
    urgent: bool = False
    place: str = ""
    name: str = ""


@dataclass(frozen=True)
class Stop:
    """All that is to be done at one place, or from the desk, which has no place."""

    place: str
    errands: tuple[Errand, ...]

    @property
    def is_desk(self) -> bool:
        return not self.place


def plan(errands: Iterable[Errand], today: date) -> list[Stop]:
    """Places by the first hour that was agreed there today, then by how long something waits; the desk first
    of all where something urgent stands on it, else last."""
    by_place: dict[str, list[Errand]] = {}
    for one in errands:
        by_place.setdefault(_place(one), []).append(one)
    stops = [_stop(found, is_desk=not place, today=today) for place, found in by_place.items()]
    return sorted(stops, key=lambda stop: _rank(stop, today))


def _place(errand: Errand) -> str:
    """As it is compared. Whose home nobody knows is still someone to go to: one place a customer."""
    if errand.do not in OUT_OF_HOUSE:
        return ""
    return plain_name(errand.place) or f"? {errand.name or errand.key}"


def _stop(found: Sequence[Errand], is_desk: bool, today: date) -> Stop:
    ordered = tuple(sorted(found, key=lambda one: _order(one, today)))
    place = next((one.place for one in ordered if one.place), ordered[0].name or ordered[0].key)
    return Stop("" if is_desk else place, ordered)


def _order(errand: Errand, today: date) -> tuple[str, bool, date, str, str]:
    """Neighbours of one home stay together where nothing else tells them apart."""
    return _hour(errand, today), not errand.urgent, errand.due_on, errand.name, errand.key


def _hour(errand: Errand, today: date) -> str:
    return errand.at_time if errand.at_time and errand.due_on == today else LATEST


def _rank(stop: Stop, today: date) -> tuple[int, str, date, str]:
    urgent = any(one.urgent for one in stop.errands)
    last = int(stop.is_desk) if not urgent else -int(stop.is_desk)
    first_hour = min(_hour(one, today) for one in stop.errands)
    return last, first_hour, min(one.due_on for one in stop.errands), stop.place
