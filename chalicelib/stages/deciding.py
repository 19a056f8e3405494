"""The one who may decide does, within his time; every complaint gets a proposed solution (F2-08)."""

from chalicelib.stages.base import Stage

STAGE = Stage(
    "deciding",
    event="deciding",
    leads_to=("offered",),
    freely=("not_ours", "disputed", "waiting_for_customer"),
    needs=("cause", "at_fault", "offer"),
    forgets=("offer", "agreement", "done"),
)
