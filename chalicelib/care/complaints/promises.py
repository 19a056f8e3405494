"""What the customer was promised, in a ledger of its own: made, then kept, moved or broken (F4-16)."""

from datetime import datetime

from chalicelib.records.attributes import instant
from chalicelib.records.complaints import Complaint

MOVED, BROKEN = "moved", "broken"


def made(complaint: Complaint, now: datetime, **by: datetime | None) -> list[list[str]]:
    """The ledger with new promises; an older one of the same kind that is still open was moved, or, where
    its time is over, broken."""
    ledger = ended(complaint, now, MOVED, *by)
    return [*ledger, *([what, instant(at), instant(now), "", ""] for what, at in by.items() if at)]


def ended(complaint: Complaint, now: datetime, how: str, *whats: str) -> list[list[str]]:
    """The ledger with the open promises of these kinds ended so."""

    def end(line: list[str]) -> list[str]:
        what, by, since, ending, _ = line
        if what not in whats or ending:
            return line
        return [what, by, since, BROKEN if now > datetime.fromisoformat(by) else how, instant(now)]

    return [end(line) for line in complaint.promises]
