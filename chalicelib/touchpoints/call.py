"""A person phones the customer."""

from chalicelib.effects import OpenTask
from chalicelib.touchpoints.base import Kind

KIND = Kind("call", lambda step: (OpenTask("call", days=7, urgent=step.urgent),))
