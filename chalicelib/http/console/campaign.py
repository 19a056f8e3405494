"""One campaign: where it stands and what is next, whom it would reach, how it reads, what became of it."""

from collections.abc import Iterable
from typing import Any

from chalice import Response

from chalicelib import clock, plans, rehearsal, words
from chalicelib.campaigns import Campaign as Meant
from chalicelib.care.campaigns import coming, keeping, showing
from chalicelib.care.hands import ready
from chalicelib.care.weather import looking
from chalicelib.errors import BadInput, CareError
from chalicelib.http import door
from chalicelib.http.console import desk, histories, plain_words, scope
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.seasons import MAY, SEES, areas, languages, where
from chalicelib.http.console.speech import N_, _
from chalicelib.ids import plain_name
from chalicelib.records.campaigns import Campaign, batches
from chalicelib.records.customers import Customer
from chalicelib.records.pulls import shards
from chalicelib.rules import phones
from chalicelib.rules.ledgers import contacts

DAYS_SHOWN = 6
NEITHER = N_("Give a mail address such as name@example.com, or a telephone number such as +86 139 1234 0001.")


@CONSOLE.page("/campaigns/{name}", roles=SEES)
def overview(name: str) -> Response:
    return page(keeping.get(name))


def page(row: Campaign, status: int = 200, **said: Any) -> Response:
    """`said`: what was wrong with a form on it, and what stood in it."""
    value = showing.facts(row, clock.now())
    value["occurrences"] = [_came(one, keeping.meant(row)) for one in value["occurrences"]]
    value["history"] = histories.told(row)
    beyond = keeping.beyond_budget(row)
    return desk.show(
        "campaign", status, **{**around(row, value), **value}, counting=_counting(row, value["found"]),
        beyond_budget=plain_words.said(beyond) if beyond else "", goes_on=row.scheduled and not row.paused,
        is_beginning=any(one["goes_at"] for one in value["occurrences"]),
        **{"fault": "", "form": {}, "done": door.asked("done"), **said},
    )  # fmt: skip


def _came(one: dict[str, Any], campaign: Meant) -> dict[str, Any]:
    """With from when on it goes, of what people or the weather had come and has not begun yet."""
    begins = one["begins_at"] if one["by"] != "calendar" else None
    goes_at = coming.goes_at(campaign, one["on"], max(begins, clock.now())) if begins else None
    first_at = coming.goes_at(campaign, one["on"], clock.now()) if _is_silent_yet(one) else None
    return {**one, "where": where(one["regions"]), "goes_at": goes_at, "first_at": first_at}


def _is_silent_yet(one: dict[str, Any]) -> bool:
    return bool(one["state"] == "filling" and one["waiting"] and not one["reached"])


def around(row: Campaign, value: dict[str, Any]) -> dict[str, Any]:
    """What stands on each of its pages: its name, its ways, and what this reader may do."""
    campaign, reader = keeping.meant(row), desk.reader()
    return {
        "name": row.name, "about": dict(campaign.about), "what": campaign, "state": value["state"],
        "may": reader.role in MAY, "is_author": plain_name(reader.name) == plain_name(row.saved_by),
        "in_regions": campaign.when.in_regions, "is_gathering": campaign.touch == "gathering",
        "lacks_forecast": bool(campaign.when.weather) and not looking.has_forecast(),
        "areas": areas(), "days_shown": DAYS_SHOWN,
    }  # fmt: skip


def _counting(row: Campaign, found: dict[str, Any]) -> dict[str, int] | None:
    """How far its counting is, where one is under way."""
    parts = batches(row.name, row.version)
    if not parts or found["complete"]:
        return None
    return {"done": sum(one.done for one in parts), "of": len(shards()), "seen": found["customers"]}


@CONSOLE.page("/campaigns/{name}/people", roles=SEES)
def people(name: str) -> Response:
    """The words as each of ten people would get them, and who would be held back."""
    row, now = keeping.get(name), clock.now()
    value = showing.facts(row, now)
    examples = list(rehearsal.examples(row, now, ready()))
    held = [one for ids in value["found"]["who"].values() for one in ids]
    names = names_of([*(one["customer"] for one in examples), *held])
    theirs = [one for one in examples if one["customer"] in names]
    values = {**around(row, value), **value, "examples": theirs, "names": names}
    return desk.show("campaign_people", **values, others=len(theirs) < len(examples))


def names_of(ids: Iterable[str]) -> dict[str, str]:
    """Of those whom a campaign gives as examples, noted as seen. A campaign is for all shops: who leads one
    of them reads the names of their own customers alone."""
    rows = Customer.many(list(dict.fromkeys(Customer.at(one) for one in ids))).values()
    found = [row for row in rows if isinstance(row, Customer)]
    theirs = scope.listed(found) if scope.has_one_shop() else found
    scope.noted(row.id for row in theirs)
    return {row.id: row.name for row in theirs}


@CONSOLE.page("/campaigns/{name}/words", roles=SEES)
def texts(name: str) -> Response:
    return _texts(keeping.get(name))


def _texts(row: Campaign, status: int = 200, **said: Any) -> Response:
    now, campaign = clock.now(), keeping.meant(row)
    value = showing.facts(row, now)
    specimens = {language: rehearsal.specimens(campaign, language, now) for language in languages()}
    return desk.show(
        "campaign_words", status, **around(row, value), specimens=specimens,
        **{"fault": "", "form": {}, "sent_to": "", **said},
    )  # fmt: skip


@CONSOLE.page("/campaigns/{name}/mail/{language}", roles=SEES)
def mail(name: str, language: str) -> Response:
    """The letter as mail programs show it, for a frame; nothing in it runs."""
    campaign = keeping.meant(keeping.get(name))
    found = rehearsal.specimens(campaign, language, clock.now()) if language in words.languages() else {}
    if not found.get("email"):
        raise desk.nothing_here()
    return door.html(found["email"]["html"], Content_Security_Policy=MAIL_POLICY)


# A mail may bring its own colours, but nothing that runs; its links lead nowhere.
MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"


@CONSOLE.deed("/campaigns/{name}/try", roles=MAY)
def try_out(name: str) -> Response:
    """To oneself, with invented values."""
    row, form = keeping.get(name), desk.form()
    address, language = form.get("address", "").strip(), form.get("language", "")
    try:
        sent = _try(
            row, address, language if language in words.languages() else plans.shop_defaults().language
        )
    except CareError as error:
        return _texts(row, error.status, fault=plain_words.of(error), form=form)
    return _texts(row, **sent)


def _try(row: Campaign, address: str, language: str) -> dict[str, Any]:
    """Where it went: told on the page itself, since no link of ours bears anybody's address."""
    mail, number = contacts.email(address), _number(address)
    if not mail and not number:
        raise BadInput(_(NEITHER))
    channel, hands = "email" if mail else "sms", ready()
    rehearsal.try_out(row, channel, mail or number, language, clock.now(), hands)
    in_outbox = hands.provider_for(channel, sample=False) == "outbox"
    return {"sent_to": mail or number, "in_outbox": in_outbox}


def _number(address: str) -> str:
    try:
        return phones.read(address, plans.shop_defaults().country)
    except CareError:
        return ""
