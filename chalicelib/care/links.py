"""Customers' links: opened while they last, spent by what they are for."""

import re
from datetime import datetime, timedelta

from chalicelib import links, plans, words
from chalicelib.care.hands import Hands
from chalicelib.errors import BadInput
from chalicelib.records.customers import Customer
from chalicelib.records.links import Link
from chalicelib.records.touchpoints import Touchpoint

LIVES = timedelta(days=400)
WHOLE = re.compile(rf"[{links.ALPHABET}]{{{links.LETTERS}}}(?![{links.ALPHABET}])")


def as_sent(address: str) -> str:
    """The token of one that was typed in capitals, or tapped with the full stop that stood behind it."""
    found = WHOLE.match(address.lower())
    return found[0] if found else address


def find(token: str, now: datetime) -> Link | None:
    """The link of this token, spent or not; an expired one is as good as unknown."""
    link = Link.find(*Link.at(token), consistent=True)
    return link if link and now < link.expires_at else None


def give(customer: Customer, page: str, now: datetime, hands: Hands) -> tuple[str, datetime]:
    """The address of a page of one's own, to be handed over by a person, and when it expires."""
    token = links.token(hands.settings.link_secret, page, customer.id, now.date().isoformat())
    if customer.erased_at:
        raise BadInput(
            "{customer} was erased: there is nothing left that a page could show.", customer=customer.id
        )
    spoken = words.language_for(customer.language, plans.shop_defaults().language)
    link = Link(
        *Link.at(token), page=page, customer_id=customer.id, expires_at=now + LIVES,
        facts={"language": spoken},
    )  # fmt: skip
    link.create()
    return links.url(hands.settings.public_base_url, token), link.expires_at


def of_message(touch: Touchpoint, page: str, now: datetime, hands: Hands) -> str:
    """The very link of this message, for whoever stands at the counter: as long-lived, and spent by the same
    use; one that has run out unused lives again. Without a secret to derive it from, one like it."""
    token = links.token(hands.settings.link_secret, page, touch.key)
    person = Customer.today(touch.owner)
    spoken = words.language_for(person.language if person else "", plans.shop_defaults().language)
    link = Link.of_message(token, page, touch, spoken, now + links.LIVES)
    if not link.create():
        ran_out = (Link.expires_at <= now) & Link.spent_at.does_not_exist()
        link.change([Link.expires_at.set(link.expires_at)], ran_out)
    return links.url(hands.settings.public_base_url, token)


def of_case(customer: Customer, number: str, now: datetime, hands: Hands) -> str:
    """The token of the page of a case, for whoever has just told us of it by a link of their own."""
    token = links.token(hands.settings.link_secret, "case", number)
    spoken = words.language_for(customer.language, plans.shop_defaults().language)
    link = Link(
        *Link.at(token), page="case", customer_id=customer.id, expires_at=now + links.LIVES,
        facts={"language": spoken, "case": number},
    )  # fmt: skip
    link.create()
    return token


def spend(link: Link, now: datetime) -> bool:
    """Whether this was the use that spent it."""
    return link.change([Link.spent_at.set(now)], Link.spent_at.does_not_exist())
