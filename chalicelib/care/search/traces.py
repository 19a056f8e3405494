"""A sale found by what is left of it in memory."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from chalicelib.care import search
from chalicelib.care.search import Sees
from chalicelib.errors import BadInput
from chalicelib.ids import plain_name
from chalicelib.records import whole
from chalicelib.records.customers import Customer
from chalicelib.records.sales import Sale

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Traces:
    """What a customer without a receipt may still know (F1-20); what is not known is empty."""

    phone: str = ""
    name: str = ""
    month: str = ""
    estate: str = ""
    product: str = ""


def sales(known: Traces, sees: Sees | None = None) -> list[tuple[Sale, Customer]]:
    """Sales that fit all of it, the latest first. By telephone or estate few rows are read; without
    either, all there are: for a person at a desk, never for a request. `sees`: as for `find`."""
    if not any(asdict(known).values()):
        raise BadInput("Say what the customer knows: a telephone, name, month, estate or product.")
    if known.month and not MONTH.fullmatch(known.month):
        raise BadInput("{month!r} is no month; write it as 2026-03.", month=known.month)
    found = [(sale, owner) for sale, owner in _candidates(known, sees) if _fits(sale, owner, known)]
    return sorted(found, key=_signed, reverse=True)[: search.MOST]


def _signed(found: tuple[Sale, Customer]) -> date:
    return found[0].signed_on


def _candidates(known: Traces, sees: Sees | None) -> Iterator[tuple[Sale, Customer]]:
    if known.phone or known.estate:
        for person in _by_trace(known, sees):
            yield from ((sale, person) for sale in Sale.by_lookup(person.pk) if isinstance(sale, Sale))
        return
    owners: dict[str, Customer | None] = {}
    for sale in whole.rows(Sale):
        if _may_fit(sale, known):
            owner = owners.setdefault(sale.customer_id, Customer.today(sale.customer_id))
            if owner:
                yield sale, owner


def _by_trace(known: Traces, sees: Sees | None) -> list[Customer]:
    if known.phone:
        return search.surely(known.phone, search.AT_ONCE if sees else search.MOST, sees=sees).found
    theirs = search.people(one.id for one in search.of_estate(known.estate))
    return sees(theirs) if sees else theirs


def _may_fit(sale: Sale, known: Traces) -> bool:
    """By the sale alone."""
    goods = " ".join([*sale.products, sale.category])
    return f"{sale.signed_on}".startswith(known.month) and plain_name(known.product) in plain_name(goods)


def _fits(sale: Sale, owner: Customer, known: Traces) -> bool:
    """A name may be written with a title, or by half."""
    name, estate = plain_name(known.name), plain_name(known.estate)
    return name in plain_name(owner.name) and estate in plain_name(owner.estate) and _may_fit(sale, known)
