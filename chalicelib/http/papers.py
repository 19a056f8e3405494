"""What is printed: a receipt, an agreement, the month's pack. Each is whole, with its style inside."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from chalicelib import plans, words
from chalicelib.care import effects
from chalicelib.care.complaints import agreeing, giving, items, telling, worded
from chalicelib.errors import Conflict
from chalicelib.records.complaints import Complaint
from chalicelib.records.offers import Offer


def paper(name: str, language: str, phone: str, **values: Any) -> str:
    shop = plans.shop_defaults()
    about = {"shop_name": shop.name.get(language) or shop.name[shop.language], "shop_phone": phone}
    return words.page(name, language, {**about, **values}, folder="print")


def drop_off(complaint: Complaint, code: str = "") -> str:
    """For what was handed in. `code`: a square that leads to the customer's own page."""
    person, said = telling.person(complaint), items.receipt(complaint)
    language, phone = telling.language_of(person), telling.shop_phone(complaint, person.country)
    for name in ("back_on", "received_on"):
        said[name] = words.date(language, date.fromisoformat(said[name]))
    return paper("drop-off", language, phone, code=code, **said)


def agreement(complaint: Complaint, now: datetime) -> str:
    """What lies before the customer, to be signed, or what was agreed last."""
    person = telling.person(complaint)
    language, (offer, agreed_at) = telling.language_of(person), _agreed(complaint)
    last = agreeing.last_day(offer, agreed_at or now)
    said = {
        **worded.of_offer(offer, language), **telling.who_and_when(complaint, language, person.country),
        "gives": [worded.give(kind, amount, text, language) for kind, amount, text in offer.gives],
        "number": complaint.id, "customer_name": person.name,
        "understood": complaint.facts.get("understood", ""), "done_by": words.date(language, last),
        "agreed_on": words.date(language, effects.shop_day(agreed_at)) if agreed_at else "",
    }  # fmt: skip
    return paper("agreement", language, telling.shop_phone(complaint, person.country), **said)


def _agreed(complaint: Complaint) -> tuple[Offer, datetime | None]:
    last = giving.last_offer(complaint)
    if last and complaint.offer_state == "made":
        return last, None
    offers = {int(one.version): one for one in giving.all_offers(complaint)}
    for version, _total, _extra, at in reversed(complaint.granted):
        return offers[int(version)], datetime.fromisoformat(at)
    raise Conflict(
        "Nothing is on offer or agreed in complaint {complaint} that could be printed.",
        complaint=complaint.id,
    )


def month(pack: Mapping[str, Any], language: str, opens: Collection[str] = ()) -> str:
    """For the sales meeting. `opens`: the complaints that its reader may open from it."""
    policy, shop = plans.complaints(), plans.shop_defaults()
    severities = {name: one.label for name, one in policy.severities.items()}
    named = {"about": policy.kinds, "severities": severities, "causes": plans.review().causes}
    labels = {what: {name: label[language] for name, label in names.items()} for what, names in named.items()}
    money = {
        name: words.money(language, pack["paid"][name], pack["paid"]["currency"])
        for name in ("total", "goodwill")
    }
    values = {
        "pack": pack, "labels": labels, "paid": money["total"], "goodwill": money["goodwill"],
        "shop_name": shop.name[language],
        "drawn_on": words.date(language, effects.shop_day(pack["drawn_at"])),
        "days": {one["number"]: _day(language, one["due_on"]) for one in pack["learnt"]},
        "scripts": [{"label": one.label[language], "say": one.say[language]} for one in plans.scripts()],
        "never": plans.banned().get(language, ()), "opens": opens,
    }  # fmt: skip
    return words.page("month", language, values, folder="print")


def _day(language: str, day: str) -> str:
    return words.date(language, date.fromisoformat(day)) if day else ""
