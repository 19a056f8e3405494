"""A sale comes from a shop's own system: once, whole or not at all, and changed only as it was seen."""

import copy
from typing import Any

import pytest

from chalicelib.http.api.sales_shapes import EXAMPLE
from tests.http.api.client import Till
from tests.http.story import Story


def sale(**other: Any) -> dict[str, Any]:
    return {**copy.deepcopy(EXAMPLE), **other}


def rows(story: Story) -> int:
    return len([one for one in story.memory.items() if one["kind"]["S"] in ("sale", "customer", "contact")])


def test_a_sale_is_recorded_with_its_buyer_and_planned_by_itself(till: Till, story: Story) -> None:
    told = till.post("/v1/sales", sale())
    assert told.status == 201
    assert told.header("Location") == "http://localhost:8000/v1/sales/so-1001"
    assert told["lines"][0]["quantity"] == "40"
    story.play(minutes=2)
    assert till.get(told.header("Location")).value == told.value
    found = till.get(f"/v1/customers/{told['customer_id']}")
    assert found["phones"] == ["+85261234567"]
    assert found["language"] == "zh-HK"
    planned = [one for one in story.memory.items() if one["kind"]["S"] == "touchpoint"]
    assert planned


def test_furniture_that_was_installed_counts_as_delivered_and_the_sale_tells_only_what_was_said(
    till: Till, story: Story
) -> None:
    body = sale(category="furniture", booked_on=None, installed_on="2026-03-02")
    told = till.post("/v1/sales", body)
    assert (told["delivered_on"], told["installed_on"]) == (None, "2026-03-02")
    story.play(minutes=2)
    found = till.get(f"/v1/touchpoints?customer={told['customer_id']}")["touchpoints"]
    states = {one["step"]: one["state"] for one in found}
    assert states["satisfaction"] == "planned"
    assert "ask-delivery-date" not in states


def test_the_same_sale_again_is_the_same_sale_even_after_it_has_changed(till: Till) -> None:
    first = till.post("/v1/sales", sale())
    till.post("/v1/sales/SO-1001/install", {"on": "2026-03-02"})
    again = till.post("/v1/sales", sale())
    assert (first.status, again.status) == (201, 200)
    assert again["installed_on"] == "2026-03-02"


def test_the_same_order_with_other_contents_is_refused_and_writes_nothing(till: Till, story: Story) -> None:
    till.post("/v1/sales", sale())
    before = rows(story)
    other = sale(customer={"name": "Somebody Else", "phones": ["+85298765432"]})
    told = till.post("/v1/sales", other)
    assert told.status == 409
    assert "number of its own" in told["detail"]
    assert rows(story) == before


def test_the_same_key_with_another_body_is_refused(till: Till) -> None:
    till.post("/v1/sales", sale(order=None), once="k-1")
    told = till.post("/v1/sales", sale(order=None, amount="1"), once="k-1")
    assert (told.status, told["code"]) == (422, "key_reused")
    told = till.post("/v1/sales", sale(order="SO-2"), once="k-2")
    assert told.status == 201
    assert till.post("/v1/sales", sale(order="SO-2", amount="1"), once="k-2")["code"] == "key_reused"


def test_without_an_order_number_the_key_makes_it_one_sale(till: Till) -> None:
    first = till.post("/v1/sales", sale(order=None), once="k-1")
    again = till.post("/v1/sales", sale(order=None), once="k-1")
    assert (first.status, again.status) == (201, 200)
    assert first["id"] == again["id"]
    assert till.post("/v1/sales", sale(order=None)).pointers() == {
        "/order": "Give the order number, or send an Idempotency-Key from which one is made."
    }


