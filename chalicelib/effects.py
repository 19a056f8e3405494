"""What a kind of touch or a flow may ask for: values, never deeds. `care/effects.py` carries them out."""

from collections.abc import Sequence
from typing import NamedTuple


class Send(NamedTuple):
    """Say something to the customer through the first channel that can carry it.

    `link` names the page that the words point to (`checklist`, `rating` or nothing). Where it is
    set, a channel that may not carry links is passed over; where none is left, `otherwise` is done.
    `may_lack_link`: the words can do without.
    """

    link: str = ""
    may_lack_link: bool = False
    otherwise: "OpenTask | None" = None


class OpenTask(NamedTuple):
    """Ask a person to do something. `do` is the verb the list shows: call, visit, gift, ask, fix.

    `days` is how long the person has, counted from the day the task opens. Of an `urgent` one they hear
    at once, though at night only where it is to wake them (`any_hour`).
    """

    do: str
    days: int = 3
    urgent: bool = False
    any_hour: bool = False


class HandOver(NamedTuple):
    """Take one piece of this gift from stock for the customer."""

    gift: str


class Classify(NamedTuple):
    """Work out the customer's tier afresh, with its reasons."""


class Tell(NamedTuple):
    """Somebody complains, or says more of a complaint, by whichever way in. `key` makes it one, however often
    it comes. `case`: a complaint that its address or link named. `opens`: in itself a complaint; else it only
    adds to an open one, or a person reads it. `files` are kept already, `media` are the `provider`'s.
    `relation`: what they are to the buyer of the sale, where it is another's. `recorder`: who of ours heard
    it. `suspect`: virus or spam; then a person looks before anything happens."""

    key: str
    channel: str
    words: str
    customer_id: str = ""
    sale_id: str = ""
    sender: str = ""
    name: str = ""
    store: str = ""
    wish: str = "other"
    about: str = "other"
    case: str = ""
    opens: bool = True
    files: Sequence[Sequence[object]] = ()
    media: Sequence[str] = ()
    provider: str = ""
    relation: str = ""
    recorder: str = ""
    suspect: str = ""


Effect = Send | OpenTask | HandOver | Classify
