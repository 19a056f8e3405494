"""Complaints by the API: one however often it is sent, listed for whoever has them, worked to its end."""

import pytest

from chalicelib.http.api import people
from tests.http.api import shop
from tests.http.api.client import Till
from tests.http.api.shop import CASE
from tests.http.story import Story

OPENING = {"customer_id": people.OTHER_ID, "words": "it creaks", "wish": "repair", "by": "李婷"}


@pytest.fixture(autouse=True)
def opened(till: Till, story: Story) -> None:
    shop.opened(till, story)


def post(till: Till, *steps: object) -> None:
    for one in steps:
        told = till.post(*one)  # type: ignore[misc]
        assert told.status == 200, told.answer.text


def test_sent_again_it_is_the_same_complaint(till: Till) -> None:
    first, again = till.post("/v1/complaints", OPENING), till.post("/v1/complaints", OPENING)
    assert (first.status, again.status) == (201, 200)
    assert first["id"] == again["id"]
    assert first.header("Location").endswith(f"/v1/complaints/{first['id']}")


def test_what_is_no_fact_is_told_and_nothing_is_written(till: Till) -> None:
    told = till.post("/v1/complaints", {**OPENING, "facts": {"owner": "me"}})
    assert (told.status, "cannot be noted by hand" in told["detail"]) == (400, True)
    wrong = till.post("/v1/complaints", {**OPENING, "known": {}})
    assert "facts" in wrong.pointers()["/known"]
    assert len(till.get(f"/v1/complaints?customer={people.OTHER_ID}")["complaints"]) == 1


def all_pages(till: Till, query: str) -> list[str]:
    found, cursor = [], ""
    while True:
        page = till.get(f"/v1/complaints?{query}{f'&cursor={cursor}' if cursor else ''}")
        assert page.status == 200, page.answer.text
        found += [one["id"] for one in page["complaints"]]
        if not (cursor := page["next"]):
            return found


def test_listed_by_customer_owner_and_stage_page_by_page(till: Till, story: Story) -> None:
    more = {till.post("/v1/complaints", {**OPENING, "key": f"k{n}"})["id"] for n in range(4)}
    story.play(minutes=3)
    everyone = {shop.complaints_shapes.EXAMPLE_ID, *more}
    assert set(all_pages(till, "limit=2")) == everyone
    assert set(all_pages(till, f"limit=2&customer={people.OTHER_ID}")) == everyone
    owner = till.get(CASE)["owner"]
    assert set(all_pages(till, f"limit=1&owner={owner}&stage=acknowledged")) == everyone
    till.post(*shop.VERIFYING)
    assert all_pages(till, "limit=2&stage=verifying") == [shop.complaints_shapes.EXAMPLE_ID]
    assert all_pages(till, "owner=nobody") == []
    assert till.get("/v1/complaints?stage=eaten").status == 400


def test_a_cursor_of_another_list_is_refused(till: Till) -> None:
    till.post("/v1/complaints", {**OPENING, "key": "k"})
    first = till.get(f"/v1/complaints?limit=1&customer={people.OTHER_ID}")
    assert till.get(f"/v1/complaints?limit=1&cursor={first['next']}").status == 422


def test_closed_ones_are_shown_where_they_are_asked_for(till: Till, story: Story) -> None:
    post(till, *shop.BEFORE["complaints_close"], (f"{CASE}/close", {"why": "pointed on"}))
    assert all_pages(till, "limit=50") == []
    assert all_pages(till, "limit=50&resting=true") == [shop.complaints_shapes.EXAMPLE_ID]


def test_what_others_changed_is_not_written_over(till: Till) -> None:
    seen = till.get(CASE)
    noted = till.post(f"{CASE}/note", {"facts": {"mood": "calm"}}, seen=seen.tag)
    assert (noted.status, noted["facts"]["mood"]) == (200, "calm")
    assert noted.tag != seen.tag
    for verb, body in (
        ("move", {"to": "verifying"}), ("note", {"facts": {"mood": "x"}}), ("news", {"words": "soon"}),
        ("happened", {"what": "arrived"}), ("hand-over", {"to": "李婷", "why": "x"}),
        ("offers", {"gives": [{"kind": "apology"}]}), ("decide", {"yes": True, "why": "x"}),
        ("agree", {"evidence": "x"}), ("decline", {"why": "x"}), ("done", {"why": "x"}),
        ("rate", {"score": 5}), ("close", {"why": "x"}), ("reopen", {"why": "x"}),
        ("grade", {"to": "severe", "why": "x"}), ("escalate", {"why": "x"}),
        ("review", {"cause": "damp", "unit": "x"}), ("outside", {"body": "court"}),
        ("papers", {"body": "court", "what": "x"}), ("outside-ended", {"body": "court", "outcome": "x"}),
        ("hand-in", shop.HANDED_IN[1]), ("give-back", {"why": "x"}),
    ):  # fmt: skip
        assert till.post(f"{CASE}/{verb}", body, seen=seen.tag).status == 412, verb


