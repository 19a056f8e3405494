"""Words to the customer, by the first channel of the step that can carry them."""

from chalicelib.effects import Send
from chalicelib.touchpoints.base import Kind

KIND = Kind("message", lambda step: (Send(),))
