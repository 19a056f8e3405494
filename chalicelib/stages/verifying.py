"""On the spot and in the books: what it is, how bad, how far, and what the customer thinks (F0-08, F0-09)."""

from chalicelib.stages.base import Stage

STAGE = Stage(
    "verifying",
    event="verifying",
    leads_to=("deciding",),
    freely=("not_ours", "waiting_for_customer"),
    needs=("nature", "degree", "scope", "opinion", "verified_by", "verified_what"),
)