def test_everything_that_is_wrong_is_told_at_once(till: Till, story: Story) -> None:
    wrong = sale(signed_on="2026-02-30", colour="red", amount=12, category="boat")
    wrong["lines"] = [{"product": "", "quantity": "0", "batsh": "B7"}]
    wrong["customer"] |= {"phones": ["1234", "+85261234567"], "language": "klingon", "zone": "Moon/Base"}
    told = till.post("/v1/sales", wrong)
    assert told.status == 422
    assert told.pointers() == {
        "/signed_on": "'2026-02-30' is no day of the calendar; write it as 2026-03-01.",
        "/colour": "There is no 'colour' here; known are order, customer, customer_id, category, signed_on, "
        "signed_at, delivered_on, booked_on, installed_on, lines, store, rep, fitter, amount, currency, "
        "warranty, warranty_version, note.",
        "/amount": "This must be text in quotes, not 12.",
        "/category": "No care plan is for 'boat'; use one of appliance, flooring, furniture, or add it to a "
        "plan.",
        "/customer/phones/0": "'1234' is no telephone number in HK; compare it digit by digit, and begin "
        "one from elsewhere with its country code, as +852.",
        "/customer/language": "We have no words in 'klingon'; use one of en, zh-Hans, zh-Hant.",
        "/customer/zone": "'Moon/Base' is no time zone; write it as Asia/Hong_Kong.",
        "/lines/0/product": "This is too short: it needs 1 letters or more.",
        "/lines/0/quantity": "This must be more than 0.",
        "/lines/0/batsh": "There is no 'batsh' here; known are product, series, model, batch, produced_on, "
        "serial, quantity, unit, amount.",
    }
    assert rows(story) == 0


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"phones": ["12"]}, "/customer/phones/0"),
        ({"emails": ["nobody"]}, "/customer/emails/0"),
        ({"language": "tlh"}, "/customer/language"),
        ({"zone": "Moon/Base"}, "/customer/zone"),
        ({"phones": [], "emails": []}, "/customer/phones"),
    ],
)
def test_a_buyer_whom_nobody_could_reach_is_refused_with_the_place(
    till: Till, story: Story, change: dict[str, Any], place: str
) -> None:
    told = till.post("/v1/sales", sale(customer={**EXAMPLE["customer"], **change}))
    assert told.status == 422
    assert list(told.pointers()) == [place]
    assert rows(story) == 0


@pytest.mark.parametrize(
    "change",
    [{"booked_on": "2026-03-01"}, {"order": "x" * 200 + "ﷺ" * 100}],
)
def test_what_could_not_be_cared_for_leaves_no_buyer_behind(
    till: Till, story: Story, change: dict[str, Any]
) -> None:
    assert till.post("/v1/sales", sale(**change)).status in (400, 422)
    assert rows(story) == 0


def test_a_known_buyer_is_named_by_id(till: Till) -> None:
    first = till.post("/v1/sales", sale())
    body = sale(order="SO-2", customer_id=first["customer_id"])
    assert till.post("/v1/sales", body).status == 422
    del body["customer"]
    assert till.post("/v1/sales", body)["customer_id"] == first["customer_id"]
    assert till.post("/v1/sales", {**body, "order": "SO-3", "customer_id": "nobody"}).status == 404


def test_dates_move_as_they_were_seen(till: Till) -> None:
    first = till.post("/v1/sales", sale())
    moved = till.post("/v1/sales/SO-1001/postpone", {"on": "2026-03-25", "why": "rain"}, seen=first.tag)
    assert (moved.status, moved["booked_on"]) == (200, "2026-03-25")
    late = till.post("/v1/sales/SO-1001/install", {"on": "2026-03-03"}, seen=first.tag)
    assert (late.status, late["code"]) == (412, "stale")
    assert till.post("/v1/sales/SO-1001/install", {"on": "2026-03-03"}, seen=moved.tag).status == 200
    assert till.post("/v1/sales/SO-1001/deliver", {"on": "2026-01-01"}).status == 400


def test_days_that_cannot_be_are_refused_and_change_nothing(till: Till) -> None:
    assert till.post("/v1/sales", sale(installed_on="2036-01-01")).status == 400
    assert till.post("/v1/sales", sale(signed_on="2036-01-01", booked_on=None)).status == 400
    assert till.get("/v1/sales/SO-1001").status == 404
    till.post("/v1/sales", sale())
    ahead = till.post("/v1/sales/SO-1001/install", {"on": "2036-01-01"})
    assert (ahead.status, ahead["code"]) == (400, "bad_input")
    assert "still to come" in ahead["detail"]
    stands = till.post("/v1/sales/SO-1001/install", {"on": "2026-03-02"})
    late = till.post("/v1/sales/SO-1001/postpone", {"on": "2026-03-20"})
    assert (late.status, late["code"]) == (409, "conflict")
    assert "was installed on 2026-03-02" in late["detail"]
    assert till.get("/v1/sales/SO-1001").tag == stands.tag


