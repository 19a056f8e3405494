"""Sales: recorded once, and every later change of their dates."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.care import customers, requests, sales
from chalicelib.care.customers import NewCustomer
from chalicelib.care.sales import NewSale
from chalicelib.errors import Conflict
from chalicelib.http.api import cursors, people
from chalicelib.http.api.problems import invalid
from chalicelib.http.api.sales_shapes import Ending, OfCustomer, Recording, SaidOf, Sale, Sales, SetDay, told
from chalicelib.http.api.serving import API, MAY_MATCH, Answer, Call, place
from chalicelib.ids import derived, fingerprint
from chalicelib.records import pages
from chalicelib.records.customers import Customer
from chalicelib.records.sales import Sale as Row

THIS = {"order": "$response.body#/id"}
LINKS = {
    "sales_show": THIS,
    "sales_book": THIS,
    "sales_install": THIS,
    "sales_call_off": THIS,
    "customers_show": {"customer_id": "$response.body#/customer_id"},
    "touchpoints_listed": {"customer": "$response.body#/customer_id"},
}


@API.post(
    "/v1/sales", takes=Recording, gives={201: Sale, 200: Sale}, once="own", links=LINKS, refuses=(404, 409)
)
def record(call: Call) -> Answer:
    """Record a sale.

    Its care is planned by itself, within a minute. The order number makes it one sale: sent again with the
    same contents it is answered 200 with the sale as it stands, with other contents 409. Without an order
    number the Idempotency-Key does the same. Known buyers are found by telephone or mail address and name.
    """
    buyer, new = _buyer(call.body), _new(call)
    if call.given:
        requests.refuse_other(call.key.id, call.given, new.asked)
    if stored := sales.known(new, call.now):
        return _answer(stored)
    owner = buyer or _not_erased(customers.get(call.body.customer_id))
    if call.given and call.body.order:
        requests.remember(call.key.id, call.given, new.asked, call.now)
    row = _written(owner, new, call.now)
    if row is None:
        return _answer(sales.known(new, call.now) or sales.get(new.order))
    return Answer(told(row), 201, place("sales", row.id), row.tag)


def _buyer(body: Recording) -> NewCustomer | None:
    """Nothing where the buyer is named by id."""
    if (body.customer is None) == (body.customer_id is None):
        raise invalid([{"pointer": "/customer", "detail": "Give either `customer` or `customer_id`."}])
    return people.read(body.customer, "/customer") if body.customer else None


def _new(call: Call) -> NewSale:
    """The sale without its buyer, who is written down only once the rest is found right."""
    body: Recording = call.body
    if body.order is None and not call.given:
        detail = "Give the order number, or send an Idempotency-Key from which one is made."
        raise invalid([{"pointer": "/order", "detail": detail}])
    facts = body.facts("order", "customer", "customer_id", "lines")
    return NewSale(
        order=body.order or derived("o", call.key.id, call.given), customer_id="",
        lines=[_line(line) for line in body.lines], asked=fingerprint(call.sent),
        given=fingerprint([call.key.id, call.given]) if call.given else "", **facts,
    )  # fmt: skip


def _line(line: Any) -> dict[str, Any]:
    """As it is stored: texts, and nothing that is empty."""
    return {name: str(value) for name, value in line.facts().items() if value not in (None, "")}


def _written(owner: NewCustomer | Customer, new: NewSale, now: datetime) -> Row | None:
    """The sale, and its buyer with it; nothing of both where the order stands already."""

    def of(person: Customer) -> Row:
        return sales.fresh(replace(new, customer_id=_not_erased(person).id), now)

    if isinstance(owner, Customer):
        return sales.record(replace(new, customer_id=owner.id), now)
    return customers.bring(owner, of, now)


def _not_erased(owner: Customer) -> Customer:
    if owner.erased_at:
        raise Conflict(f"{owner.id} was erased. Send the buyer whole; they become a new customer.")
    return owner


def _answer(row: Row) -> Answer:
    return Answer(told(row), 200, place("sales", row.id), row.tag)


@API.get(
    "/v1/sales",
    asks=OfCustomer,
    gives={200: Sales},
    links={"sales_show": {"order": "$response.body#/sales/0/id"}},
)
def listed(call: Call) -> dict[str, Any]:
    """List a customer's sales, by the day they were signed."""
    owner = f"customer#{customers.get(call.query.customer).id}"
    start = cursors.read(owner, call.query.cursor, "pk", "sk", "lookup_sk")
    page = pages.by_lookup(owner, call.query.limit, start)
    rows = [told(row) for row in page.rows if isinstance(row, Row)]
    return {"sales": rows, "next": cursors.written(owner, page.position)}


@API.get(
    "/v1/sales/{order}",
    gives={200: Sale},
    links={"sales_postpone": THIS, "units_listed": {"sale": THIS["order"]}},
)
def show(call: Call, order: str) -> Answer:
    """Show a sale."""
    return _answer(sales.get(order))


def _deed(verb: str, takes: Any) -> Any:
    return API.post(
        f"/v1/sales/{{order}}/{verb}", takes=takes, gives={200: Sale}, match=MAY_MATCH, refuses=(409, 412)
    )


@_deed("deliver", SaidOf)
def deliver(call: Call, order: str) -> Answer:
    """Say that the goods were delivered on that day."""
    return _dated(call, order, "delivered")


@_deed("book", SetDay)
def book(call: Call, order: str) -> Answer:
    """Book the fitter for that day."""
    return _dated(call, order, "booked")


@_deed("install", SaidOf)
def install(call: Call, order: str) -> Answer:
    """Say that it was installed on that day; care counts from it."""
    return _dated(call, order, "installed")


def _dated(call: Call, order: str, anchor: str) -> Answer:
    return _answer(sales.set_date(order, anchor, call.body.on, call.body.why, call.now, call.seen))


@_deed("postpone", SetDay)
def postpone(call: Call, order: str) -> Answer:
    """Move the fitter's booking to another day."""
    return _answer(sales.postpone(order, call.body.on, call.body.why, call.now, call.seen))


@_deed("call-off", Ending)
def call_off(call: Call, order: str) -> Answer:
    """Call the sale off: all that is open is taken back."""
    return _answer(sales.call_off(order, call.body.why, call.now, call.seen))


@_deed("book-again", SetDay)
def book_again(call: Call, order: str) -> Answer:
    """Bring a sale back that was called off, with a new booking."""
    return _answer(sales.book_again(order, call.body.on, call.body.why, call.now, call.seen))


@_deed("return", Ending)
def take_back(call: Call, order: str) -> Answer:
    """Take everything back: the sale's care ends. For a part, import its row with a negative quantity."""
    return _answer(sales.return_all(order, call.body.why, call.now, call.seen))
