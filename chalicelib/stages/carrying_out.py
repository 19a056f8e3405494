"""It is being done at once (F2-15); each change is told to the customer."""

from chalicelib.stages.base import Stage

STAGE = Stage(
    "carrying_out",
    event="carrying_out",
    leads_to=("checking",),
    freely=("deciding", "waiting_for_customer"),
    needs=("done",),
    by="agree",
)
