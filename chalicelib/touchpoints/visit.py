"""A person goes there and looks (F1-34: on-site inspection)."""

from chalicelib.effects import OpenTask
from chalicelib.touchpoints.base import Kind

KIND = Kind("visit", lambda step: (OpenTask("visit", days=14, urgent=step.urgent),))
