"""A campaign before it goes: what would become of each touchpoint, and the words as people would get them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib import plans, words
from chalicelib.campaigns import Campaign as Meant
from chalicelib.care.campaigns import counting, filling, keeping, members
from chalicelib.care.campaigns.counting import Foreseen
from chalicelib.care.hands import Hands
from chalicelib.care.touchpoints import outlook, rendering
from chalicelib.care.touchpoints.outlook import Outlook
from chalicelib.errors import BadInput
from chalicelib.ids import derived
from chalicelib.message import Message, Receipt
from chalicelib.plans.campaign_words import KNOWN as CAMPAIGN_KNOWN
from chalicelib.records.campaigns import Batch, Campaign
from chalicelib.records.customers import Customer
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import phones, segments
from chalicelib.sentences import Joined


def foresee(touch: Touchpoint, now: datetime, hands: Hands, campaign: Meant) -> Foreseen:
    """Every gate is asked, as of the moment at which it falls due."""
    found = outlook.would(touch, now, hands, campaign)
    subject = found.subject
    place = (subject.country.code, subject.language) if subject else ("", "")
    return found.what, found.channel if found.what == "send" else found.reason, *place


def fill(batch: Batch, now: datetime, hands: Hands) -> datetime | None:
    """The dispatcher's way in."""
    return filling.fill(batch, now, hands, foresee)


def examples(row: Campaign, now: datetime, hands: Hands) -> Iterator[dict[str, Any]]:
    """What each of ten people would get, when and by which way, or why they would not; who has a complaint
    is left out."""
    campaign = keeping.meant(row)
    draft = counting.specimen(campaign, now)
    for customer_id, _ in counting.found(row).examples:
        customer = Customer.today(customer_id)
        one = members.member(customer, campaign, draft) if customer else None
        if one and one.match.sales:
            found = outlook.would(members.touch(campaign, draft, one, now), now, hands)
            if found.reason != "open_complaint":
                yield _example(found, hands)


def try_out(row: Campaign, channel: str, address: str, language: str, now: datetime, hands: Hands) -> Receipt:
    """Its words, with invented values, to one address of our own; nothing is remembered of it."""
    campaign, shop = keeping.meant(row), plans.shop_defaults()
    if channel not in campaign.channels:
        raise BadInput(
            "{campaign} does not go by {channel}; give an address for {channels}.",
            campaign=row.name,
            channel=channel,
            channels=Joined(list(campaign.channels), " or "),
        )
    country = plans.country(phones.country_of(address) if channel == "sms" else shop.country)
    said, values = campaign.words[language], plans.campaign_specimens(language)
    subject, text, html = "", "", ""
    if channel == "sms":
        text = words.sms_of(said["sms"], language, values, country, campaign.purpose)
    else:
        mail = words.email_of(said["subject"], said["email"], language, values)
        subject, text, html = mail.subject, mail.text, mail.html
    key = f"test.{derived('t', row.name, address, now)}"
    message = Message(key, 1, address, text, "critical", subject=subject, html=html, claimed_at=now)
    provider = hands.channels[hands.provider_for(channel, sample=False)]
    provider.check(hands.settings)
    return provider.send(hands.settings, message)


def specimens(campaign: Meant, language: str) -> dict[str, Any]:
    """Its words in one language with invented values that are as long as they come: {"sms", "email", "task"},
    nothing where it has none. What it costs is for the shop's own country, the segments for each."""
    said, values = campaign.words.get(language, {}), plans.campaign_specimens(language)
    found: dict[str, Any] = {"sms": None, "email": None, "task": None}
    if said.get("sms"):
        found["sms"] = _sms(campaign, language, values)
    if said.get("email"):
        mail = words.email_of(said.get("subject", ""), said["email"], language, values)
        found["email"] = {"subject": mail.subject, "text": mail.text, "html": mail.html}
    if said.get("task"):
        found["task"] = {"text": words.filled(said["task"], values)}
    return found


def readable(campaign: Meant, language: str) -> dict[str, Any]:
    """The same while it is written: a text that is broken is left out until it is mended."""
    known = (*CAMPAIGN_KNOWN, "link")
    said = campaign.words.get(language, {})
    sound = {part: text for part, text in said.items() if not words.written_faults(text, known)}
    return specimens(replace(campaign, words={**campaign.words, language: sound}), language)


def _sms(campaign: Meant, language: str, values: dict[str, str | int]) -> dict[str, Any]:
    shop = plans.shop_defaults()
    country = plans.country(shop.country)
    values = {**values, "can_reply": int(country.replies)}
    text = words.sms_of(campaign.words[language]["sms"], language, values, country, campaign.purpose)
    count, price = segments.count(text), plans.prices().segment(shop.country)
    by_country = {
        code: plans.campaign_segments(campaign, language, code)
        for code, one in plans.countries().items()
        if one.sms and code != "default"
    }
    return {
        "text": text, "segments": count.segments, "signs": len(text), "by_country": by_country,
        "cost": price.amount * count.segments, "currency": price.currency, "country": shop.country,
    }  # fmt: skip


def _example(found: Outlook, hands: Hands) -> dict[str, Any]:
    touch, subject = found.touch, found.subject
    told: dict[str, Any] = {
        "customer": touch.owner, "what": found.what, "reason": found.reason, "channel": found.channel,
        "at": found.at, "texts": [],
    }  # fmt: skip
    if subject is None:
        return told
    ways = [found.channel] if found.channel in subject.step.channels else subject.step.channels
    return {**told, "language": subject.language, "texts": [_text(subject, way, hands) for way in ways]}


def _text(subject: Any, channel: str, hands: Hands) -> dict[str, Any]:
    title, text = rendering.tried(subject, channel, hands)
    count = segments.count(text).segments if channel == "sms" else 0
    return {"channel": channel, "subject": title, "text": text, "segments": count}
