"""What a kind of touch may ask for: values, never deeds. `care/effects.py` carries them out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Send:
    """Say something to the customer through the first channel that can carry it.

    `link` names the page that the words point to (`checklist`, `rating` or nothing). Where it is
    set, a channel that may not carry links is passed over; where none is left, `otherwise` is done.
    `may_lack_link`: the words can do without.
    """

    link: str = ""
    may_lack_link: bool = False
    otherwise: "OpenTask | None" = None


@dataclass(frozen=True)
class OpenTask:
    """Ask a person to do something. `do` is the verb the list shows: call, visit, gift, ask, fix.

    `days` is how long the person has, counted from the day the task opens.
    """

    do: str
    days: int = 3
    urgent: bool = False


@dataclass(frozen=True)
class HandOver:
    """Take one piece of this gift from stock for the customer."""

    gift: str


@dataclass(frozen=True)
class Classify:
    """Work out the customer's tier afresh, with its reasons."""


Effect = Send | OpenTask | HandOver | Classify