def test_a_sale_is_called_off_comes_back_and_is_returned_once(till: Till) -> None:
    till.post("/v1/sales", sale())
    on = {"on": "2026-04-01", "why": "they want it after all"}
    assert till.post("/v1/sales/SO-1001/book-again", on).status == 409
    assert till.post("/v1/sales/SO-1001/call-off", {"why": "changed their mind"})["state"] == "called_off"
    assert till.post("/v1/sales/SO-1001/book-again", on)["state"] == "active"
    assert till.post("/v1/sales/SO-1001/return", {"why": "wrong colour"})["amount"] == "0.00"
    assert till.post("/v1/sales/SO-1001/return", {"why": "wrong colour"}).status == 409


def test_a_deed_with_a_key_is_done_once(till: Till) -> None:
    till.post("/v1/sales", sale())
    why = {"why": "wrong colour"}
    first = till.post("/v1/sales/SO-1001/return", why, once="r-1")
    again = till.post("/v1/sales/SO-1001/return", why, once="r-1")
    assert (first.status, again.status) == (200, 200)
    assert again.value == first.value
    assert till.post("/v1/sales/SO-1001/return", {"why": "no"}, once="r-1")["code"] == "key_reused"


def test_a_refused_deed_gives_its_key_back(till: Till) -> None:
    till.post("/v1/sales", sale())
    assert till.post("/v1/sales/SO-1001/deliver", {"on": "2026-01-01"}, once="d-1").status == 400
    assert till.post("/v1/sales/SO-1001/deliver", {"on": "2026-03-02"}, once="d-1").status == 200


def test_the_memory_of_a_key_ends_after_a_day(till: Till, story: Story) -> None:
    till.post("/v1/sales", sale())
    till.post("/v1/sales/SO-1001/deliver", {"on": "2026-03-02"}, once="d-1")
    kinds = [one["kind"]["S"] for one in story.memory.items()]
    assert kinds.count("request") == 1
    story.play(hours=25)
    assert "request" not in [one["kind"]["S"] for one in story.memory.items()]


def test_units_are_found_by_sale_and_by_batch_page_by_page(till: Till, story: Story) -> None:
    lines = [{"product": f"Oak {number}", "batch": "B7"} for number in range(5)]
    till.post("/v1/sales", sale(lines=lines))
    story.play(minutes=2)
    seen, cursor = [], ""
    for _ in range(4):
        page = till.get(f"/v1/units?batch=B7&limit=2&cursor={cursor}").value
        seen += [unit["number"] for unit in page["units"]]
        cursor = page["next"] or ""
        if not cursor:
            break
    assert seen == [1, 2, 3, 4, 5]
    assert len(till.get("/v1/units?sale=SO-1001")["units"]) == 5
    assert till.get("/v1/units").status == 422


def test_a_cursor_is_good_for_its_own_list(till: Till) -> None:
    owner = till.post("/v1/sales", sale())["customer_id"]
    for number in (2, 3):
        till.post("/v1/sales", sale(order=f"SO-{number}"))
    first = till.get(f"/v1/sales?customer={owner}&limit=2")
    assert len(first["sales"]) == 2
    rest = till.get(f"/v1/sales?customer={owner}&limit=2&cursor={first['next']}")
    assert len(rest["sales"]) == 1
    assert rest["next"] is None
    assert till.get(f"/v1/units?sale=SO-2&cursor={first['next']}").status == 422
    for garbage in ("x", "bm8", "W10", "%00", "eyJhIjoxfQ", first["next"][:-3]):
        told = till.get(f"/v1/sales?customer={owner}&cursor={garbage}")
        assert (told.status, list(told.pointers())) == (422, ["cursor"])


def test_goods_that_are_not_made_yet_are_not_sold(till: Till, story: Story) -> None:
    before = rows(story)
    for day, status in (("2031-01-01", 400), ("2026-02-20", 201)):
        lines = [{**EXAMPLE["lines"][0], "produced_on": day}]
        told = till.post("/v1/sales", sale(lines=lines))
        assert told.status == status
        assert status == 201 or "Made on 2031-01-01, which is still to come?" in told["detail"]
        assert status == 201 or rows(story) == before
