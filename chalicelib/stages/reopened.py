"""Not satisfied: once more from the facts, one level higher."""

from chalicelib.stages.base import Stage

STAGE = Stage(
    "reopened",
    event="reopened",
    leads_to=("verifying",),
    tells="complaint-reopened",
    by="reopen",
    forgets=("offer", "agreement", "done", "satisfaction", "pointed_on", "route"),
)
