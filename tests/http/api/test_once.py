"""Died half-way, asked again: what a till may rely on when it heard no answer."""

from datetime import timedelta

import pytest

from chalicelib.care import requests
from chalicelib.http.api.parameters import PATHS
from tests.http.api import shop
from tests.http.api.client import Till, Told
from tests.http.api.shop import people
from tests.http.story import Story

PLACE = f"/v1/customers/{people.EXAMPLE_ID}"
TOUCH = PATHS["touchpoint"]["example"]


@pytest.fixture
def opened(till: Till, story: Story) -> None:
    shop.opened(till, story)


def cut_short(till: Till, place: str, body: dict[str, object]) -> Told:
    """The deed is done, and then the program dies before it can note and say so."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(requests, "end", _dies)
        told = till.post(place, body, once="k-1")
    assert (told.status, told["code"]) == (500, "broken")
    return told


def _dies(*facts: object) -> None:
    raise RuntimeError("out of memory")


def test_it_is_under_way_until_its_lease_is_over_and_then_finished(
    till: Till, story: Story, opened: None
) -> None:
    cut_short(till, f"{PLACE}/contacts", {"address": "jing@example.com"})
    early = till.post(f"{PLACE}/contacts", {"address": "jing@example.com"}, once="k-1")
    assert (early.status, early["code"]) == (409, "conflict")
    story.now += timedelta(seconds=61)
    again = till.post(f"{PLACE}/contacts", {"address": "jing@example.com"}, once="k-1")
    assert again.status == 200
    assert [one["address"] for one in again["contacts"]].count("jing@example.com") == 1


def test_what_may_have_gone_to_a_customer_is_not_sent_again_blindly(
    till: Till, story: Story, opened: None
) -> None:
    body = {"to": "+85261234569", "why": "a digit was wrong"}
    cut_short(till, f"/v1/touchpoints/{TOUCH}/resend", body)
    went = till.get(f"/v1/touchpoints/{TOUCH}")["messages"]
    assert went[-1]["to"] == "+85261234569"
    for _ in range(2):
        story.now += timedelta(seconds=61)
        again = till.post(f"/v1/touchpoints/{TOUCH}/resend", body, once="k-1")
        assert again.status == 409
        assert "cut short" in again["detail"]
    assert till.get(f"/v1/touchpoints/{TOUCH}")["messages"] == went


def test_a_refused_deed_was_not_cut_short(till: Till, story: Story, opened: None) -> None:
    wrong = {"to": "somebody@example.com", "why": "no SMS"}
    refused = till.post(f"/v1/touchpoints/{TOUCH}/resend", {**wrong, "to": "+852 12"}, once="k-1")
    assert refused.status == 400
    right = till.post(f"/v1/touchpoints/{TOUCH}/resend", {"to": "+85261234569", "why": "wrong"}, once="k-1")
    assert right.status == 200


@pytest.mark.parametrize("order", ["SO-9", None])
def test_a_key_that_brought_a_sale_brings_no_other(till: Till, order: str | None) -> None:
    sale = {**shop.example(next(of for of in shop.operations() if of.id == "sales_record")), "order": order}
    assert till.post("/v1/sales", sale, once="k-1").status == 201
    assert till.post("/v1/sales", sale, once="k-1").status == 200
    other = till.post("/v1/sales", {**sale, "amount": "1", "order": "SO-10" if order else None}, once="k-1")
    assert (other.status, other["code"]) == (422, "key_reused")
    assert till.get("/v1/sales/SO-10").status == 404
    assert till.post("/v1/staff", {"name": "王芳"}, once="k-1").status == (422 if order else 201)


def test_a_sale_that_was_refused_gives_its_key_back(till: Till) -> None:
    sale = shop.example(next(of for of in shop.operations() if of.id == "sales_record"))
    assert till.post("/v1/sales", {**sale, "booked_on": "2026-01-01"}, once="k-1").status == 400
    assert till.post("/v1/sales", sale, once="k-1").status == 201
