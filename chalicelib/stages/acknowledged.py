"""The customer has heard: sorry, thank you, what we understood, who looks after it, by when."""

from chalicelib.stages.base import Stage

STAGE = Stage(
    "acknowledged",
    event="acknowledged",
    leads_to=("verifying", "not_ours", "waiting_for_customer"),
    tells="complaint-received",
)
