"""Something from stock, handed over by a person."""

from chalicelib.effects import HandOver, OpenTask
from chalicelib.touchpoints.base import Kind

KIND = Kind("gift", lambda step: (HandOver(step.gift), OpenTask("gift", days=3, urgent=step.urgent)))
