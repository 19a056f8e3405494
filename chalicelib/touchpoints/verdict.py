"""Is the customer satisfied with how the complaint ended? By link, or asked by a person (F3-07)."""

from chalicelib.effects import OpenTask, Send
from chalicelib.touchpoints.base import Kind

CALL = OpenTask("call", days=1)
KIND = Kind("verdict", lambda step: (Send(link="verdict", otherwise=CALL),), notices=("complaint-satisfied",))
