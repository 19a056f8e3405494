"""Customers from before there were campaigns are put on the roster, where they are found by name, too: once,
over the whole table, in pages."""

from datetime import datetime, timedelta

from chalicelib.care.hands import Hands
from chalicelib.records import roster, whole
from chalicelib.records.customers import Customer
from chalicelib.records.roster import Enrolment
from chalicelib.records.table import NOW, shard_of
from chalicelib.rules import names

PAGE = 200
# Until then nobody is counted and nobody is written to: some would be missing.
LOOK_AGAIN = timedelta(minutes=1)


def begin(now: datetime) -> Enrolment:
    """The row that has it done, once for each table; due at once where there is none yet."""
    known = roster.enrolment()
    if known:
        return known
    row = Enrolment(*Enrolment.at())
    row.is_due(now, shard_of(row.pk), NOW)
    return row if row.create() else (roster.enrolment() or row)


def again(now: datetime) -> Enrolment:
    """From the beginning, for whoever restored a backup or is not sure."""
    row = Enrolment(*Enrolment.at())
    row.is_due(now, shard_of(row.pk), NOW)
    row.save()
    return row


def is_done(now: datetime) -> bool:
    return bool(begin(now).done)


def work(row: Enrolment, now: datetime, hands: Hands) -> datetime | None:
    """The dispatcher's way in: one page. Who is there is put there again, which changes nothing."""
    if row.done:
        return None
    keys, position = whole.page(Customer, PAGE, row.position)
    people = Customer.many(keys, consistent=True).values()
    roster.enrol({one.id: "" if one.erased_at else names.spelling(one.name) for one in people})
    seen = int(row.seen) + len(keys)
    row.change(
        [
            Enrolment.position.set(position),
            Enrolment.seen.set(seen),
            Enrolment.done.set(not position),
        ]
    )
    return now if position else None
