"""The customer has an offer before them, and may take it, decline it or ask for a call."""

from chalicelib.stages.base import Stage

STAGE = Stage(
    "offered",
    event="offered",
    leads_to=("agreed", "deciding", "disputed", "waiting_for_customer"),
    tells="complaint-offer",
    by="offer",
)
