"""A complaint's first answer stands in its chain once it has reached the customer: by a message that went, or
by somebody who told them. One that went and never arrived is owed again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from chalicelib.records import events
from chalicelib.records.complaints import OPEN, Complaint
from chalicelib.records.table import Row, move_due

# `acknowledged`: in chains from before the two were told apart.
ANSWERS = ("answered", "acknowledged")
LOST = "answer_lost"


class Sent(NamedTuple):
    """One attempt of a message: its touch's id and the number. No moment, since whoever wrote down that it
    went may have died before the touch said when."""

    touch: str
    attempt: int


def given(complaint: Complaint, rows: Sequence[Row] | None = None) -> bool:
    """`rows`: its partition, where somebody has read it already."""
    return _latest(complaint, rows) is not None


def _latest(complaint: Complaint, rows: Sequence[Row] | None = None) -> events.Event | None:
    """The answer that stands: the latest, unless it was lost since."""
    said = [event for event in events.of(complaint, rows) if event.what in (*ANSWERS, LOST)]
    return said[-1] if said and said[-1].what != LOST else None


def note(number: str, who: str, says: dict[str, Any], now: datetime) -> None:
    """Of several answers the first. One whose case was erased leaves no trace."""
    found = _case(number)
    if found and not given(found):
        events.append(found, "answered", who, says, now, lambda row: row.turned_by("answered", now))


def went(number: str, message: Sent, channel: str, now: datetime) -> None:
    """A message did, unless it is known already that it never arrived: that word may come before this one."""
    found = _case(number)
    if found and not any(_is_of(found, event, message) for event in _of_kind(found, LOST)):
        note(number, "clock", _says(message, channel), now)


def arrived(number: str, message: Sent, channel: str, now: datetime) -> None:
    """A message did, also one that was taken for lost."""
    note(number, "clock", _says(message, channel), now)


def lose(number: str, message: Sent, channel: str, now: datetime) -> None:
    """The message that was the first answer did not arrive: its clock runs again, and the case is looked at.
    Done again, or where another answer stands, it changes nothing; a case that rests owes none."""
    found = _case(number)
    if found is None or found.lookup_pk != OPEN:
        return
    answer = _latest(found)
    if answer and _is_of(found, answer, message):
        says = _says(message, channel)
        events.append(
            found, LOST, "clock", says, now, lambda row: (*row.turned_by(LOST, now), *move_due(row, now))
        )


def _case(number: str) -> Complaint | None:
    found = Complaint.find(*Complaint.at(number), consistent=True)
    return found if found and found.facts else None


def _says(message: Sent, channel: str) -> dict[str, Any]:
    return {"told_by": channel, "message": message._asdict()}


def _of_kind(complaint: Complaint, what: str) -> list[events.Event]:
    return [event for event in events.of(complaint) if event.what == what]


def _is_of(complaint: Complaint, event: events.Event, message: Sent) -> bool:
    payload = events.Payload.find(*events.Payload.at(complaint.pk, int(event.number)), consistent=True)
    return payload is not None and payload.facts.get("message") == message._asdict()
