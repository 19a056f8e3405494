"""A customer's whole file on one page, and what is written down from it."""

from collections.abc import Mapping
from typing import Any

from chalice import Response

from chalicelib import clock, words
from chalicelib.care import consents, customers, links
from chalicelib.care.hands import ready
from chalicelib.http import door
from chalicelib.http.console import desk, errands, places, scope, timeline, touches
from chalicelib.http.console.desk import CONSOLE, DOERS, OF_CUSTOMERS
from chalicelib.http.console.errands import Deck, Faulty
from chalicelib.http.console.fields import Fields
from chalicelib.records import ahead
from chalicelib.records.customers import Customer
from chalicelib.records.links import OF_A_PERSON
from chalicelib.records.staff import Staff

SHOWN = 20
LEADERS = ("manager", "admin")


@CONSOLE.page("/customers/{id}", roles=OF_CUSTOMERS)
def one(id: str) -> Response:
    ahead.partition(Customer.at(id)[0])
    return page_of(scope.customer(id))


def page_of(customer: Customer, faulty: Faulty | None = None, status: int = 200, **more: Any) -> Response:
    story = timeline.of(customer, _heirs_at(customer.rep))
    past, whole = story.pop("past"), bool(door.asked("all"))
    deck = Deck.about(customer, story.pop("open_tasks"))
    return desk.show(
        "customer", faulty.status if faulty else status, place_here="/customers",
        customer=customers.facts(customer),
        speaks=words.language_for(customer.language, ""),
        phones=errands.dialled(customer.phones),
        spend=customer.spend, heir=_heir(customer.rep),
        map=_map(customer), erased=bool(customer.erased_at), faulty=faulty,
        past=past if whole else past[:SHOWN], more_past=0 if whole else max(0, len(past) - SHOWN),
        tasks=[row.key for row in deck.rows], cards=deck.cards(desk.today()),
        standing=consents.standing(customer), closed=consents.closed(customer),
        **_rights(), **story, **{**_SAID, "done": door.asked("done"), "noted": door.asked("noted"),
        "revived": door.asked("revived")[:4], **more},
    )  # fmt: skip


_SAID: Mapping[str, Any] = {
    "link": "",
    "consent_said": {},
    "consent_faults": {},
    "sale_said": {},
    "sale_faults": {},
}


def _rights() -> dict[str, bool]:
    role = desk.reader().role
    return {
        "may_act": role in DOERS, "may_join": role in LEADERS, "may_erase": role == "admin",
        "may_see_looks": places.lets_in("/customers/{id}/looks", role),
    }  # fmt: skip


def _heir(rep: str) -> str:
    """Who looks after the customers of a rep who left."""
    found = next((Staff.find(*at) for at in _heirs_at(rep)), None)
    return found.heir if found else ""


def _heirs_at(rep: str) -> list[tuple[str, str]]:
    """The rep's own row says so."""
    return [Staff.at(rep)] if rep else []


def _map(customer: Customer) -> str:
    home = " ".join(filter(None, (customer.estate, customer.address)))
    return errands.map_of(home, customer.country) if home else ""


@CONSOLE.deed("/customers/{id}/consent", roles=DOERS)
def consent(id: str) -> Response:
    customer = scope.customer(id)
    fields = touches.consent(customer)
    if fields.faults:
        return page_of(customer, status=400, consent_said=fields.said, consent_faults=fields.faults)
    return door.see(f"/customers/{customer.id}?done=consent#consents")


@CONSOLE.deed("/touches/{key}", roles=DOERS)
def touch(key: str) -> Response:
    customer, faulty = touches.changed(key)
    return page_of(customer, faulty) if faulty else door.see(f"/customers/{customer.id}?done=touch#{key}")


@CONSOLE.deed("/customers/{id}/link", roles=DOERS)
def link(id: str) -> Response:
    """A page of the customer's own, shown this once, to be handed over by whoever asked for it."""
    customer, fields = scope.customer(id), Fields(desk.form())
    page = fields.text("page")
    if page not in OF_A_PERSON:
        return page_of(customer, status=400)
    url, _ = links.give(customer, page, clock.now(), ready())
    return page_of(customer, link=url)
