"""Everything that is kept about one person, for whoever asks for it by right."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from chalicelib.errors import NotFound
from chalicelib.records import complaints, plain
from chalicelib.records.attributes import instant
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Contact, Customer
from chalicelib.records.events import Event, Payload
from chalicelib.records.offers import Offer
from chalicelib.records.ratings import Checklist, Rating
from chalicelib.records.referrals import Referral
from chalicelib.records.sales import Sale, Unit
from chalicelib.records.staff import GiftGiven
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.records.tellings import Telling
from chalicelib.records.touchpoints import Rendered, Touchpoint

SECTIONS: dict[str, type[Row]] = {
    "touchpoints": Touchpoint,
    "messages": Rendered,
    "tasks": Task,
    "ratings": Rating,
    "checklists": Checklist,
    "gifts": GiftGiven,
    "told": Telling,
}


def export(customer_id: str, now: datetime) -> dict[str, Any]:
    """One JSON value: the person, addresses, sales, touches with their words, tasks, answers, events."""
    customer = Customer.find(*Customer.at(customer_id), consistent=True)
    if customer is None:
        raise NotFound(
            "There is no customer {id}. `aftercare customer find` looks by address.", id=customer_id
        )
    rows = [row for pk in customer.partitions for row in Row.in_partition(pk, consistent=True)]
    said = {name: [_named(row) for row in rows if isinstance(row, kind)] for name, kind in SECTIONS.items()}
    return {
        "exported_at": instant(now),
        "customer": {"id": customer.id, **plain.facts(customer, "pk", "sk")},
        "addresses": [plain.facts(contact, "pk", "sk") | _address(contact) for contact in contacts(customer)],
        "sales": [_sale(sale) for sale in Sale.by_lookup(f"customer#{customer.id}")],
        **said,
        "referrals": [_referral(row) for row in rows if isinstance(row, Referral)],
        "complaints": [_complaint(number) for number in complaints.of_customer(customer.partitions)],
        "events": list(_events(rows)),
    }


def contacts(customer: Customer) -> Iterator[Contact]:
    ways = (("sms", customer.phones), ("email", customer.emails))
    keys = [Contact.at(channel, address) for channel, addresses in ways for address in addresses]
    found = Contact.many(keys, consistent=True)
    return (found[key] for key in dict.fromkeys(keys) if key in found)


def _address(contact: Contact) -> dict[str, Any]:
    """Whom else it belongs to is their own affair."""
    return {"channel": contact.channel, "address": contact.address, "customers": len(contact.customers)}


def _referral(row: Referral) -> dict[str, Any]:
    """Who the friend is, is the friend's own affair."""
    return {"said_at": instant(row.said_at), "state": row.state}


def _named(row: Row) -> dict[str, Any]:
    return {"id": f"{row.pk}/{row.sk}", **plain.facts(row, "pk", "sk")}


def _sale(sale: Sale) -> dict[str, Any]:
    units = [unit.line for unit in Unit.in_partition(sale.pk, "unit#")]
    return {"id": sale.id, **plain.facts(sale, "pk", "sk"), "units": units}


def _complaint(number: str) -> dict[str, Any]:
    """With its offers, and each event with what it says."""
    rows = list(Row.in_partition(Complaint.at(number)[0], consistent=True))
    said = [plain.facts(row, "pk", "sk") for row in rows if isinstance(row, Complaint)]
    offers = [plain.facts(row, "pk", "sk") for row in rows if isinstance(row, Offer)]
    return {
        "number": number,
        **(said[0] if said else {}),
        "offers_made": offers,
        "events": list(_events(rows)),
    }


def _events(rows: list[Row]) -> Iterator[dict[str, Any]]:
    """Each with what it says; after an erasure only that it was."""
    said = {(row.pk, row.sk[-6:]): row.facts for row in rows if isinstance(row, Payload)}
    for row in rows:
        if isinstance(row, Event):
            number = row.sk[-6:]
            yield {
                "number": int(row.number), "what": row.what, "who": row.who, "at": instant(row.at_moment),
                "says": said.get((row.pk, number)),
            }  # fmt: skip
