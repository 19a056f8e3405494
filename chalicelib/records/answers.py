"""A complaint's first answer stands in its chain once it has reached the customer: by a message that went, or
by somebody who told them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chalicelib.records import events
from chalicelib.records.complaints import Complaint
from chalicelib.records.table import Row

# `acknowledged`: in chains from before the two were told apart.
ANSWERS = ("answered", "acknowledged")


def given(complaint: Complaint, rows: Sequence[Row] | None = None) -> bool:
    """`rows`: its partition, where somebody has read it already."""
    return any(event.what in ANSWERS for event in events.of(complaint, rows))


def note(number: str, who: str, says: dict[str, Any], now: datetime) -> None:
    """Of several answers the first. One whose case was erased leaves no trace."""
    found = Complaint.find(*Complaint.at(number), consistent=True)
    if found and found.facts and not given(found):
        events.append(found, "answered", who, says, now)
