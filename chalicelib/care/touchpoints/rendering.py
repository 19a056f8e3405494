"""The words of one attempt, written down before it is claimed."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from chalicelib import links, plans, words
from chalicelib.care import effects
from chalicelib.care.hands import Hands
from chalicelib.care.touchpoints.subject import Subject
from chalicelib.effects import OpenTask
from chalicelib.plans import saying
from chalicelib.records.staff import Staff, to_ask
from chalicelib.records.touchpoints import Rendered, Touchpoint
from chalicelib.rules import phones, segments
from chalicelib.rules.sending import Way
from chalicelib.titles import Title
from chalicelib.words import titles

if TYPE_CHECKING:
    from chalicelib.campaigns import Campaign

FOOTER = ("unsubscribe", "care", "preferences")
EXAMPLE_TOKEN = "abcdefghijkl"
FOOTER_LIVES = timedelta(days=400)


def render(subject: Subject, way: Way, now: datetime, hands: Hands) -> Rendered:
    """The row `id#attempt` with the finished text; rendering again gives the same row."""
    touch = subject.touch
    row = Rendered(
        *Rendered.at(touch.owner, touch.id, int(touch.attempt) + 1), channel=way.channel, to=way.address,
        provider=hands.provider_for(way.channel, subject.sample), language=subject.language, at_moment=now,
        text="",
    )  # fmt: skip
    facts = _facts(subject, subject.language, hands, now)
    values = {
        **facts,
        "can_reply": int(way.channel == "sms" and subject.country.replies),
        "link": _link(subject, way, now, hands),
        **_footer_links(subject, way, now, hands),
        **subject.touch.values,
        **_handler(subject, facts, hands, now),
    }
    if way.channel == "sms":
        row.text = _sms(subject, values)
        row.segments = segments.count(row.text).segments
    else:
        row.unsubscribe_url = str(values["unsubscribe_url"])
        mail = _mail(subject, values)
        row.subject, row.text, row.html = mail.subject, mail.text, mail.html
    if row.provider == "outbox":
        row.lookup_pk, row.lookup_sk = f"outbox#{now:%Y-%m-%d}", f"{now.isoformat()}#{touch.key}"
    row.save()
    return row


def tried(subject: Subject, channel: str, hands: Hands, at: datetime | None) -> tuple[str, str]:
    """Subject and text as this person would get them then, with a link that leads nowhere; nothing is
    written."""
    blank: dict[str, str | int] = dict.fromkeys((f"{page}_url" for page in FOOTER), "")
    blank["link"] = _example_link(subject, channel, hands)
    can_reply = int(channel == "sms" and subject.country.replies)
    facts = _facts(subject, subject.language, hands, at)
    handler = _handler(subject, facts, hands, at) if at else {}
    values = {**facts, **blank, "can_reply": can_reply, **subject.touch.values, **handler}
    if channel == "sms":
        return "", _sms(subject, values)
    mail = _mail(subject, values)
    return mail.subject, mail.text


def _sms(subject: Subject, values: words.Values) -> str:
    language, country, frame = subject.language, subject.country, frame_of(subject.touch.purpose)
    if campaign := subject.campaign:
        return words.sms_of(campaign.words[language]["sms"], language, values, country, frame)
    return words.sms(subject.touch.step, language, values, country, frame)


def _mail(subject: Subject, values: words.Values) -> words.Mail:
    language = subject.language
    if campaign := subject.campaign:
        said = campaign.words[language]
        return words.email_of(said["subject"], said["email"], language, values)
    return words.email(subject.touch.step, language, values)


def frame_of(purpose: str) -> str:
    """Staff need no way to refuse."""
    return "critical" if purpose == "staff" else purpose


def _facts(subject: Subject, language: str, hands: Hands, at: datetime | None) -> dict[str, str | int]:
    """What words.VALUES names, as its reader's language writes it. `at`: when it goes to a customer, whom
    nobody who is away answers."""
    about: dict[str, str | int] = {
        "customer_name": subject.person.name,
        "years": int(subject.touch.occurrence),
    }
    return {**_shop(subject, language, hands), **_sale(subject, language, hands, at), **about}


def _shop(subject: Subject, language: str, hands: Hands) -> dict[str, str | int]:
    defaults = plans.shop_defaults()
    own = "" if isinstance(subject.person, Staff) else subject.person.store
    store = hands.shop((subject.sale.store if subject.sale else "") or own)
    return {
        "shop_name": defaults.name.get(language) or defaults.name[defaults.language],
        "shop_phone": effects.shop_phone(store, _country_of(subject)),
    }


def _country_of(subject: Subject) -> str:
    """From where its reader would phone; of staff no country is kept, only a number."""
    if isinstance(subject.person, Staff):
        return phones.country_of(subject.person.phone) if subject.person.phone else ""
    return subject.country.code


def _sale(subject: Subject, language: str, hands: Hands, at: datetime | None) -> dict[str, str | int]:
    sale = subject.sale
    name, phone = to_ask(sale.rep if sale else "", effects.shop_day(at) if at else None, hands.colleague)
    sales = subject.sales or ([sale] if sale else [])
    names = [name for one in sales for name in (one.cared_for if subject.touch.plan else one.products)]
    return {
        "products": words.listing(language, names, sale.category if sale else ""),
        "order_number": sale.order if sale else "",
        "rep_name": name,
        "rep_phone": phones.written(phone, subject.country.code) if phone else "",
        "fitter_name": words.person(language, sale.fitter) if sale else "",
        "visit_on": words.near_date(language, sale.booked_on) if sale and sale.booked_on else "",
        "signed_on": _day(language, sale.signed_on if sale else None),
        "gift_name": words.gift(subject.step.gift, language) if subject.step.gift else "",
    }


def _handler(
    subject: Subject, facts: Mapping[str, str | int], hands: Hands, at: datetime
) -> dict[str, str | int]:
    """Who answers for whoever has the complaint, where that one is away when this goes; else the shop."""
    handler = subject.touch.values.get("handler_name", "")
    name, phone = to_ask(handler, effects.shop_day(at), hands.colleague)
    if name == handler:
        return {}
    written = phones.written(phone, subject.country.code) if phone else facts["shop_phone"]
    return {"handler_name": name, "handler_phone": written}


def _day(language: str, day: date | None) -> str:
    return words.date(language, day) if day else ""


def _link(subject: Subject, way: Way, now: datetime, hands: Hands) -> str:
    page = subject.says.link if subject.says else ""
    if not page or (way.channel == "sms" and not subject.country.links):
        return ""
    return _new_link(subject, page, now + links.LIVES, hands)


def _example_link(subject: Subject, channel: str, hands: Hands) -> str:
    needs = subject.says and subject.says.link and (channel != "sms" or subject.country.links)
    return links.url(hands.settings.public_base_url, EXAMPLE_TOKEN) if needs else ""


def _footer_links(subject: Subject, way: Way, now: datetime, hands: Hands) -> dict[str, str]:
    """What stands below each mail to a customer; critical ones cannot be refused."""
    by_mail = way.channel == "email" and subject.customer is not None
    shown = FOOTER[subject.touch.purpose == "critical" :] if by_mail else ()
    return {
        f"{page}_url": _new_link(subject, page, now + FOOTER_LIVES, hands) if page in shown else ""
        for page in FOOTER
    }


def _new_link(subject: Subject, page: str, expires_at: datetime, hands: Hands) -> str:
    from chalicelib.records.links import Link  # many messages have none

    token = links.token(hands.settings.link_secret, page, subject.touch.key)
    Link.of_message(token, page, subject.touch, subject.language, expires_at).create()
    return links.url(hands.settings.public_base_url, token)


def task_title(subject: Subject, ask: OpenTask, hands: Hands) -> Title:
    """What the rep is asked, in his own language, with the step's own words where it has them."""
    rep = hands.colleague(subject.sale.rep) if subject.sale else None
    language = words.language_for(rep.language if rep else "", plans.shop_defaults().language)

    def facts(one: str) -> words.Values:
        return _task_facts(subject, ask, one, hands)

    if subject.campaign and subject.campaign.words[language].get("task"):
        return titles.finished(_campaign_titles(subject.campaign, subject.touch, facts), language)
    return saying.asked(subject.touch.step, facts, language)


