"""Events that are never changed: who, when, what and why, each chained to the one before."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.errors import Conflict
from chalicelib.ids import derived
from chalicelib.records.attributes import InstantAttribute, instant
from chalicelib.records.customers import Customer
from chalicelib.records.table import Row, Write, transact

TRIES = 5


class Event(Row, discriminator="event"):
    """One link of a customer's chain. `digest` seals a salted payload that is kept apart, so that
    erasing drops payload and salt and the chain still checks."""

    number = NumberAttribute()
    what = UnicodeAttribute()
    who = UnicodeAttribute()
    at_moment = InstantAttribute()
    digest = UnicodeAttribute()
    previous = UnicodeAttribute(default="")
    seal = UnicodeAttribute()

    @classmethod
    def at(cls, customer_id: str, number: int) -> tuple[str, str]:
        return f"customer#{customer_id}", f"event#{number:06d}"

    def sealed(self) -> str:
        return _hash(
            self.previous, str(int(self.number)), self.what, self.who, instant(self.at_moment), self.digest
        )


class Payload(Row, discriminator="payload"):
    """What an event says, with its salt; gone after an erasure."""

    facts = JSONAttribute(default=dict)
    salt = UnicodeAttribute()

    @classmethod
    def at(cls, customer_id: str, number: int) -> tuple[str, str]:
        return f"customer#{customer_id}", f"payload#{number:06d}"

    def digest(self) -> str:
        return _hash(self.salt, json.dumps(self.facts, sort_keys=True, ensure_ascii=False))


def append(
    customer: Customer,
    what: str,
    who: str,
    facts: dict[str, Any],
    now: datetime,
    changes: Callable[[Customer], tuple] = lambda _: (),
    besides: tuple[Write, ...] = (),
) -> None:
    """Add one event and, in the same transaction, change the customer and what else is given; tries
    again if another came first, with `changes` worked out on the customer as that one left them."""
    for _ in range(TRIES):
        if transact([*_links(customer, what, who, facts, now, changes(customer)), *besides]):
            customer.refresh(consistent_read=True)
            return
        customer.refresh(consistent_read=True)
    raise Conflict(f"The record of {customer.id} is being changed by others; try again.")


def _links(
    customer: Customer, what: str, who: str, facts: dict, now: datetime, changes: tuple
) -> list[Write]:
    number = int(customer.chain_length) + 1
    salt = derived("", customer.id, number, instant(now), json.dumps(facts, sort_keys=True))
    payload = Payload(*Payload.at(customer.id, number), facts=facts, salt=salt)
    event = Event(
        *Event.at(customer.id, number), number=number, what=what, who=who, at_moment=now,
        digest=payload.digest(), previous=customer.chain_head,
    )  # fmt: skip
    event.seal = event.sealed()
    head = [Customer.chain_length.set(number), Customer.chain_head.set(event.seal)]
    unchanged = Customer.chain_length == customer.chain_length
    return [
        Write(event, condition=Row.pk.does_not_exist()),
        Write(payload, condition=Row.pk.does_not_exist()),
        Write(customer, (*head, *changes), unchanged),
    ]


def broken_links(customer: Customer) -> list[str]:
    """A sentence for each place where the chain does not hold."""
    events = list(Event.in_partition(customer.pk, "event#", consistent=True))
    payloads = {row.sk[-6:]: row for row in Payload.in_partition(customer.pk, "payload#", consistent=True)}
    faults, previous = [], ""
    for place, event in enumerate(events, 1):
        payload = payloads.get(event.sk[-6:])
        if event.number != place or event.previous != previous or event.seal != event.sealed():
            faults.append(f"event {place} of {customer.id} does not follow the one before it")
        if payload and payload.digest() != event.digest:
            faults.append(f"what event {place} of {customer.id} says was changed afterwards")
        previous = event.seal
    if len(events) != customer.chain_length or previous != customer.chain_head:
        faults.append(f"the last events of {customer.id} are missing")
    return faults


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
