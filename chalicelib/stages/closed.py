"""The customer said yes, or did not answer. A low word afterwards opens it again."""

from chalicelib.stages.base import Stage

STAGE = Stage("closed", event="closed", leads_to=("reopened",), rests=True, by="close")
