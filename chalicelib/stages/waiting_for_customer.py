"""Only the customer can go on. Our clocks stand still, and the answer sets them going where it was."""

from chalicelib.stages.base import Stage

STAGE = Stage(
    "waiting_for_customer",
    event="paused",
    leads_to=("acknowledged", "verifying", "deciding", "offered", "carrying_out"),
    tells="complaint-question",
    waits=True,
)
