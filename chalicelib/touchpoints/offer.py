"""What we offer to put a complaint right, and a page to answer it on; by a person where no link can go."""

from chalicelib.effects import OpenTask, Send
from chalicelib.touchpoints.base import Kind

CALL = OpenTask("call", days=0, urgent=True)
KIND = Kind("offer", lambda step: (Send(link="offer", otherwise=CALL),), notices=("complaint-offer",))
