"""What crosses the border between the program and a channel: values, nothing else."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple


class Message(NamedTuple):
    """One message to one address.

    `key` names the row it was made from (letters, digits, `.` and `-` only, so that it can stand in
    a URL's path and in a mail's tag); with `attempt` it is unique. `text` is the SMS, or the mail's
    plain part. `valid_for` is how long, in seconds, the provider may keep trying.
    """

    key: str
    attempt: int
    to: str
    text: str
    purpose: str = "care"
    subject: str = ""
    html: str = ""
    language: str = ""
    unsubscribe_url: str = ""
    valid_for: int = 14_400
    claimed_at: datetime | None = None
    known_ids: frozenset[str] = frozenset()


class Receipt(NamedTuple):
    """The provider took the message. `state` is one of STATES."""

    id: str
    state: str = "queued"


class Found(NamedTuple):
    """What a channel knows of a message that may have been sent.

    `answer` is `found` (then `ids` holds exactly one), `absent`, or `cannot_tell`.
    """

    answer: str
    ids: tuple[str, ...] = ()


class Delivery(NamedTuple):
    """A provider's word on one message. `key` and `attempt` are empty where it does not say."""

    id: str
    state: str
    key: str = ""
    attempt: int = 0
    error_code: str = ""
    verdict: str = ""
    address: str = ""


class Reply(NamedTuple):
    """Something a customer wrote back. `asks` is what the provider itself read in it, if it did:
    `stop`, `start`, `help` or nothing. `media` are addresses at the `provider`'s of what came with it,
    `files` what is kept of it already: (key, name, media type, bytes). `case`: the complaint whose message
    it answers, where it says so."""

    id: str
    sender: str
    recipient: str
    text: str
    asks: str = ""
    media: tuple[str, ...] = ()
    files: tuple[tuple[str, str, str, int], ...] = ()
    case: str = ""
    provider: str = ""


class HookRequest(NamedTuple):
    """A webhook call as the channel needs it: `url` is the public one that the provider signed. Where
    the gateway keeps only what a query meant, `or_urls` are the other ways it may have been written."""

    url: str
    path: str
    headers: Mapping[str, str] = MappingProxyType({})
    body: bytes = b""
    or_urls: tuple[str, ...] = ()


# Our words for a message's way, with their rank: a higher one never gives way to a lower one.
# A late success outranks a failure, a late failure erases nothing.
STATES = {
    "unknown": 0,
    "queued": 1,
    "sending": 2,
    "sent": 3,
    "undelivered": 4,
    "failed": 4,
    "bounced": 4,
    "canceled": 4,
    "delivered": 5,
    "read": 6,
    "complained": 6,
}
FINAL = frozenset(name for name, rank in STATES.items() if rank >= 4)
GOOD = frozenset({"delivered", "read"})
BAD = frozenset({"undelivered", "failed", "bounced", "canceled"})
