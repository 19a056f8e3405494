"""Events that are never changed: who, when, what and why, each chained to the one before."""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.errors import Conflict
from chalicelib.records import metrics
from chalicelib.records.attributes import InstantAttribute, instant
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.table import Row, Write, transact

TRIES = 5
CONSENT = "consent"


class Event(Row, discriminator="event"):
    """One link of the chain of a customer or a complaint. `digest` seals a salted payload that is kept
    apart, so that erasing drops payload and salt and the chain still checks."""

    number = NumberAttribute()
    what = UnicodeAttribute()
    who = UnicodeAttribute()
    at_moment = InstantAttribute()
    digest = UnicodeAttribute()
    previous = UnicodeAttribute(default="")
    seal = UnicodeAttribute()

    @classmethod
    def at(cls, pk: str, number: int) -> tuple[str, str]:
        return pk, f"event#{number:06d}"

    def sealed(self) -> str:
        return _hash(
            self.previous, str(int(self.number)), self.what, self.who, instant(self.at_moment), self.digest
        )


class Payload(Row, discriminator="payload"):
    """What an event says, with its salt; gone after an erasure."""

    facts = JSONAttribute(default=dict)
    salt = UnicodeAttribute()

    @classmethod
    def at(cls, pk: str, number: int) -> tuple[str, str]:
        return pk, f"payload#{number:06d}"

    def digest(self) -> str:
        return _hash(self.salt, json.dumps(self.facts, sort_keys=True, ensure_ascii=False))


Chained = Customer | Complaint


def begin(
    row: Complaint, who: str, facts: dict[str, Any], now: datetime, besides: Sequence[Write] = ()
) -> bool:
    """Put the row with the first event of its chain, all or nothing; whether it was not there yet."""
    event, payload = _next(row, "opened", who, facts, now)
    row.chain_length, row.chain_head = 1, event.seal
    new = Row.pk.does_not_exist()
    _counted(row, now)
    return transact(
        [Write(row, condition=new), Write(event, condition=new), Write(payload, condition=new), *besides]
    )


def append(
    row: Chained,
    what: str,
    who: str,
    facts: dict[str, Any],
    now: datetime,
    changes: Callable[[Any], tuple] = lambda _: (),
    besides: Sequence[Write] = (),
) -> None:
    """Add one event and, in the same transaction, change the row and what else is given; tries again if
    another came first, with `changes` worked out on the row as that one left it."""
    if isinstance(row, Complaint) or what == CONSENT:
        _counted(row, now)
    for _ in range(TRIES):
        if transact([*_links(row, what, who, facts, now, changes(row)), *besides]):
            row.refresh(consistent_read=True)
            return
        row.refresh(consistent_read=True)
    raise Conflict("The record of {row} is being changed by others; try again.", row=row.id)


def _counted(row: Chained, now: datetime) -> None:
    """It will be counted with this day; what is known of a complaint also with the day it came in."""
    metrics.counted(row, now.date(), now)
    if isinstance(row, Complaint):
        metrics.count_again(row.opened_at.date(), now)


def _links(row: Chained, what: str, who: str, facts: dict, now: datetime, changes: tuple) -> list[Write]:
    event, payload = _next(row, what, who, facts, now)
    head = [type(row).chain_length.set(int(event.number)), type(row).chain_head.set(event.seal)]
    return [
        Write(event, condition=Row.pk.does_not_exist()),
        Write(payload, condition=Row.pk.does_not_exist()),
        Write(row, (*head, *changes), type(row).chain_length == row.chain_length),
    ]


def _next(row: Chained, what: str, who: str, facts: dict, now: datetime) -> tuple[Event, Payload]:
    number = int(row.chain_length) + 1
    # Drawn, not derived: what was erased must not be found out again by trying what it may have said.
    payload = Payload(*Payload.at(row.pk, number), facts=facts, salt=secrets.token_hex(16))
    event = Event(
        *Event.at(row.pk, number), number=number, what=what, who=who, at_moment=now,
        digest=payload.digest(), previous=row.chain_head,
    )  # fmt: skip
    event.seal = event.sealed()
    return event, payload


def of(row: Chained, rows: Sequence[Row] | None = None) -> list[Event]:
    """Oldest first. `rows`: its partition, where somebody has read it already."""
    found = Event.in_partition(row.pk, "event#", consistent=True) if rows is None else rows
    return [one for one in found if isinstance(one, Event)]


def keys(rows: Sequence[Chained]) -> Iterator[tuple[str, str]]:
    """Of all events of these chains."""
    return (Event.at(row.pk, number) for row in rows for number in range(1, int(row.chain_length) + 1))


def of_many(rows: Sequence[Chained]) -> dict[str, list[Event]]:
    """The same of several chains, by the names of their rows, a hundred events a request."""
    found = Row.many(list(keys(rows)))
    chains: dict[str, list[Event]] = {row.pk: [] for row in rows}
    for pk, sk in keys(rows):
        if isinstance(event := found.get((pk, sk)), Event):
            chains[pk].append(event)
    return chains


def _payloads(row: Chained, rows: Sequence[Row] | None) -> dict[str, Payload]:
    found = Payload.in_partition(row.pk, "payload#", consistent=True) if rows is None else rows
    return {one.sk[-6:]: one for one in found if isinstance(one, Payload)}


def broken_links(row: Chained, rows: Sequence[Row] | None = None) -> list[str]:
    """A sentence for each place where the chain does not hold."""
    events, payloads = of(row, rows), _payloads(row, rows)
    faults, previous = [], ""
    for place, event in enumerate(events, 1):
        payload = payloads.get(event.sk[-6:])
        if event.number != place or event.previous != previous or event.seal != event.sealed():
            faults.append(f"event {place} of {row.id} does not follow the one before it")
        if payload and payload.digest() != event.digest:
            faults.append(f"what event {place} of {row.id} says was changed afterwards")
        previous = event.seal
    if len(events) != row.chain_length or previous != row.chain_head:
        faults.append(f"the last events of {row.id} are missing")
    return faults


def told(row: Chained, rows: Sequence[Row] | None = None) -> list[dict[str, Any]]:
    """Each with what it says; after an erasure only that it was."""
    said = {key: one.facts for key, one in _payloads(row, rows).items()}
    return [
        {
            "number": int(event.number), "what": event.what, "who": event.who, "at": instant(event.at_moment),
            "says": said.get(event.sk[-6:]),
        }
        for event in of(row, rows)
    ]  # fmt: skip


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