def test_from_the_first_word_to_a_satisfied_yes(till: Till, story: Story) -> None:
    post(till, *shop.AGREED)
    story.play(minutes=3)
    told = till.get(CASE)
    assert told["stage"] == "carrying_out"
    assert (told["offers"][0]["gives"], told["granted"][0]["version"]) == (
        [{"kind": "apology", "amount": "0.00", "words": ""}], 1,
    )  # fmt: skip
    for work in told["tasks"]:
        till.post(f"/v1/tasks/{work['task']}/finish", {"outcome": "carried_out"})
    story.play(minutes=3)
    assert till.get(CASE)["stage"] == "checking"
    rated = till.post(f"{CASE}/rate", {"score": 5, "by": "李婷"})
    assert (rated["stage"], rated["facts"]["satisfaction"]) == ("closed", "5")
    assert rated["broken_links"] == []
    assert {event["who"] for event in rated["events"]} >= {"李婷", "clock", "key till 3"}


def test_above_the_limit_it_lies_before_the_one_who_may(till: Till) -> None:
    assert till.post("/v1/staff", {"name": "陈总", "role": "manager"}).status == 201
    post(till, *shop.DECIDING)
    refund = {"gives": [{"kind": "refund", "amount": "900"}], "by": "李婷"}
    refused = till.post(f"{CASE}/offers", refund)
    assert (refused.status, "陈总 may" in refused["detail"]) == (409, True)
    assert till.get(f"{CASE}/offers").value == {"offers": []}
    asked = till.post(f"{CASE}/offers", {**refund, "ask": True})
    assert (asked["offer_state"], asked["decider"]) == ("asked", "陈总")
    assert till.post(f"{CASE}/decide", {"yes": True, "why": "mine", "by": "李婷"}).status == 409
    yes = till.post(f"{CASE}/decide", {"yes": True, "why": "saw the photos", "by": "陈总"})
    assert yes["stage"] == "offered"


@pytest.mark.parametrize(
    "amount", ["-5", "1e9", "999999999999", "5.123", "0", "much"], ids=lambda text: f"amount {text}"
)
def test_amounts_that_are_none_are_refused_with_a_sentence(till: Till, amount: str) -> None:
    post(till, *shop.DECIDING)
    told = till.post(f"{CASE}/offers", {"gives": [{"kind": "refund", "amount": amount}]})
    assert told.status in (400, 422)
    assert told["detail"].endswith((".", "?"))
    assert till.get(f"{CASE}/offers").value == {"offers": []}
    assert till.post(f"{CASE}/offers", {"gives": [{"kind": "apology"}], "currency": "HKD"}).status == 400


def test_there_is_no_complaint_of_such_a_number(till: Till) -> None:
    assert till.get("/v1/complaints/XXXXXXXX").status == 404
    assert till.post("/v1/complaints/XXXXXXXX/news", {"words": "soon"}).status == 404


def test_a_court_has_it_and_what_it_wants_is_shown(till: Till) -> None:
    gone = till.post(f"{CASE}/outside", {"body": "court", "next_on": "2026-05-04", "by": "李婷"})
    assert (gone.status, gone["routes"][0]["next_on"]) == (200, "2026-05-04")
    paper = till.post(f"{CASE}/papers", {"body": "court", "what": "summons", "answer_by": "2026-04-20"})
    (route,) = paper["routes"]
    assert (route["next_on"], route["papers"][0]["what"]) == ("2026-04-20", "summons")
    assert (
        till.post(f"{CASE}/papers", {"body": "court", "what": "x", "answer_by": "2020-01-01"}).status == 400
    )
    assert till.post(f"{CASE}/outside", {"body": "court"}).status == 409
    assert till.post(f"{CASE}/outside", {"body": "court", "on": "2026-01-01"}).status == 422


def test_what_was_paid_before_is_shown_with_the_cause(till: Till, story: Story) -> None:
    post(till, *shop.BEGUN[:-1])
    story.play(minutes=2)
    post(till, *shop.BEFORE["complaints_review"][len(shop.BEGUN) :])
    assert till.post(f"{CASE}/review", {"cause": "damp", "unit": "service"}).status == 200
    other = till.post("/v1/complaints", {**OPENING, "facts": {"cause_kind": "damp"}})
    (like,) = other["precedents"]
    assert (like["number"], like["gives"]) == (
        shop.complaints_shapes.EXAMPLE_ID, [{"kind": "apology", "amount": "0.00"}],
    )  # fmt: skip


def test_a_month_is_told_as_data(till: Till) -> None:
    told = till.get("/v1/months/2026-03")
    assert told["came_in"]["numbers"] == [shop.complaints_shapes.EXAMPLE_ID]
    assert told["about"] == [{"name": "quality", "count": 1, "numbers": told["came_in"]["numbers"]}]
    for month in ("2026-13", "march", "2099-01", "2026-3"):
        assert till.get(f"/v1/months/{month}").status == 400


def test_what_is_handed_in_is_given_back(till: Till) -> None:
    sunday = {**shop.HANDED_IN[1], "back_on": "2026-03-22"}
    refused = till.post(f"{CASE}/hand-in", sunday)
    assert (refused.status, "promise it back by 2026-03-23" in refused["detail"]) == (400, True)
    handed = till.post(*shop.HANDED_IN)
    assert (handed.status, handed["facts"]["item"]) == (200, "a drawer")
    assert handed["messages"][-1]["step"] == "complaint-change"
    assert handed["finish_by"].startswith("2026-03-20")
    assert till.post(*shop.HANDED_IN).status == 409
    given = till.post(f"{CASE}/give-back", {"why": "to herself"})
    assert (given.status, given["facts"]["item_here"]) == (200, "")
    assert till.post(f"{CASE}/give-back", {"why": "to herself"}).status == 409
