"""Somebody has it, and the customer's words are on their way: sorry, thank you, what we understood, who looks
after it, by when. That they have gone is an event of its own."""

from chalicelib.stages.base import Stage

STAGE = Stage(
    "acknowledged",
    event="assigned",
    leads_to=("verifying", "not_ours", "waiting_for_customer"),
    tells="complaint-received",
)
