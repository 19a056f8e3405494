"""Customers found, and everything that happened and will happen to one of them."""

from datetime import timedelta
from itertools import islice
from typing import Any

from chalice import Response

from chalicelib import clock
from chalicelib.care import customers, search
from chalicelib.http import door
from chalicelib.http.console import desk, scope, timeline
from chalicelib.http.console.desk import CONSOLE, OF_CUSTOMERS
from chalicelib.ids import plain_name
from chalicelib.records import runs
from chalicelib.records.customers import Customer
from chalicelib.records.table import Row

RECENT_DAYS, RECENT = 14, 40
OF_ESTATE = 200


@CONSOLE.page("/customers", roles=OF_CUSTOMERS)
def listing() -> Response:
    """By phone, e-mail or order number, by estate, or by a part of the name among those touched lately."""
    wanted, estate = door.asked("q").strip(), door.asked("estate").strip()
    found = scope.only(_of_estate(estate) if estate else _search(wanted))
    return desk.show("customers", wanted=wanted, estate=estate, customers=[_line(one) for one in found])


def _search(wanted: str) -> list[Customer]:
    found = search.find(wanted) if wanted else []
    return found or [one for one in _recent() if plain_name(wanted) in plain_name(one.name)]


def _recent() -> list[Customer]:
    """Those for whom something was done lately, the latest first."""
    owners: dict[str, None] = {}
    for back in range(RECENT_DAYS):
        day = clock.now().date() - timedelta(days=back)
        for run in reversed(runs.of_day(day.isoformat())):
            owners |= dict.fromkeys(key.partition(".")[0] for key, *_ in run.settled if key.startswith("c"))
        if len(owners) >= RECENT:
            break
    return _customers(list(islice(owners, RECENT)))


def _of_estate(estate: str) -> list[Customer]:
    rows = Row.by_lookup(f"estate#{plain_name(estate)}", most=OF_ESTATE)
    return [row for row in rows if isinstance(row, Customer)]


def _customers(ids: list[str]) -> list[Customer]:
    found = {
        row.id: row for row in Row.batch_get([Customer.at(one) for one in ids]) if isinstance(row, Customer)
    }
    return [found[one] for one in ids if one in found]


def _line(customer: Customer) -> dict[str, Any]:
    return {
        "id": customer.id, "name": customer.name, "estate": customer.estate, "tier": customer.tier,
        "address": next(iter([*customer.phones, *customer.emails]), ""), "rep": customer.rep,
        "stopped": bool(customer.stopped), "complaint": bool(customer.open_complaints),
    }  # fmt: skip


@CONSOLE.page("/customers/{id}", roles=OF_CUSTOMERS)
def one(id: str) -> Response:
    customer = scope.customer(id)
    facts = customers.facts(customer)
    story = timeline.of(customer)
    return desk.show("customer", customer=facts, now=desk.shown(clock.now()), back=desk.here(), **story)
