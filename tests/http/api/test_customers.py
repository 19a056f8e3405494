"""Customers by the API: found, put right as they were seen, joined, exported, forgotten."""

from typing import Any

import pytest

from chalicelib.http.api.people import EXAMPLE, OTHER
from tests.http.api.client import Till, Told
from tests.http.story import Story


@pytest.fixture
def jing(till: Till) -> Told:
    return till.post("/v1/customers", EXAMPLE)


def test_who_is_known_is_found_and_not_made_again(till: Till, jing: Told) -> None:
    again = till.post("/v1/customers", {**EXAMPLE, "emails": ["jing@example.com"]})
    assert again["id"] == jing["id"]
    assert again["emails"] == ["chan@example.com", "jing@example.com"]


@pytest.mark.parametrize(
    "query",
    ["phone=%2B85261234567", "phone_end=4567", "email=Chan@Example.com", "estate=海怡半岛", "order=SO-1"],
)
def test_a_customer_is_found_by_what_one_has_at_hand(till: Till, jing: Told, query: str) -> None:
    line = {
        "order": "SO-1",
        "customer_id": jing["id"],
        "signed_on": "2026-03-02",
        "lines": [{"product": "Oak"}],
    }
    till.post("/v1/sales", line)
    found = till.get(f"/v1/customers?{query}")
    assert [one["id"] for one in found["customers"]] == [jing["id"]]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 422),
        ("phone=%2B85261234567&order=SO-1", 422),
        ("phone=12", 400),
        ("phone_end=567", 422),
        ("phone_end=4567&order=SO-1", 422),
        ("email=x", 400),
        ("nobody=1", 422),
    ],
)
def test_a_search_that_says_nothing_is_refused(till: Till, jing: Told, query: str, status: int) -> None:
    assert till.get(f"/v1/customers?{query}").status == status


def test_an_estate_is_listed_page_by_page(till: Till) -> None:
    for number in range(5):
        till.post("/v1/customers", {**EXAMPLE, "name": f"客户{number}", "estate": "云山花园"})
    first = till.get("/v1/customers?estate=云山花园&limit=3")
    second = till.get(f"/v1/customers?estate=云山花园&limit=3&cursor={first['next']}")
    names = [one["name"] for told in (first, second) for one in told["customers"]]
    assert sorted(names) == [f"客户{number}" for number in range(5)]


def test_so_are_those_whose_telephones_end_alike(till: Till) -> None:
    for number in range(5):
        buyer = {**EXAMPLE, "name": f"客户{number}", "phones": [f"+85261{number}36789"], "emails": []}
        till.post("/v1/customers", buyer)
    first = till.get("/v1/customers?phone_end=6789&limit=3")
    second = till.get(f"/v1/customers?phone_end=6789&limit=3&cursor={first['next']}")
    names = [one["name"] for told in (first, second) for one in told["customers"]]
    assert sorted(names) == [f"客户{number}" for number in range(5)]
    assert till.get(f"/v1/customers?phone_end=56789&cursor={first['next']}").status == 422


def test_facts_are_changed_as_they_were_seen(till: Till, jing: Told) -> None:
    place = f"/v1/customers/{jing['id']}"
    assert till.patch(place, {"language": "en"})["code"] == "condition_missing"
    changed = till.patch(place, {"language": "en", "estate": "云山花园"}, seen=jing.tag)
    assert (changed.status, changed["language"], changed["rep"]) == (200, "en", "")
    assert till.patch(place, {"rep": "李婷"}, seen=jing.tag).status == 412
    assert till.patch(place, {"rep": "李婷"}, seen=changed.tag)["rep"] == "李婷"
    assert till.get("/v1/customers?estate=云山花园")["customers"]
    assert not till.get("/v1/customers?estate=海怡半岛")["customers"]


@pytest.mark.parametrize("change", [{"language": "tlh"}, {"zone": "../etc/passwd"}, {"zone": "Moon/Base"}])
def test_what_nothing_can_be_written_in_is_refused(till: Till, jing: Told, change: dict[str, Any]) -> None:
    assert till.patch(f"/v1/customers/{jing['id']}", change, seen=jing.tag).status == 400
    assert till.get(f"/v1/customers/{jing['id']}").tag == jing.tag


def test_addresses_are_added_and_put_right(till: Till, jing: Told) -> None:
    place = f"/v1/customers/{jing['id']}/contacts"
    added = till.post(place, {"address": "JING@example.com"}, once="a-1")
    assert [one["address"] for one in added["contacts"]] == [
        "+85261234567", "chan@example.com", "jing@example.com",
    ]  # fmt: skip
    assert till.post(place, {"address": "JING@example.com"}, once="a-1").value == added.value
    body = {"old": "6123 4567", "new": "6123 4568", "why": "typing error"}
    assert "+85261234568" in [one["address"] for one in till.post(f"{place}/correct", body)["contacts"]]
    assert till.post(f"{place}/correct", body).status == 400
    assert till.post(place, {"address": "no address"}).status == 400


def test_two_who_are_one_are_joined(till: Till, jing: Told) -> None:
    other = till.post("/v1/customers", OTHER)
    body = {"into": jing["id"], "why": "married name"}
    assert till.post(f"/v1/customers/{other['id']}/merge", body)["addresses"] == 1
    assert till.get(f"/v1/customers/{other['id']}")["id"] == jing["id"]
    assert till.post(f"/v1/customers/{jing['id']}/merge", {**body, "into": "nobody"}).status == 404


def test_a_person_is_exported_and_forgotten_by_a_key_that_may(till: Till, jing: Told, story: Story) -> None:
    assert till.get(f"/v1/customers/{jing['id']}/export")["customer"]["name"] == "陈静"
    place = f"/v1/customers/{jing['id']}/erase"
    assert till.post(place, {"forget": "somebody"}).status == 422
    assert till.post(place, {"forget": jing["id"]}).value == {"erased": jing["id"]}
    assert till.get(f"/v1/customers/{jing['id']}")["name"] == ""
    assert "陈静" not in str(story.memory.items())
    assert till.patch(f"/v1/customers/{jing['id']}", {"name": "x"}, seen='"x"').status == 412
    assert till.post(f"/v1/customers/{jing['id']}/contacts", {"address": "a@example.com"}).status == 409


def test_tags_are_kept_once_and_put_in_place_of_those_before(till: Till, jing: Told) -> None:
    tagged = till.post("/v1/customers", {**EXAMPLE, "tags": ["VIP", "vip", " ", "老客户"]})
    assert tagged["tags"] == ["VIP", "老客户"]
    place = f"/v1/customers/{jing['id']}"
    changed = till.patch(place, {"tags": ["neighbour"]}, till.get(place).tag)
    assert changed["tags"] == ["neighbour"]
    assert till.post("/v1/customers", EXAMPLE)["tags"] == ["neighbour"], "who names none takes none away"
    assert till.patch(place, {"tags": ["a,b"]}, till.get(place).tag).status == 422
