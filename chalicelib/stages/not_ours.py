"""Not our goods, or beyond our duty: helped all the same and pointed on (F1-20, F1-22)."""

from chalicelib.stages.base import Stage

STAGE = Stage(
    "not_ours",
    event="not_ours",
    leads_to=("closed",),
    freely=("reopened",),
    needs=("pointed_on",),
    tells="complaint-not-ours",
)
