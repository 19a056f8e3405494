"""Both agree: what was agreed becomes work with owners and days (F4-10)."""

from chalicelib.stages.base import Stage

STAGE = Stage(
    "agreed",
    event="agreed",
    leads_to=("carrying_out",),
    needs=("agreement",),
    tells="complaint-agreed",
    by="agree",
)
