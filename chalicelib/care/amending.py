"""A customer's own facts put right: name, language, home, rep. Addresses are claimed, see customers."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chalicelib import tags
from chalicelib.errors import BadInput, Conflict
from chalicelib.ids import plain_name
from chalicelib.records import versions
from chalicelib.records.customers import Customer
from chalicelib.records.table import Action, Row

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
        raise BadInput(f"{text!r} is no time zone; write it as Asia/Hong_Kong.") from None
    return text


def amend(customer: Customer, facts: dict[str, Any]) -> Customer:
    """Only these facts, and only if nobody changed any such fact since the row was read."""
    if customer.erased_at:
        raise Conflict(f"{customer.id} was erased; there is nothing left to change.")
    actions: list[Action] = [getattr(Customer, name).set(value) for name, value in facts.items()]
    if "estate" in facts:
        actions += _place(customer, facts["estate"])
    if actions and not customer.change(actions, versions.unchanged(customer, MAY_CHANGE)):
        raise Conflict(f"{customer.id} was changed by somebody else meanwhile; look and try again.")
    return customer


def tag(customer: Customer, more: Iterable[str], gone: Iterable[str]) -> Customer:
    """Some tags more, some fewer."""
    kept = tags.checked(tags.joined(tags.without(customer.tags, gone), more))
    return amend(customer, {"tags": list(kept)}) if list(kept) != customer.tags else customer


def _place(customer: Customer, estate: str) -> list[Action]:
    """Where an estate's people are found."""
    if not estate:
        return [Row.lookup_pk.remove(), Row.lookup_sk.remove()]
    return [Row.lookup_pk.set(f"estate#{plain_name(estate)}"), Row.lookup_sk.set(customer.id)]
