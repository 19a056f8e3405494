"""A campaign before it goes: what would become of each touchpoint, and the words as people would get them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib import plans, words
from chalicelib.campaigns import Campaign as Meant
from chalicelib.care.campaigns import counting, filling, invented, keeping, members
from chalicelib.care.campaigns.counting import Foreseen
from chalicelib.care.hands import Hands
from chalicelib.care.touchpoints import outlook, rendering
from chalicelib.care.touchpoints.outlook import Outlook
from chalicelib.care.touchpoints.subject import Subject, load
from chalicelib.errors import BadInput
from chalicelib.ids import derived
from chalicelib.message import Message, Receipt
from chalicelib.plans.campaign_words import KNOWN as CAMPAIGN_KNOWN
from chalicelib.plans.labels import LABELS
from chalicelib.records.campaigns import Batch, Campaign
from chalicelib.records.customers import Customer
from chalicelib.records.imports import Import
from chalicelib.records.sales import Sale
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import phones, segments
from chalicelib.sentences import Joined, named


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


def released(batch: Import, hands: Hands) -> Iterator[dict[str, Any]]:
    """Some of the words that a release lets go, as these customers would read them."""
    held = batch.counts.get("held") or {}
    orders = Sale.many([Sale.at(key) for key in held.get("orders", [])])
    for sale in orders.values():
        touches = Touchpoint.in_partition(Customer.at(sale.customer_id)[0], "touch#")
        wanted = (one for one in touches if one.sale_id == sale.id and one.step in held["steps"])
        if touch := next((one for one in wanted if one.state == "planned"), None):
            yield _worded(touch, hands)


def _worded(touch: Touchpoint, hands: Hands) -> dict[str, Any]:
    """By each way by which its customer can be reached."""
    subject = load(touch)
    customer = subject.customer
    known = {"sms": customer.phones, "email": customer.emails} if customer else {}
    due = touch.due_at
    texts = [_text(subject, way, hands, due) for way in subject.step.channels if known.get(way)]
    return {
        "customer": touch.owner, "name": customer.name if customer else "", "step": touch.step,
        "texts": texts,
    }  # fmt: skip


def try_out(row: Campaign, channel: str, address: str, language: str, now: datetime, hands: Hands) -> Receipt:
    """Its words, with invented values, to one address of our own; nothing is remembered of it."""
    campaign, shop = keeping.meant(row), plans.shop_defaults()
    if channel not in campaign.channels:
        raise BadInput(
            "{campaign} does not go by {channel}; give an address for {channels}.",
            campaign=keeping.called(row),
            channel=named(channel, LABELS[channel]),
            channels=Joined([named(one, LABELS[one]) for one in campaign.channels], " or "),
        )
    country = plans.country(phones.country_of(address) if channel == "sms" else shop.country)
    if not campaign.speaks(language):
        raise BadInput(
            "{campaign} says nothing in this language. Choose another, or write its words first.",
            campaign=keeping.called(row),
        )
    said, values = campaign.words[language], invented.values(campaign, language, now)
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


def specimens(campaign: Meant, language: str, now: datetime) -> dict[str, Any]:
    """Its words in one language with invented values, names as long as they come: {"sms", "email", "task"},
    nothing where it has none. What it costs is for one country, the segments for each."""
    said, values = campaign.words.get(language, {}), invented.values(campaign, language, now)
    found: dict[str, Any] = {"sms": None, "email": None, "task": None}
    if said.get("sms"):
        found["sms"] = _sms(campaign, language, values)
    if said.get("email"):
        mail = words.email_of(said.get("subject", ""), said["email"], language, values)
        found["email"] = {"subject": mail.subject, "text": mail.text, "html": mail.html}
    if said.get("task"):
        found["task"] = {"text": words.filled(said["task"], values)}
    return found


def readable(campaign: Meant, language: str, now: datetime) -> dict[str, Any]:
    """The same while it is written: a text that is broken is left out until it is mended."""
    known = (*CAMPAIGN_KNOWN, "link")
    said = campaign.words.get(language, {})
    sound = {part: text for part, text in said.items() if not words.written_faults(text, known)}
    return specimens(replace(campaign, words={**campaign.words, language: sound}), language, now)


def _sms(campaign: Meant, language: str, values: dict[str, str | int]) -> dict[str, Any]:
    code, country = invented.country(campaign)
    values = {**values, "can_reply": int(country.replies)}
    text = words.sms_of(campaign.words[language]["sms"], language, values, country, campaign.purpose)
    count, price = segments.count(text), plans.prices().segment(code)
    by_country = {
        each: plans.campaign_segments(campaign, language, each)
        for each, one in plans.countries().items()
        if one.sms and each != "default" and (one.links or campaign.touch != "gathering")
    }
    return {
        "text": text, "segments": count.segments, "signs": len(text), "by_country": by_country,
        "cost": price.amount * count.segments, "currency": price.currency, "country": code,
    }  # fmt: skip


def _example(found: Outlook, hands: Hands) -> dict[str, Any]:
    touch, subject = found.touch, found.subject
    told: dict[str, Any] = {
        "customer": touch.owner, "what": found.what, "reason": found.reason, "channel": found.channel,
        "at": found.at, "texts": [],
    }  # fmt: skip
    if subject is None:
        return told
    ways = [found.channel] if found.channel in subject.step.channels else _ways(subject, hands)
    texts = [_text(subject, way, hands, found.at) for way in ways]
    return {**told, "language": subject.language, "texts": texts}


def _ways(subject: Subject, hands: Hands) -> list[str]:
    """By which it could go at all where that person lives."""
    nowhere = ("no_links", "not_allowed_there")
    found = (one for one in subject.ways(hands) if one.against not in nowhere)
    return [one.channel for one in found if one.channel in subject.step.channels]


def _text(subject: Subject, channel: str, hands: Hands, at: datetime | None) -> dict[str, Any]:
    title, text = rendering.tried(subject, channel, hands, at)
    count = segments.count(text).segments if channel == "sms" else 0
    return {"channel": channel, "subject": title, "text": text, "segments": count}
