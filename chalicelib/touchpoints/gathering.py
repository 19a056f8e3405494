"""An invitation, answered on a page of its own; by phone where no link can go (F1-35)."""

from chalicelib.effects import OpenTask, Send
from chalicelib.touchpoints.base import Kind

KIND = Kind("gathering", lambda step: (Send(link="gathering", otherwise=OpenTask("call", days=7)),))
