"""Two tills at the same moment, on the engine: one deed, a clear answer for each, nothing half-written."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chalicelib import settings
from chalicelib.care import keys
from chalicelib.clock import now
from chalicelib.http.api.people import EXAMPLE as BUYER
from chalicelib.http.api.sales_shapes import EXAMPLE
from chalicelib.local.gateway import Gateway
from chalicelib.records import table
from chalicelib.records.customers import Customer
from chalicelib.records.table import Row
from tests.http.api.client import Till, Told
from tests.http.browser import Browser

TILLS = 8


@pytest.fixture
def till(engine: str, gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> Iterator[Till]:
    monkeypatch.setitem(settings._assumed, "api_per_second", "100000")
    monkeypatch.setattr(keys, "_known", {})
    table.connect("races", "us-east-1", engine)
    Row.create_table(wait=True)
    _, token = keys.make("till 3", keys.SCOPES, now())
    yield Till(Browser(gateway), token)
    Row.delete_table()
    table.connect("aftercare", "us-east-1", None)


def at_once(ask: Callable[[int], Told]) -> list[Told]:
    told: list[Told] = []
    start = threading.Barrier(TILLS)

    def run(number: int) -> None:
        start.wait()
        told.append(ask(number))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(TILLS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == TILLS
    return told


def statuses(told: list[Told]) -> dict[int, int]:
    return dict(Counter(one.status for one in told))


def test_one_sale_sent_by_all_at_once_is_one_sale_of_one_buyer(till: Till) -> None:
    told = at_once(lambda number: till.post("/v1/sales", EXAMPLE))
    assert statuses(told) == {201: 1, 200: TILLS - 1}
    assert len({one["customer_id"] for one in told}) == 1
    assert len(till.get("/v1/customers?phone=%2B85261234567")["customers"]) == 1


def test_one_order_number_for_several_sales_goes_to_one_of_them_whole(till: Till) -> None:
    buyer = till.post("/v1/customers", BUYER)["id"]
    rest: dict[str, Any] = {name: value for name, value in EXAMPLE.items() if name != "customer"}

    def ask(number: int) -> Told:
        return till.post("/v1/sales", {**rest, "customer_id": buyer, "amount": str(1000 + number)})

    told = at_once(ask)
    assert statuses(told) == {201: 1, 409: TILLS - 1}
    won = next(one for one in told if one.status == 201)
    assert till.get("/v1/sales/SO-1001").value == won.value


def test_one_key_for_once_carries_out_one_deed(till: Till) -> None:
    place = f"/v1/customers/{till.post('/v1/customers', BUYER)['id']}/consents"
    body = {"purpose": "marketing", "state": "granted", "source": "order form"}
    told = at_once(lambda number: till.post(place, body, once="k-1"))
    assert set(statuses(told)) <= {200, 409}
    assert statuses(told)[200] >= 1
    assert till.post(place, body, once="k-1").status == 200
    assert len(till.get(place)["history"]) == 1


def test_one_key_for_several_deeds_is_for_one_of_them(till: Till) -> None:
    def ask(number: int) -> Told:
        return till.post("/v1/staff", {"name": f"Colleague {number}"}, once="k-1")

    told = at_once(ask)
    assert statuses(told) == {201: 1, 422: TILLS - 1}
    assert len(till.get("/v1/staff")["staff"]) == 1


def test_of_changes_to_what_all_have_seen_one_is_made(till: Till) -> None:
    seen = till.post("/v1/customers", BUYER)
    place = f"/v1/customers/{seen['id']}"
    told = at_once(lambda number: till.patch(place, {"rep": f"Colleague {number}"}, seen=seen.tag))
    assert statuses(told)[200] == 1
    assert set(statuses(told)) <= {200, 409, 412}
    won = next(one for one in told if one.status == 200)
    assert till.get(place)["rep"] == won["rep"]


def test_of_several_new_buyers_under_one_order_number_the_others_leave_nothing(till: Till) -> None:
    def ask(number: int) -> Told:
        buyer = {"name": f"Buyer {number}", "phones": [f"+8526123460{number}"], "estate": "Garden"}
        return till.post("/v1/sales", {**EXAMPLE, "customer": buyer})

    told = at_once(ask)
    assert statuses(told) == {201: 1, 409: TILLS - 1}
    won = next(one for one in told if one.status == 201)
    kinds = Counter(type(row).__name__ for row in Row.scan())
    assert (kinds["Customer"], kinds["Contact"], kinds["Sale"]) == (1, 1, 1)
    assert [row.id for row in Row.scan() if isinstance(row, Customer)] == [won["customer_id"]]


def test_who_loses_the_race_for_an_order_adds_no_address_to_a_known_customer(till: Till) -> None:
    till.post("/v1/customers", BUYER)
    known = till.get("/v1/customers?phone=%2B85261234567")["customers"][0]

    def ask(number: int) -> Told:
        buyer = {**BUYER, "phones": [*BUYER["phones"], f"+8526123460{number}"]}
        return till.post("/v1/sales", {**EXAMPLE, "customer": buyer, "amount": str(number)})

    told = at_once(ask)
    assert statuses(told) == {201: 1, 409: TILLS - 1}
    assert len(till.get(f"/v1/customers/{known['id']}")["phones"]) == 2
