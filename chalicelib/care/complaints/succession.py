"""All open complaints of somebody who leaves, or hands over everything, go to another. Run again, it goes on
where it was."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.care.complaints import file, handling, reading
from chalicelib.errors import Conflict, NotFound, Stale
from chalicelib.records import complaints
from chalicelib.records.complaints import Complaint


def open_of(owner: str) -> list[Complaint]:
    """As they are listed; what rests stays with whoever saw it through."""
    return reading.listed(owner, "", resting=False)


def has_any(owner: str) -> bool:
    """Whether any is open, without looking at it."""
    return complaints.has_open(owner)


def hand_over(owner: str, to: str, why: str, who: str, now: datetime) -> tuple[int, int]:
    """How many went over, each with its event and its customer told, and how many somebody was just working
    on or ended."""
    went = list(_each(open_of(owner), to, why, who, now))
    return sum(went), len(went) - sum(went)


def _each(found: list[Complaint], to: str, why: str, who: str, now: datetime) -> Iterator[bool]:
    for one in found:
        try:
            handling.pass_on(one.id, to, who, why, now, file.tag(one))
        except (Conflict, NotFound, Stale):
            yield False
        else:
            yield True
