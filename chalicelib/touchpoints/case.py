"""What we understood of a complaint, with a page to correct it on; where no link can go, by telephone."""

from chalicelib.effects import Send
from chalicelib.touchpoints.base import Kind

KIND = Kind("case", lambda step: (Send(link="case", may_lack_link=True),), notices=("complaint-received",))
