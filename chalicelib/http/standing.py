"""How a case stands, as its customer reads it: its stage, what was agreed, what waits for an answer."""

from datetime import datetime
from typing import Any

from chalicelib import links, settings, words
from chalicelib.care import effects
from chalicelib.care.complaints import agreeing, counter, giving, worded
from chalicelib.errors import Conflict
from chalicelib.records.complaints import Complaint
from chalicelib.records.links import Link
from chalicelib.records.offers import Offer

# Until it is done, what was agreed is what counts.
AGREED = ("agreed", "carrying_out", "checking")


def of(complaint: Complaint, language: str, now: datetime) -> dict[str, Any]:
    agreed = agreement(complaint, language) if complaint.stage in AGREED else {}
    return {"stage": complaint.stage, "agreed": agreed, "offer": _offer_page(complaint, now)}


def agreement(complaint: Complaint, language: str, version: int = 0) -> dict[str, Any]:
    """What was agreed last, or by this offer; nothing where nothing was."""
    for number, _total, _extra, at in reversed(complaint.granted):
        if version in (0, int(number)) and (offer := giving.offer(complaint, int(number))):
            agreed_at = datetime.fromisoformat(at)
            return {
                "gives": gives(offer, language),
                "agreed_on": words.date(language, effects.shop_day(agreed_at)),
                "done_by": words.date(language, agreeing.last_day(offer, agreed_at)),
            }
    return {}


def gives(offer: Offer, language: str) -> list[str]:
    said = [worded.give(kind, amount, text, language) for kind, amount, text in offer.gives]
    return [one[:1].upper() + one[1:] for one in said]


def _offer_page(complaint: Complaint, now: datetime) -> str:
    """The token of the page on which they answer, where their message held one that still stands."""
    secret = settings.read().link_secret
    try:
        agreeing.open_offer(complaint, 0)
        touch = counter.message(complaint, "offer")
    except Conflict:
        return ""
    token = links.token(secret, "offer", touch.key) if secret else ""
    link = Link.find(*Link.at(token)) if token else None
    return token if link and link.spent_at is None and now < link.expires_at else ""
