"""It has reached us; whoever is on duty has not been found yet."""

from chalicelib.stages.base import Stage

STAGE = Stage("received", event="opened", leads_to=("acknowledged",), needs=("owner",), first=True)
