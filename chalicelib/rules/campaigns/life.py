"""Where a campaign stands: draft, checked, approved, scheduled, running, done; paused or cancelled."""

from collections.abc import Iterable

from chalicelib.campaigns import Life
from chalicelib.sentences import Said

STATES = {
    "draft": Said("draft"),
    "checked": Said("checked"),
    "approved": Said("approved"),
    "scheduled": Said("scheduled"),
    "running": Said("running"),
    "paused": Said("paused"),
    "done": Said("done"),
    "cancelled": Said("cancelled"),
}


def state(life: Life, occurrences: Iterable[str], comes_again: bool) -> str:
    """`occurrences` are their states; `comes_again`: by the weather, or when somebody says so."""
    if life.cancelled:
        return "cancelled"
    if life.approved != life.version:
        return "checked" if life.checked == life.version else "draft"
    if not life.scheduled:
        return "approved"
    if life.paused:
        return "paused"
    stand = set(occurrences)
    if "filling" in stand:
        return "running"
    return "scheduled" if comes_again or "planned" in stand else "done"


def held(life: Life) -> str:
    """Why nothing of it may go at this moment, or nothing."""
    if life.cancelled:
        return "campaign_cancelled"
    if life.approved != life.version:
        return "campaign_not_approved"
    if not life.scheduled:
        return "campaign_not_scheduled"
    return "campaign_paused" if life.paused else ""