def _task_facts(subject: Subject, ask: OpenTask, language: str, hands: Hands) -> words.Values:
    links_of_mail = ("link", "unsubscribe_url", "care_url", "preferences_url")
    nothing: dict[str, str | int] = {"can_reply": 0, "do": ask.do, **dict.fromkeys(links_of_mail, "")}
    return {**_facts(subject, language, hands, None), **nothing, **_of_complaint(subject, ask)}


def _campaign_titles(
    campaign: "Campaign", touch: Touchpoint, facts: Callable[[str], words.Values]
) -> dict[str, str]:
    said = {one: texts["task"] for one, texts in campaign.words.items() if texts.get("task")}
    return {one: words.filled(text, {**facts(one), **touch.values}) for one, text in said.items()}


def _of_complaint(subject: Subject, ask: OpenTask) -> dict[str, str | int]:
    """What its words need besides; they are those of the verb, for complaints."""
    said = subject.touch.values
    if "complaint_number" not in said:
        return {}
    return {**dict.fromkeys(words.COMPLAINT_VALUES, ""), **said, "do": f"complaint-{ask.do}"}


def outcome(subject: Subject, rendered: Rendered) -> tuple:
    """What the day's account keeps of a message that went."""
    is_sms, prices = rendered.channel == "sms", plans.prices()
    price = prices.segment(subject.country.code) if is_sms else prices.email
    cost = price.amount * Decimal(int(rendered.segments) if is_sms else 1)
    return (
        subject.touch.key, subject.touch.step, "sent", "", rendered.channel, int(rendered.segments),
        price.currency, str(cost),
    )  # fmt: skip
