"""A customer's own facts put right: name, language, home, rep. Addresses are claimed, see customers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chalicelib import tags
from chalicelib.errors import BadInput, Conflict
from chalicelib.ids import plain_name
from chalicelib.records import events, plain, versions
from chalicelib.records.customers import Customer
from chalicelib.records.roster import Enrolled
from chalicelib.records.table import Action, Row, Write, transact
from chalicelib.rules import names

MAY_CHANGE = (
    "name", "language", "zone", "country", "store", "rep", "estate", "estate_grade", "estate_age", "address",
    "vulnerability", "tags",
)  # fmt: skip


def zone(text: str) -> str:
    """The name of a time zone, if there is such a one."""
    try:
        if text:
            ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput("{text!r} is no time zone; write it as Asia/Hong_Kong.", text=text) from None
    return text


def amend(
    customer: Customer, facts: dict[str, Any], *, why: str = "", who: str = "", now: datetime | None = None
) -> Customer:
    """Only these facts, and only if nobody changed any such fact since the row was read. With a reason what
    it was and what it is now are kept as an event, in the same transaction."""
    if customer.erased_at:
        raise Conflict("{customer} was erased; there is nothing left to change.", customer=customer.id)
    new = {name: value for name, value in facts.items() if getattr(customer, name) != value}
    if not new:
        return customer
    if why and now:
        _append(customer, new, why, who, now)
    elif transact(
        [
            Write(customer, _actions(customer, new), versions.unchanged(customer, MAY_CHANGE)),
            *_named(customer, new),
        ]
    ):
        customer.refresh(consistent_read=True)
    else:
        raise _changed(customer)
    return customer


def tag(customer: Customer, more: Iterable[str], gone: Iterable[str]) -> Customer:
    """Some tags more, some fewer."""
    kept = tags.checked(tags.joined(tags.without(customer.tags, gone), more))
    return amend(customer, {"tags": list(kept)}) if list(kept) != customer.tags else customer


def _append(customer: Customer, new: dict[str, Any], why: str, who: str, now: datetime) -> None:
    before = {name: getattr(customer, name) for name in MAY_CHANGE}

    def unless_changed(current: Customer) -> tuple[Action, ...]:
        if any(getattr(current, name) != value for name, value in before.items()):
            raise _changed(customer)
        return _actions(customer, new)

    said = {"from": {name: plain.value(before[name]) for name in new}, "to": new, "why": why}
    events.append(customer, "amended", who, said, now, unless_changed, _named(customer, new))


def _actions(customer: Customer, new: dict[str, Any]) -> tuple[Action, ...]:
    columns = ((getattr(Customer, name), value) for name, value in new.items())
    actions = [column.remove() if value is None else column.set(value) for column, value in columns]
    return (*actions, *(_place(customer, new["estate"]) if "estate" in new else ()))


def _named(customer: Customer, new: dict[str, Any]) -> list[Write]:
    """Where the new name is looked up."""
    if "name" not in new:
        return []
    entry = Enrolled(*Enrolled.at(customer.id))
    entry.named(names.spelling(new["name"]))
    return [Write(entry)]


def _changed(customer: Customer) -> Conflict:
    return Conflict(
        "{customer} was changed by somebody else meanwhile; look and try again.", customer=customer.id
    )


def _place(customer: Customer, estate: str) -> list[Action]:
    """Where an estate's people are found."""
    if not estate:
        return [Row.lookup_pk.remove(), Row.lookup_sk.remove()]
    return [Row.lookup_pk.set(f"estate#{plain_name(estate)}"), Row.lookup_sk.set(customer.id)]
