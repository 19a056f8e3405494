"""Tasks by the API: whose, until when, how they went; no two people write over each other."""

import pytest

from chalicelib.http.api.parameters import PATHS
from chalicelib.records.ratings import Rating
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Touchpoint
from tests.http.api import shop
from tests.http.api.client import Till
from tests.http.story import Story

TASK = f"/v1/tasks/{PATHS['task']['example']}"


@pytest.fixture(autouse=True)
def opened(till: Till, story: Story) -> None:
    shop.opened(till, story)


def test_a_reps_tasks_are_listed_soonest_first_and_page_by_page(till: Till, story: Story) -> None:
    shop.sells_more(till, story, days=40)
    whole = till.get("/v1/tasks?rep=李婷&limit=200")["tasks"]
    assert len(whole) > 3
    assert [one["due_on"] for one in whole] == sorted(one["due_on"] for one in whole)
    first = till.get("/v1/tasks?rep=李婷&limit=1")
    second = till.get(f"/v1/tasks?rep=李婷&limit=1&cursor={first['next']}")
    assert first["tasks"] + second["tasks"] == whole[:2]
    assert till.get(f"/v1/tasks?rep=李婷&state=done&cursor={first['next']}").status == 422
    assert till.get("/v1/tasks?rep=nobody").value == {"tasks": [], "next": None}


def test_a_task_ends_once_as_its_kind_can_end(till: Till) -> None:
    wrong = till.post(f"{TASK}/finish", {"outcome": "eaten"})
    assert wrong.status == 400
    assert "handed_over" in wrong["detail"]
    told = till.post(f"{TASK}/finish", {"outcome": "handed_over", "note": "all well", "by": "李婷"})
    assert (told["state"], told["outcome"], told["done_by"], told["note"]) == (
        "done", "handed_over", "李婷", "all well",
    )  # fmt: skip
    assert told["id"] in [one["id"] for one in till.get("/v1/tasks?rep=李婷&state=done")["tasks"]]
    assert till.post(f"{TASK}/finish", {"outcome": "handed_over"}).status == 409
    assert till.post(f"{TASK}/postpone", {"to": "2026-03-30", "why": "late"}).status == 409


def test_what_somebody_else_changed_is_not_written_over(till: Till) -> None:
    seen = till.get(TASK)
    moved = till.post(f"{TASK}/postpone", {"to": "2026-03-25", "why": "nobody at home"}, seen=seen.tag)
    assert (moved.status, moved["due_on"]) == (200, "2026-03-25")
    stale = till.post(f"{TASK}/finish", {"outcome": "handed_over"}, seen=seen.tag)
    assert (stale.status, stale["code"]) == (412, "stale")
    assert till.post(f"{TASK}/finish", {"outcome": "handed_over"}, seen=moved.tag).status == 200


def test_gifts_are_counted_as_they_were_seen(till: Till) -> None:
    seen = till.get("/v1/gifts/welcome-mat")
    assert till.patch("/v1/gifts/welcome-mat", {"stock": 40})["code"] == "condition_missing"
    counted = till.patch("/v1/gifts/welcome-mat", {"stock": 40}, seen=seen.tag)
    assert (counted.status, counted["stock"]) == (200, 40)
    assert till.patch("/v1/gifts/welcome-mat", {"stock": 41}, seen=seen.tag).status == 412
    assert till.get("/v1/gifts/golden-goose").status == 404
    assert till.patch("/v1/gifts/welcome-mat", {"stock": 10**9}, seen=counted.tag).status == 422
    assert "welcome-mat" in [one["gift"] for one in till.get("/v1/gifts")["gifts"]]


def test_counts_are_shown_for_days_that_make_sense(till: Till) -> None:
    told = till.get("/v1/metrics?first=2026-03-01&last=2026-03-19")
    assert sum(one["count"] for one in told["counts"]) > 0
    for query in ("first=2026-03-19&last=2026-03-01", "first=2020-01-01&last=2026-03-01", "first=2026-02-30"):
        assert till.get(f"/v1/metrics?{query}").status == 422


def test_counts_are_made_anew_now_and_then_and_not_each_time(till: Till, story: Story) -> None:
    def sent() -> int:
        return sum(one["count"] for one in till.get("/v1/metrics")["counts"])

    before = sent()
    till.post(f"/v1/touchpoints/{PATHS['touchpoint']['example']}/skip", {"why": "mourning"})
    assert sent() == before
    story.play(minutes=6)
    assert sent() > before


def test_whoever_was_not_reached_is_tried_again_as_from_the_console(till: Till) -> None:
    row = Task.by_key(TASK.removeprefix("/v1/tasks/"))
    assert row
    row.do = "ask"
    row.save()
    call = till.get(TASK)
    told = till.post(f"/v1/tasks/{call['id']}/finish", {"outcome": "not_reached"})
    assert (told.status, told["state"]) == (200, "open")
    assert told["due_on"] >= call["due_on"]
    later = till.post(f"/v1/tasks/{call['id']}/finish",
                      {"outcome": "not_reached", "next_on": "2026-04-30", "next_at": "14:30"})  # fmt: skip
    assert (later["state"], later["due_on"]) == ("open", "2026-04-30")


def test_points_given_on_the_telephone_are_kept_as_a_rating(till: Till, story: Story) -> None:
    row = Task.by_key(TASK.removeprefix("/v1/tasks/"))
    assert row
    touch = Touchpoint(*Touchpoint.at(row.customer_id, "asked"), step="satisfaction", purpose="survey",
                       sale_id=row.sale_id, due_at=story.now)  # fmt: skip
    touch.save()
    row.do, row.touch_key = "rate", touch.key
    row.save()
    assert till.post(f"{TASK}/finish", {"outcome": "rated"}).status == 400
    assert till.post(f"{TASK}/finish", {"outcome": "rated", "score": 9}).status == 400
    assert till.post(f"{TASK}/finish", {"outcome": "no_answer", "score": 5}).status == 400
    assert till.post(f"{TASK}/finish", {"outcome": "rated", "score": 5})["state"] == "done"
    kept = Rating.find(*Rating.at(touch.owner, touch.id))
    assert kept
    assert (int(kept.score), kept.source) == (5, "call")
