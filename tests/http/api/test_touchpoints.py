"""Touchpoints by the API: listed page by page, explained in words, handled by hand with who and why."""

import pytest

from chalicelib.http.api.parameters import PATHS
from chalicelib.http.api.people import EXAMPLE_ID
from tests.http.api import shop
from tests.http.api.client import Till
from tests.http.story import Story

TOUCH = PATHS["touchpoint"]["example"]
WHY = {"why": "asked on the phone", "by": "李婷"}


@pytest.fixture(autouse=True)
def opened(till: Till, story: Story) -> None:
    shop.opened(till, story)


def pages(till: Till, query: str, noun: str) -> list[str]:
    seen: list[str] = []
    cursor = ""
    for _ in range(50):
        page = till.get(f"/v1/{query}&limit=2&cursor={cursor}").value
        seen += [one["id"] for one in page[noun]]
        cursor = page["next"]
        if not cursor:
            return seen
    raise AssertionError("the list never ends")


def test_all_of_a_customer_come_page_by_page_each_once(till: Till) -> None:
    whole = [one["id"] for one in till.get(f"/v1/touchpoints?customer={EXAMPLE_ID}&limit=200")["touchpoints"]]
    assert len(whole) > 4
    assert pages(till, f"touchpoints?customer={EXAMPLE_ID}", "touchpoints") == whole


def test_all_that_fall_due_come_in_their_order(till: Till, story: Story) -> None:
    shop.sells_more(till, story)
    found = till.get("/v1/touchpoints?until=2026-12-31T00:00:00Z&limit=200")["touchpoints"]
    assert len(found) > 6
    assert [one["due_at"] for one in found] == sorted(one["due_at"] for one in found)
    paged = pages(till, "touchpoints?until=2026-12-31T00:00:00Z", "touchpoints")
    assert paged == [one["id"] for one in found]


def test_those_of_a_customer_who_was_two_are_listed_together(till: Till) -> None:
    other = till.post("/v1/customers", {"name": "陈小静", "phones": ["+85261234599"]})["id"]
    sale = {"order": "SO-7", "customer_id": other, "signed_on": "2026-03-18", "lines": [{"product": "Oak"}]}
    till.post("/v1/sales", sale)
    before = till.get(f"/v1/touchpoints?customer={EXAMPLE_ID}&limit=200")["touchpoints"]
    till.post(f"/v1/customers/{other}/merge", {"into": EXAMPLE_ID, "why": "one person"})
    seen = pages(till, f"touchpoints?customer={EXAMPLE_ID}", "touchpoints")
    assert {one["id"] for one in before} <= set(seen)
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    "query", ["", "customer=a&until=2026-12-31T00:00:00Z", "until=tomorrow", "until=2026-12-31T00:00:00"]
)
def test_a_question_that_is_none_is_refused(till: Till, query: str) -> None:
    assert till.get(f"/v1/touchpoints?{query}").status == 422


def test_it_is_postponed_with_who_and_why(till: Till) -> None:
    body = {"until": "2026-03-19T12:00:00+08:00", **WHY}
    told = till.post(f"/v1/touchpoints/{TOUCH}/postpone", body)
    assert (told.status, told["due_at"], told["next"]) == (200, "2026-03-19T04:00:00.000Z", "send")
    assert [(one["who"], one["why"]) for one in told["history"]] == [("李婷", "asked on the phone")]
    past = till.post(f"/v1/touchpoints/{TOUCH}/postpone", {**body, "until": "2026-03-01T12:00:00+08:00"})
    assert (past.status, "past" in past["detail"]) == (400, True)
    far = till.post(f"/v1/touchpoints/{TOUCH}/postpone", {**body, "until": "2027-03-01T12:00:00+08:00"})
    assert far.status == 400
    assert "extend" in far["detail"]


def test_who_gives_no_name_acts_in_the_name_of_the_key(till: Till) -> None:
    told = till.post(f"/v1/touchpoints/{TOUCH}/skip", {"why": "mourning"})
    assert (told["state"], told["reason"], told["history"][0]["who"]) == (
        "cancelled",
        "by_hand",
        "key till 3",
    )
    assert till.post(f"/v1/touchpoints/{TOUCH}/skip", {"why": "mourning"}).status == 409
    assert till.post(f"/v1/touchpoints/{TOUCH}/skip", {"why": " "}).status == 422


def test_a_gate_that_is_shut_refuses_with_its_reason(till: Till) -> None:
    till.post("/v1/pause", {})
    told = till.post(f"/v1/touchpoints/{TOUCH}/send-now", WHY)
    assert told.status == 409
    assert "paused" in told["detail"]
    till.post("/v1/resume", {})
    assert till.post(f"/v1/touchpoints/{TOUCH}/send-now", WHY)["state"] == "sent"
    assert till.post(f"/v1/touchpoints/{TOUCH}/send-now", WHY).status == 409


def test_what_was_sent_stands_in_the_outbox_of_its_customer_and_of_its_day(till: Till) -> None:
    till.post(f"/v1/touchpoints/{TOUCH}/send-now", WHY)
    mine = till.get(f"/v1/outbox?customer={EXAMPLE_ID}&limit=200")["messages"]
    today = till.get("/v1/outbox?day=2026-03-19&limit=200")["messages"]
    assert TOUCH in [one["touchpoint"] for one in mine]
    assert TOUCH in [one["touchpoint"] for one in today]
    assert next(one for one in mine if one["touchpoint"] == TOUCH)["text"]
    first = till.get(f"/v1/outbox?customer={EXAMPLE_ID}&limit=1")
    second = till.get(f"/v1/outbox?customer={EXAMPLE_ID}&limit=1&cursor={first['next']}")
    assert first["messages"] + second["messages"] == mine[:2]
    assert till.get("/v1/outbox").status == 422
    assert till.get(f"/v1/outbox?day=2026-03-19&cursor={first['next']}").status == 422


def test_a_cursor_leads_nowhere_outside_its_list(till: Till) -> None:
    """The table itself would refuse to begin there, and the answer would be 500."""
    from chalicelib.http.api import cursors

    owner = f"customer#{EXAMPLE_ID}"
    for sk in ("contact", "zzz", "sale#", ""):
        forged = cursors.written(owner, {"part": "0", "sk": sk})
        assert till.get(f"/v1/touchpoints?customer={EXAMPLE_ID}&cursor={forged}").status == 422
        forged = cursors.written(owner, {"sk": sk})
        assert till.get(f"/v1/outbox?customer={EXAMPLE_ID}&cursor={forged}").status == 422


def test_a_touchpoint_that_is_none_is_not_found(till: Till) -> None:
    for name in ("x", "x.y", f"{EXAMPLE_ID}.t", "."):
        assert till.get(f"/v1/touchpoints/{name}").status == 404
        assert till.post(f"/v1/touchpoints/{name}/skip", WHY).status == 404
