"""The customer goes to an outside body; we go on looking for an agreement (F3-19)."""

from chalicelib.stages.base import Stage

STAGE = Stage("disputed", event="disputed", leads_to=("deciding", "agreed", "closed"), needs=("route",))
