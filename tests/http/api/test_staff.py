"""Colleagues, stores and the big switch by the API."""

from typing import Any

import pytest

from tests.http.api.client import Till


def test_a_colleague_is_added_once_changed_as_seen_and_away_for_some_days(till: Till) -> None:
    for name in ("王芳", "李婷"):
        assert till.post("/v1/staff", {"name": name, "role": "rep"}).status == 201
    assert till.post("/v1/staff", {"name": "王芳"}).status == 409
    place = next(f"/v1/staff/{one['id']}" for one in till.get("/v1/staff")["staff"] if one["name"] == "王芳")
    seen = till.get(place)
    assert till.patch(place, {"phone": "+8613800138000"}).status == 428
    changed = till.patch(place, {"phone": "+8613800138000"}, seen=seen.tag)
    assert (changed["phone"], changed["role"]) == ("+8613800138000", "rep")
    assert till.patch(place, {"role": "manager"}, seen=seen.tag).status == 412
    leave = {"first": "2026-03-10", "last": "2026-03-20", "stand_in": "李婷"}
    assert till.post(f"{place}/leave", leave)["leave"] == [leave]
    assert till.post(f"{place}/leave", {**leave, "last": "2026-03-01"}).status == 400
    assert till.post(f"{place}/leave", {**leave, "stand_in": "王芳"}).status == 400
    assert till.post(f"{place}/leave", {**leave, "stand_in": "Nobody"}).status == 404
    assert till.get("/v1/staff/nobody").status == 404


@pytest.mark.parametrize(
    "facts", [{"email": "nowhere"}, {"role": "king"}, {"language": "tlh"}, {"phone": "12"}, {"salary": 1}]
)
def test_a_colleague_whom_nobody_could_reach_is_refused(till: Till, facts: dict[str, Any]) -> None:
    assert till.post("/v1/staff", {"name": "王芳", **facts}).status in (400, 422)
    assert till.get("/v1/staff")["staff"] == []


def test_a_store_is_added_once_and_changed_as_seen(till: Till) -> None:
    added = till.post("/v1/shops", {"name": "Kowloon", "country": "HK", "phone": "2555 0200"})
    assert (added.status, added["phone"], added.header("Location")) == (
        201,
        "+85225550200",
        "http://localhost:8000/v1/shops/kowloon",
    )
    assert till.post("/v1/shops", {"name": "KOWLOON"}).status == 409
    changed = till.patch("/v1/shops/kowloon", {"zone": "Asia/Hong_Kong"}, seen=added.tag)
    assert changed["zone"] == "Asia/Hong_Kong"
    assert till.patch("/v1/shops/kowloon", {"phone": "12"}, seen=changed.tag).status == 400
    assert till.patch("/v1/shops/kowloon", {"zone": "Moon/Base"}, seen=changed.tag).status == 400
    assert till.patch("/v1/shops/kowloon", {"zone": ""}, seen=added.tag).status == 412
    assert till.get("/v1/shops/nowhere").status == 404


def test_the_big_switch_is_turned_and_turned_back(till: Till) -> None:
    assert till.post("/v1/pause", {"channel": "sms", "by": "李婷"})["paused"] == ["sms"]
    assert till.post("/v1/pause", {"channel": "sms"})["paused"] == ["sms"]
    assert till.get("/v1/paused")["paused"] == ["sms"]
    assert till.post("/v1/resume", {"channel": "sms"}, once="k-1")["paused"] == []
    till.post("/v1/pause", {})
    assert till.post("/v1/resume", {"channel": "sms"}, once="k-1")["paused"] == ["*"]
    assert till.post("/v1/pause", {"channel": "pigeon"}).status == 422


def test_consents_are_added_to_and_never_changed(till: Till) -> None:
    buyer = till.post("/v1/customers", {"name": "Chan", "phones": ["+85261234567"]})["id"]
    place = f"/v1/customers/{buyer}/consents"
    yes = {"purpose": "marketing", "channel": "email", "state": "granted", "source": "order form"}
    till.post(place, yes)
    told = till.post(place, {**yes, "state": "refused", "source": "by phone"})
    assert told["now"] == {"marketing": {"email": "refused"}}
    assert [(one["state"], one["source"]) for one in told["history"]] == [
        ("granted", "order form"), ("refused", "by phone"),
    ]  # fmt: skip
    assert all(one["wording"] for one in told["history"])
    for wrong in ({"purpose": "spying"}, {"channel": "fax"}, {"state": "maybe"}, {"source": " "}):
        assert till.post(place, {**yes, **wrong}).status == 422
    assert till.post("/v1/customers/nobody/consents", yes).status == 404
