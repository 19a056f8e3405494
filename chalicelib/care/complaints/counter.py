"""What is handed over to a customer who stands before us: the page that a message of their case leads to."""

from datetime import datetime

from chalicelib.care.complaints import agreeing, file, telling
from chalicelib.errors import Conflict
from chalicelib.records.complaints import Complaint
from chalicelib.records.touchpoints import Touchpoint, standing

# By page, the message whose link it is.
MESSAGES = {"case": "complaint-received", "offer": "complaint-offer"}


def pages(complaint: Complaint) -> list[str]:
    """Which of them stand open to the customer now."""
    if complaint.stage == "received" or file.stages()[complaint.stage].rests:
        return []
    return ["case", *(["offer"] if _is_offered(complaint) else [])]


def _is_offered(complaint: Complaint) -> bool:
    try:
        agreeing.open_offer(complaint, 0)
    except Conflict:
        return False
    return True


def hand_over(number: str, page: str, who: str, now: datetime) -> Touchpoint:
    """The message whose link is given. Who gave it stands in the case's record: an answer by that link came
    from whoever had it in their hands."""
    complaint = file.get(number)
    if page not in pages(complaint):
        raise Conflict(
            "Complaint {number} is {stage}; no such page is open.",
            number=complaint.id, stage=file.said(complaint.stage),
        )  # fmt: skip
    found = message(complaint, page)
    file.add(complaint, "link_given", who, now, says={"page": page})
    return found


def message(complaint: Complaint, page: str) -> Touchpoint:
    """The latest that leads to this page, whether it has gone or still waits."""
    step = MESSAGES[page]
    rows = standing(telling.person(complaint).partitions).values()
    ours = [one for one in rows if one.step == step and one.values.get("complaint_number") == complaint.id]
    if not ours:
        raise Conflict("No message of complaint {number} leads to such a page.", number=complaint.id)
    return max(ours, key=lambda one: int(one.values.get("offer_version") or 0))
