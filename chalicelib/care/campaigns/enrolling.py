"""Rows from before they were listed as they are now: customers are put on the roster, where they are found by
name and the end of a telephone, too, with what they bought; tasks, complaints with their shop, and who looked
where everybody's stand together. Once, over the whole table, in pages."""

from datetime import datetime, timedelta
from typing import Any

from chalicelib.care.hands import Hands
from chalicelib.records import roster, whole
from chalicelib.records.complaints import Complaint, shop_named
from chalicelib.records.customers import Contact, Customer
from chalicelib.records.looks import Look
from chalicelib.records.roster import Enrolled, Enrolment
from chalicelib.records.sales import Sale, store_of
from chalicelib.records.table import NOW, Row, shard_of
from chalicelib.records.tasks import Task
from chalicelib.rules import names

PAGE = 200
# 1: the roster. 2: open tasks and complaints together. 3: sales on the roster. 4: telephones by their end,
# complaints with their shop, who looked together.
EDITION = 4
# Until then nobody is counted and nobody is written to: some would be missing.
LOOK_AGAIN = timedelta(minutes=1)


def begin(now: datetime) -> Enrolment:
    """The row that has it done, once for each table; due at once where there is none yet."""
    known = roster.enrolment()
    if known and int(known.edition) >= EDITION:
        return known
    if known:
        return again(now)
    row = Enrolment(*Enrolment.at(), edition=EDITION)
    row.is_due(now, shard_of(row.pk), NOW)
    return row if row.create() else (roster.enrolment() or row)


def again(now: datetime) -> Enrolment:
    """From the beginning, for whoever restored a backup or is not sure."""
    row = Enrolment(*Enrolment.at(), edition=EDITION)
    row.is_due(now, shard_of(row.pk), NOW)
    row.save()
    return row


def is_done(now: datetime) -> bool:
    return bool(begin(now).done)


def work(row: Enrolment, now: datetime, hands: Hands) -> datetime | None:
    """The dispatcher's way in: one page."""
    if row.done:
        return None
    keys, position = whole.page((Customer, Contact, Task, Complaint, Look), PAGE, row.position)
    found = Row.many(keys, consistent=True).values()
    people = [one for one in found if isinstance(one, Customer)]
    _enrol(people)
    for one in found:
        _list_anew(one)
    seen = int(row.seen) + len(people)
    row.change(
        [
            Enrolment.position.set(position),
            Enrolment.seen.set(seen),
            Enrolment.done.set(not position),
        ]
    )
    return now if position else None


def _enrol(people: list[Customer]) -> None:
    """Whose sales are noted there stays as they are: planning noted them, and the name with them."""
    there = Enrolled.many([Enrolled.at(one.id) for one in people], consistent=True)
    older = [one for one in people if not _is_whole(there.get(Enrolled.at(one.id)))]
    sold = {entry.sk: entry.sales for entry in there.values() if entry.sales is not None}
    roster.enrol({one.id: "" if one.erased_at else names.spelling(one.name) for one in older}, sold)
    for one in older:
        if one.id not in sold:
            roster.note_bought(one.id, (Sale.id_of(pk) for pk, _sk in Sale.keys_by_lookup(one.pk)))


def _is_whole(entry: Enrolled | None) -> bool:
    return entry is not None and entry.sales is not None and bool(entry.lookup_pk)


def _bring_together(row: Look) -> None:
    if row.stands_apart():
        row.together().save()
        row.delete()


def _list_anew(row: Row) -> None:
    if isinstance(row, Contact):
        row.list_anew()
    elif isinstance(row, Look):
        _bring_together(row)
    elif isinstance(row, Task):
        before = row.lookup_pk, row.lookup_sk
        row.listed()
        _move(row, before)
    elif isinstance(row, Complaint):
        before = row.lookup_pk, row.lookup_sk
        row.store = row.store or _shop_of(row)
        row.lookup_pk, row.lookup_sk = row.listed(row.stage, row.owner)
        _move(row, before, *([Complaint.store.set(row.store)] if row.store else []))


def _move(row: Row, before: tuple[str | None, str | None], *further: Any) -> None:
    """Unless it was moved elsewhere just now."""
    if not before[0] or (row.lookup_pk, row.lookup_sk) == before:
        return
    stands = (Row.lookup_pk == before[0]) & (Row.lookup_sk == before[1])
    row.change([Row.lookup_pk.set(row.lookup_pk), Row.lookup_sk.set(row.lookup_sk), *further], stands)


def _shop_of(row: Complaint) -> str | None:
    """The one that sold it, else the customer's; nothing where neither is known."""
    person = Customer.today(row.customer_id)
    return (shop_named(store_of(row.sale_id, person)) or None) if person else None
