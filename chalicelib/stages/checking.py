"""All was done; is the customer satisfied? Asked once a round (F3-07)."""

from chalicelib.stages.base import Stage

STAGE = Stage(
    "checking",
    event="carried_out",
    leads_to=("closed",),
    freely=("reopened",),
    needs=("satisfaction",),
    tells="complaint-satisfied",
    by="done",
)
