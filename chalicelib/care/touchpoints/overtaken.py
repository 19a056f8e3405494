"""Whether what a complaint's message says was overtaken while it waited, or came back from its provider."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from chalicelib.records.touchpoints import Touchpoint

if TYPE_CHECKING:
    from chalicelib.records.complaints import Complaint


def of(touch: Touchpoint, kind: str) -> bool:
    """`kind` of its step. Most of what a customer is told stays true."""
    asks, number = CHECKS.get(kind) or CHECKS.get(touch.step), touch.values.get("complaint_number")
    if asks is None or not number:
        return False
    from chalicelib.records.complaints import Complaint  # most messages are about none

    found = Complaint.find(*Complaint.at(number), consistent=True)
    return found is None or not asks(found, touch)


def _still_asked(complaint: "Complaint", touch: Touchpoint) -> bool:
    """How it ended: not answered yet, nor opened again."""
    asked_in = str(touch.values.get("round", ""))
    return complaint.stage == "checking" and asked_in in ("", str(int(complaint.round)))


def _still_on_offer(complaint: "Complaint", touch: Touchpoint) -> bool:
    """Neither answered at the counter, nor is there a newer one."""
    is_this = touch.values.get("offer_version") in (None, "", str(int(complaint.offers)))
    return complaint.offer_state == "made" and is_this


def _still_has_it(complaint: "Complaint", touch: Touchpoint) -> bool:
    """Not handed on once more meanwhile; the desk has no name."""
    return touch.values.get("handler_name") in ("", complaint.owner)


CHECKS: Mapping[str, Callable[["Complaint", Touchpoint], bool]] = {
    "verdict": _still_asked,
    "offer": _still_on_offer,
    "complaint-handler": _still_has_it,
}
