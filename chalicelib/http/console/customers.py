"""Customers found by what one has at hand."""

from datetime import timedelta
from itertools import islice
from typing import Any
from urllib.parse import quote

from chalice import Response

from chalicelib import clock
from chalicelib.care import search
from chalicelib.http import door
from chalicelib.http.api import cursors
from chalicelib.http.console import desk, scope
from chalicelib.http.console.desk import CONSOLE, OF_CUSTOMERS
from chalicelib.http.console.errands import DOERS
from chalicelib.ids import plain_name
from chalicelib.records import runs
from chalicelib.records.customers import Customer
from chalicelib.records.table import Row
from chalicelib.rules import names

RECENT_DAYS, RECENT = 14, 40
OF_ESTATE = 200
PAGE, LONGEST = 40, 200
PARTS = ("pk", "sk", "lookup_sk")


@CONSOLE.page("/customers", roles=OF_CUSTOMERS)
def listing() -> Response:
    """By phone, e-mail or order number, by how the name begins, by estate; else those touched lately."""
    wanted, estate = door.asked("q").strip()[:LONGEST], door.asked("estate").strip()
    anywhere = bool(wanted and door.asked("anywhere"))
    search_so = _search_anywhere if anywhere else _search
    found, following = (_of_estate(estate), "") if estate else search_so(wanted)
    place = _place(wanted) + ("&anywhere=1" if anywhere else "")
    return desk.show(
        "customers", wanted=wanted, estate=estate, customers=[_line(one) for one in scope.only(found)],
        next=following, first=place if door.asked("after") else "", done=door.asked("done"),
        may_act=desk.reader().role in DOERS, anywhere=anywhere,
        wider=f"{_place(wanted)}&anywhere=1" if wanted and not anywhere else "",
    )  # fmt: skip


def _search_anywhere(wanted: str) -> tuple[list[Customer], str]:
    """In any part of the name, through all customers, some at a time."""
    name = f"anywhere {names.spelling(wanted)}"
    found, position = search.within_names(wanted, cursors.read(name, door.asked("after"), "pk", "sk"))
    following = cursors.written(name, position)
    return found, f"{_place(wanted)}&anywhere=1&after={following}" if following else ""


def _search(wanted: str) -> tuple[list[Customer], str]:
    """Those found, and the address of the next page. Who begins otherwise may be among those touched
    lately, by any part of the name."""
    spelling = names.spelling(wanted)
    after = cursors.read(f"name {spelling}", door.asked("after"), *PARTS, begins=spelling)
    if wanted and not after and (sure := search.surely(wanted)):
        return sure, ""
    found, position = search.by_name(wanted, PAGE, after) if wanted else ([], None)
    following = cursors.written(f"name {spelling}", position)
    if found or following:
        return found, f"{_place(wanted)}&after={following}" if following else ""
    lately = [one for one in _recent() if plain_name(wanted) in plain_name(one.name)]
    return (_of_estate(wanted) if wanted else []) or lately, ""


def _place(wanted: str) -> str:
    return f"/customers?q={quote(wanted)}"


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
