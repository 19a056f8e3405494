"""The supervision sheet that the customer ticks while the fitter works (F1-30)."""

from chalicelib.effects import OpenTask, Send
from chalicelib.touchpoints.base import Kind

KIND = Kind("checklist", lambda step: (Send(link="checklist", otherwise=OpenTask("checklist", days=1)),))
