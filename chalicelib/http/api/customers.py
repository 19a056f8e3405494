"""Customers: found, made, put right, merged; exported and erased for whoever asks by right."""

from dataclasses import asdict
from typing import Any

from chalicelib import plans
from chalicelib.care import amending, customers, erasure, exports, merging, search
from chalicelib.care.hands import ready
from chalicelib.http.api import cursors, people
from chalicelib.http.api import customers_shapes as shapes
from chalicelib.http.api.people import Person
from chalicelib.http.api.problems import invalid
from chalicelib.http.api.serving import API, Answer, Call, place
from chalicelib.ids import plain_name
from chalicelib.records import pages, versions
from chalicelib.records.customers import Customer as Row
from chalicelib.rules import phones

THIS = {"customer_id": "$response.body#/id"}
LINKS = {
    "customers_show": THIS,
    "contacts_listed": THIS,
    "consents_record": THIS,
    "sales_listed": {"customer": "$response.body#/id"},
}


@API.post("/v1/customers", takes=Person, gives={200: shapes.Customer}, links=LINKS, refuses=(409,))
def add(call: Call) -> Answer:
    """Record a customer before any sale.

    Who is known by an address and the name is found and gets the further addresses; else they are new.
    """
    return _answer(customers.find_or_create(people.read(call.body), call.now))


def _answer(row: Row) -> Answer:
    facts = shapes.told(row)
    return Answer(facts, 200, place("customers", row.id), versions.tag(facts))


@API.get("/v1/customers", asks=shapes.Wanted, gives={200: shapes.Customers})
def listed(call: Call) -> dict[str, Any]:
    """Find customers by telephone or its end, mail address, order number or estate."""
    asked = call.query.model_dump(exclude={"limit", "cursor"})
    given = {name: text for name, text in asked.items() if text.strip()}
    if len(given) != 1:
        raise invalid(
            [
                {
                    "parameter": "phone",
                    "detail": "Give exactly one of phone, phone_end, email, order and estate.",
                }
            ]
        )
    if "estate" in given:
        return _of_estate(call, f"estate#{plain_name(call.query.estate)}")
    if "phone_end" in given:
        return _ending(call, call.query.phone_end)
    found = search.known_by(*_read(*next(iter(given.items()))))
    return {"customers": [shapes.told(row) for row in found], "next": None}


def _read(name: str, text: str) -> tuple[str, str]:
    """How the search knows it, as it is stored."""
    if name == "phone":
        _check_plus(text)
        return "sms", phones.read(text, plans.shop_defaults().country)
    return name, people.mail(text) if name == "email" else text


def _check_plus(text: str) -> None:
    """In a query a plus that is not escaped means a blank, which no telephone begins with."""
    if text.startswith(" "):
        detail = f"In an address a + is written %2B: send phone=%2B{text.strip()[:80]}."
        raise invalid([{"parameter": "phone", "detail": detail}])


def _of_estate(call: Call, pk: str) -> dict[str, Any]:
    start = cursors.read(pk, call.query.cursor, "pk", "sk", "lookup_sk")
    page = pages.by_lookup(pk, call.query.limit, start)
    rows = [shapes.told(row) for row in page.rows if isinstance(row, Row)]
    return {"customers": rows, "next": cursors.written(pk, page.position)}


def _ending(call: Call, digits: str) -> dict[str, Any]:
    name = f"end {digits}"
    start = cursors.read(name, call.query.cursor, "pk", "sk", "lookup_sk", begins=digits[::-1])
    found, position = search.by_end(digits, call.query.limit, start)
    return {"customers": [shapes.told(row) for row in found], "next": cursors.written(name, position)}


@API.get("/v1/customers/{customer_id}", gives={200: shapes.Customer}, links={"customers_amend": THIS})
def show(call: Call, customer_id: str) -> Answer:
    """Show a customer; one who was merged, as the customer they are now."""
    return _answer(customers.get(customer_id))


@API.patch(
    "/v1/customers/{customer_id}", takes=shapes.Change, gives={200: shapes.Customer}, refuses=(409, 412, 428)
)
def amend(call: Call, customer_id: str) -> Answer:
    """Put a customer's facts right. Addresses have their own doors, since they are claimed."""
    row = customers.get(customer_id)
    versions.check(call.seen, shapes.told(row), row.id)
    facts = call.body.given()
    customers.language(facts.get("language", "")), amending.zone(facts.get("zone", ""))
    return _answer(amending.amend(row, facts))


@API.post(
    "/v1/customers/{customer_id}/merge", scope="personal", once="", takes=shapes.Merging,
    gives={200: shapes.Merged}, refuses=(409,),
)  # fmt: skip
def merge(call: Call, customer_id: str) -> dict[str, Any]:
    """Join two customers who are one person. If it is cut short, ask again: it goes on where it was."""
    return asdict(merging.merge(customer_id, call.body.into, call.body.why, call.who(), call.now))


@API.get("/v1/customers/{customer_id}/export", scope="personal", gives={200: shapes.Exported})
def export(call: Call, customer_id: str) -> dict[str, Any]:
    """Export everything that is kept about a person."""
    return exports.export(customer_id, call.now)


@API.post(
    "/v1/customers/{customer_id}/erase", scope="personal", once="", takes=shapes.Erasing,
    gives={200: shapes.Erased}, refuses=(409, 503),
)  # fmt: skip
def erase(call: Call, customer_id: str) -> dict[str, Any]:
    """Forget a person for ever: names, addresses, words, notes.

    Asked again, it finishes what was cut short.
    """
    if call.body.forget != customer_id:
        raise invalid([{"pointer": "/forget", "detail": f"Repeat the id of the address: {customer_id}."}])
    return {"erased": erasure.erase(customer_id, call.who(), call.now, ready()).id}
