"""A customer's own choice: which language, and what may come by SMS and what by mail."""

from collections.abc import Mapping
from typing import Any

from chalice import Response

from chalicelib import clock, plans
from chalicelib.care import consents, customers
from chalicelib.http import door, pages
from chalicelib.http.door import ANY
from chalicelib.http.pages import PUBLIC, Visit
from chalicelib.records.customers import Customer

SOURCE = "preferences page"
# Whoever sees all that is theirs may also choose what they hear.
OPENED_BY = ("preferences", "care")
SAID = {"yes": True, "no": False}


@PUBLIC.route("/c/preferences/{token}", methods=["GET"])
def preferences(token: str) -> Response:
    return _page(pages.visit_of_person(token, *OPENED_BY))


@PUBLIC.route("/c/preferences/{token}", methods=["POST"], content_types=ANY)
def prefer(token: str) -> Response:
    found, form = pages.visit_of_person(token, *OPENED_BY), door.form()
    customer, now = found.person, clock.now()
    if form.get("stop") == "all":
        consents.refuse_all(customer, source=SOURCE, language=found.language, who="customer", now=now)
        return _page(found, stopped=1)
    wanted, language, asked_in = _wanted(form, customer), form.get("language", ""), found.language
    if language in plans.shop_defaults().languages:
        customers.prefer(customer, language)
    elif not any(wanted.values()):
        return _page(found, 400, missing=1)
    consents.choose(customer, wanted, source=SOURCE, language=asked_in, who="customer", now=now)
    return _page(found, saved=1)


def _wanted(form: Mapping[str, str], customer: Customer) -> dict[str, dict[str, bool]]:
    """What was changed, about the channels that were asked about. A page that was opened before a STOP and
    is sent after it does not take the STOP back."""
    asked = [way["channel"] for way in _ways(customer) if way["open"]]
    return {
        purpose: {
            channel: SAID[answer]
            for channel in asked
            if (answer := form.get(f"{purpose}.{channel}", "")) in SAID
            and answer != form.get(f"shown.{purpose}.{channel}")
        }
        for purpose in consents.FREE
    }


def _page(found: Visit, status: int = 200, **said: int) -> Response:
    customer = found.person
    policy, standing = plans.consent(), consents.standing(customer)
    purposes = [
        {
            "name": purpose, "allowed": standing[purpose],
            "wording": policy.wordings[policy.rule(customer.country, purpose).wording][found.language],
        }
        for purpose in consents.FREE
    ]  # fmt: skip
    return found.show(
        "preferences", status, ways=_ways(customer), purposes=purposes,
        languages=plans.shop_defaults().languages, **{**dict(saved=0, stopped=0, missing=0), **said},
    )  # fmt: skip


def _ways(customer: Customer) -> list[dict[str, Any]]:
    """The channels by which this person can be reached at all; a stopped address is no choice."""
    usable = {
        "sms": [phone for phone in customer.phones if phone not in customer.no_sms],
        "email": list(customer.emails),
    }
    if not plans.country(customer.country).sms:
        usable["sms"] = []
    return [_way(channel, known, customer) for channel, known in usable.items() if known]


def may_be_mailed(customer: Customer) -> bool:
    """Whether mail would reach them again, were it allowed."""
    return any(way["open"] for way in _ways(customer) if way["channel"] == "email")


def _way(channel: str, known: list[str], customer: Customer) -> dict[str, Any]:
    open_ones = [one for one in known if one not in customer.stopped]
    return {"channel": channel, "open": int(bool(open_ones)), "address": masked([*open_ones, *known][0])}


def masked(address: str) -> str:
    """Enough for its owner to know it again, not enough for anybody else to use it."""
    name, at, domain = address.partition("@")
    host, _, ending = domain.rpartition(".")
    return f"{name[:1]}•••@{host[:1]}•••.{ending}" if at else f"••• {address[-3:]}"
