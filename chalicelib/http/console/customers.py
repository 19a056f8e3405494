"""Customers found by what one has at hand."""

from typing import Any
from urllib.parse import quote

from chalice import Response

from chalicelib.care import search
from chalicelib.care.metrics import glancing
from chalicelib.http import door
from chalicelib.http.console import desk, scope, sealed
from chalicelib.http.console.desk import CONSOLE, DOERS, OF_CUSTOMERS
from chalicelib.http.console.errands import dialled
from chalicelib.ids import plain_name
from chalicelib.records.customers import Customer
from chalicelib.rules import names

RECENT, FIRST = 40, 60
OF_ESTATE = 200
PAGE, LONGEST = 40, 200
PARTS = ("pk", "sk", "lookup_sk")


@CONSOLE.page("/customers", roles=OF_CUSTOMERS)
def listing() -> Response:
    """By phone or its end, e-mail or order number, by how the name begins, by estate; else those touched
    lately."""
    wanted, estate = door.asked("q").strip()[:LONGEST], door.asked("estate").strip()
    anywhere = bool(wanted and door.asked("anywhere"))
    search_so = _search_anywhere if anywhere else _search
    found, following = (_theirs(search.of_estate(estate, OF_ESTATE)), "") if estate else search_so(wanted)
    scope.noted(one.id for one in found)
    place = _place(wanted) + ("&anywhere=1" if anywhere else "")
    return desk.show(
        "customers", wanted=wanted, estate=estate, customers=[_line(one) for one in found],
        next=following, first=place if door.asked("after") or door.asked("end") else "",
        done=door.asked("done"), may_act=desk.reader().role in DOERS, anywhere=anywhere,
        wider=f"{_place(wanted)}&anywhere=1" if wanted and not anywhere else "",
    )  # fmt: skip


def _theirs(found: list[Customer]) -> list[Customer]:
    """Of these the reader's. It is asked at each step of a search: whom the reader may not know of must
    neither hide somebody nor be told by what the page leaves out."""
    return scope.listed(found, named=bool(door.asked("q").strip()))


def _first_theirs(found: list[Customer]) -> list[Customer]:
    """Whom the reader once did something for only where none of these is theirs: it takes a further request,
    and more digits find them all the same."""
    return scope.listed(found) or _theirs(found)


def _most() -> int:
    """For whoever sees some only a page is what is theirs among as many as the same requests can read."""
    return search.AT_ONCE if scope.bound() else PAGE


def _search_anywhere(wanted: str) -> tuple[list[Customer], str]:
    """In any part of the name, through all customers, some at a time."""
    name = f"anywhere {names.spelling(wanted)}"
    found, position = search.within_names(wanted, sealed.read(name, door.asked("after"), "pk", "sk"))
    following = sealed.written(name, position)
    return _theirs(found), f"{_place(wanted)}&anywhere=1&after={following}" if following else ""


def _search(wanted: str) -> tuple[list[Customer], str]:
    """Those found, and the address of the next page. Who begins otherwise may be among those touched
    lately, by any part of the name."""
    if not wanted:
        return _recent("")[:RECENT], ""
    if not door.asked("after"):
        sure, further = _surely(wanted)
        if sure or further:
            return sure, further
    found, following = _by_name(wanted)
    if found or following or door.asked("after"):
        return found, following
    tail = search.tail_of(wanted)
    there = [] if tail and scope.bound() else _theirs(search.of_estate(wanted, OF_ESTATE))
    # Digits are no part of a name as a rule, and whose telephone ends so was looked for.
    return there if there or tail else _recent(plain_name(wanted))[:RECENT], ""


def _surely(wanted: str) -> tuple[list[Customer], str]:
    """By what belongs to few, and where those go on whose telephone ends so. After the last of them come,
    for whoever sees everybody, those whose name or estate begins with these digits; to others the page would
    take too long."""
    tail = search.tail_of(wanted)
    end = sealed.read(f"end {tail}", door.asked("end"), *PARTS, begins=tail[::-1])
    sure = search.surely(wanted, _most(), end, sees=_first_theirs)
    following = sealed.written(f"end {tail}", sure.further)
    if sure.found and sure.by_end and not (following or scope.bound()):
        others = [*search.by_name(wanted, PAGE)[0], *search.of_estate(wanted, OF_ESTATE)]
        return search.each_once([*sure.found, *others]), ""
    return sure.found, f"{_place(wanted)}&end={following}" if following else ""


def _by_name(wanted: str) -> tuple[list[Customer], str]:
    spelling = names.spelling(wanted)
    after = sealed.read(f"name {spelling}", door.asked("after"), *PARTS, begins=spelling)
    found, position = search.by_name(wanted, _most(), after)
    following = sealed.written(f"name {spelling}", position)
    return _theirs(found), f"{_place(wanted)}&after={following}" if following else ""


def _place(wanted: str) -> str:
    return f"/customers?q={quote(wanted)}"


def _recent(named: str) -> list[Customer]:
    """Those of the reader's for whom something was done lately, the latest first. As a rule the first few of
    them are enough."""
    ids = glancing.seen().lately
    found = _of_reader(ids[:FIRST], named)
    return found if len(found) >= RECENT else [*found, *_of_reader(ids[FIRST:], named)]


def _of_reader(ids: list[str], named: str) -> list[Customer]:
    return [one for one in scope.listed(_customers(ids)) if named in plain_name(one.name)]


def _customers(ids: list[str]) -> list[Customer]:
    rows = Customer.many([Customer.at(one) for one in ids])
    found = [rows.get(Customer.at(one)) for one in ids]
    return [row for row in found if isinstance(row, Customer) and not row.merged_into]


def _line(customer: Customer) -> dict[str, Any]:
    reached = [*(written for _dial, written in dialled(customer.phones)), *customer.emails]
    return {
        "id": customer.id, "name": customer.name, "estate": customer.estate, "tier": customer.tier,
        "address": next(iter(reached), ""), "rep": customer.rep,
        "stopped": bool(customer.stopped), "complaint": bool(customer.open_complaints),
    }  # fmt: skip
