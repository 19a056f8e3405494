"""A customer's number or mail address put right: the new one is claimed, the old one let go."""

from datetime import datetime
from typing import Any

from chalicelib.care import effects
from chalicelib.care.customers import claim, get, new_contact, stored
from chalicelib.errors import BadInput, Conflict
from chalicelib.records import events
from chalicelib.records.customers import Contact, Customer
from chalicelib.records.table import Write, transact


def correct_address(
    customer_id: str, old: str, new: str, now: datetime, *, why: str = "", who: str = ""
) -> Customer:
    """Without an old one the new one is a further one. A reason that is given is kept as an event, in the
    same transaction. What did not go for its sake is revived by touchpoints.people."""
    customer = get(customer_id)
    channel, field = ("email", "emails") if "@" in new else ("sms", "phones")
    before = getattr(customer, field)
    if old and old not in before:
        raise BadInput(
            "{customer} has no {channel} address {old}; `aftercare customer show` lists them.",
            customer=customer.id,
            channel=channel,
            old=old,
        )
    contact = effects.contact_of(channel, new) or new_contact(channel, new, now)
    changes = _changes(customer, field, old, new, contact)
    claims = [] if customer.id in contact.customers else [claim(contact, customer.id)]
    contact.listed()
    claims += _let_go(channel, old, customer.id) if old and old != new else []
    if why:

        def unless_changed(current: Customer) -> tuple[Any, ...]:
            if getattr(current, field) != before:
                raise _changed(customer_id)
            return changes

        said = {"channel": channel, "from": old, "to": new, "why": why}
        events.append(customer, "corrected", who, said, now, unless_changed, claims)
    elif not transact([Write(customer, changes, getattr(Customer, field) == before), *claims]):
        raise _changed(customer_id)
    return stored(customer.id)


def _changes(customer: Customer, field: str, old: str, new: str, contact: Contact) -> tuple[Any, ...]:
    before = getattr(customer, field)
    after = list(dict.fromkeys([*(new if one == old else one for one in before), new]))
    silent = {one: why for one, why in customer.stopped.items() if one != old}
    silent |= {new: contact.stopped} if contact.stopped else {}
    return getattr(Customer, field).set(after), Customer.stopped.set(silent)


def _changed(customer_id: str) -> Conflict:
    return Conflict(
        "{customer_id} was changed by somebody else meanwhile; try again.", customer_id=customer_id
    )


def _let_go(channel: str, address: str, owner: str) -> list[Write]:
    contact = effects.contact_of(channel, address)
    if contact is None or owner not in contact.customers:
        return []
    version = contact.version
    contact.customers = [one for one in contact.customers if one != owner]
    contact.version = int(version) + 1
    contact.listed()
    return [Write(contact, condition=Contact.version == version)]
