"""Whoever has nothing but the API is told what to do next by routes, and each of these routes is there."""

import re

import pytest

from chalicelib.http.api import openapi
from chalicelib.http.api.hints import ROUTES
from chalicelib.http.api.people import EXAMPLE as BUYER
from tests.http.api.client import Till

WHY = {"why": "she asked for it"}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/v1/sales/none", None),
        ("POST", "/v1/sales/none/install", {"on": "2026-03-02", **WHY}),
        ("GET", "/v1/touchpoints/cnone.tnone", None),
        ("GET", "/v1/tasks/none", None),
        ("POST", "/v1/tasks/none/finish", {"outcome": "done"}),
        ("POST", "/v1/imports/none/release", {}),
        ("GET", "/v1/customers/none/export", None),
        ("POST", "/v1/customers/none/erase", {"forget": "none"}),
        ("POST", "/v1/customers/none/merge", {"into": "other", **WHY}),
        ("GET", "/v1/staff/none", None),
    ],
)
def test_what_is_not_there_is_looked_for_by_a_route(till: Till, method: str, path: str, body: object) -> None:
    told = till.ask(method, path, body)
    assert told.status == 404, told.answer.text
    assert "aftercare" not in told["detail"]


def test_an_address_that_somebody_lacks_and_a_sale_that_stands_still(till: Till) -> None:
    one = till.post("/v1/customers", BUYER)["id"]
    wrong = {"old": "+85261230000", "new": "+85261230001", "why": "misread"}
    told = till.post(f"/v1/customers/{one}/contacts/correct", wrong)
    assert "`GET /v1/customers/ID/contacts` lists them" in told["detail"]
    sale = {"order": "S", "signed_on": "2026-03-02", "customer_id": one, "lines": [{"product": "Oak"}]}
    till.post("/v1/sales", sale)
    till.post("/v1/sales/s/call-off", WHY)
    told = till.post("/v1/sales/s/install", {"on": "2026-03-20", **WHY})
    assert "`POST /v1/sales/ORDER/book-again`" in told["detail"]


def test_each_route_that_is_named_is_described() -> None:
    paths = openapi.document()["paths"]
    known = {
        (method.upper(), re.sub(r"{\w+}", "*", path)) for path, methods in paths.items() for method in methods
    }
    for said in ROUTES.values():
        method, path = re.findall(r"(GET|POST) (/v1/[^`?]+)", said)[0]
        assert (method, re.sub(r"/(ID|ORDER)\b", "/*", path)) in known, said
