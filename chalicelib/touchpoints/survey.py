"""One question, one to five: by link, by reply, or asked by a person where neither can be."""

from chalicelib.effects import OpenTask, Send
from chalicelib.touchpoints.base import Kind

KIND = Kind("survey", lambda step: (Send(link="rating", otherwise=OpenTask("rate", days=7)),))
