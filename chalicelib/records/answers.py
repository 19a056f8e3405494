"""A complaint's first answer stands in its chain once it has reached the customer: by a message that went, or
by somebody who told them. One that went and never arrived is owed again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chalicelib.records import events
from chalicelib.records.complaints import OPEN, Complaint
from chalicelib.records.table import Row, move_due

# `acknowledged`: in chains from before the two were told apart.
ANSWERS = ("answered", "acknowledged")
LOST = "answer_lost"


def given(complaint: Complaint, rows: Sequence[Row] | None = None) -> bool:
    """`rows`: its partition, where somebody has read it already."""
    return _latest(complaint, rows) is not None


def _latest(complaint: Complaint, rows: Sequence[Row] | None = None) -> events.Event | None:
    """The answer that stands: the latest, unless it was lost since."""
    said = [event for event in events.of(complaint, rows) if event.what in (*ANSWERS, LOST)]
    return said[-1] if said and said[-1].what != LOST else None


def note(number: str, who: str, says: dict[str, Any], now: datetime) -> None:
    """Of several answers the first. One whose case was erased leaves no trace."""
    found = Complaint.find(*Complaint.at(number), consistent=True)
    if found and found.facts and not given(found):
        events.append(found, "answered", who, says, now)


def lose(number: str, sent_at: datetime, channel: str, now: datetime) -> None:
    """The message that was the first answer did not arrive: its clock runs again, and the case is looked at.
    Done again, or where another answer stands, it changes nothing; a case that rests owes none."""
    found = Complaint.find(*Complaint.at(number), consistent=True)
    if found is None or not found.facts or found.lookup_pk != OPEN:
        return
    answer = _latest(found)
    if answer and (answer.what, answer.who, answer.at_moment) == ("answered", "clock", sent_at):
        events.append(found, LOST, "clock", {"told_by": channel}, now, lambda row: tuple(move_due(row, now)))
