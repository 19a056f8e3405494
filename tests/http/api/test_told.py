"""What waits for a person, by the API: listed, taken, dismissed."""

import pytest

from chalicelib.care import inbox
from chalicelib.http.api import people
from chalicelib.http.api.told import EXAMPLE_ID
from tests.http.api import shop
from tests.http.api.client import Till
from tests.http.api.shop import CASE, HELD
from tests.http.story import Story

PLACE = f"/v1/told/{EXAMPLE_ID}"
MINE = {"customer_id": people.OTHER_ID, "by": "李婷"}


@pytest.fixture(autouse=True)
def held(till: Till, story: Story) -> None:
    shop.opened(till, story)
    inbox.mailed(HELD, story.now)


def waiting(till: Till) -> list[str]:
    return [one["id"] for one in till.get("/v1/told")["told"]]


def test_a_held_mail_waits_with_its_mark(till: Till) -> None:
    told = till.get(PLACE)
    assert (told["suspect"], told["sender"], told["files"]) == ("spam", "leung@shop.example", 0)
    assert till.get("/v1/told").value == {"told": [told.value], "next": None}


def test_it_is_listed_page_by_page(till: Till, story: Story) -> None:
    virus = HELD.replace(b"Spam", b"Virus")
    for number in range(4):
        story.play(minutes=1)
        inbox.mailed(virus.replace(b"m1@", f"n{number}@".encode()), story.now)
    found, page = [], till.get("/v1/told?limit=2")
    while page["next"]:
        found += page["told"]
        page = till.get(f"/v1/told?limit=2&cursor={page['next']}")
    found += page["told"]
    assert [one["suspect"] for one in found] == ["spam", *["virus"] * 4]
    assert len({one["id"] for one in found}) == 5
    assert till.get("/v1/told?cursor=x").status == 422


def test_it_joins_the_complaint_that_is_open(till: Till) -> None:
    taken = till.post(f"{PLACE}/take", MINE)
    assert (taken.status, taken["id"]) == (200, CASE[-8:])
    assert taken["events"][-1]["says"]["words"].startswith("The floor creaks")
    assert waiting(till) == []


def test_where_none_is_open_it_opens_one(till: Till) -> None:
    other = till.post("/v1/customers", {"name": "Leung", "emails": ["leung@shop.example"], "country": "HK"})
    taken = till.post(f"{PLACE}/take", {"customer_id": other["id"]}, once="k-1")
    assert (taken.status, taken["customer_id"], taken["channel"]) == (201, other["id"], "mail")
    assert taken.header("Location").endswith(f"/v1/complaints/{taken['id']}")
    again = till.post(f"{PLACE}/take", {"customer_id": other["id"]}, once="k-1")
    assert (again.status, again["id"]) == (201, taken["id"])


def test_it_is_nothing_of_ours(till: Till) -> None:
    assert "/why" in till.post(f"{PLACE}/dismiss", {}).pointers()
    assert till.post(f"{PLACE}/dismiss", {"why": "  "}).status == 400
    assert till.post(f"{PLACE}/dismiss", {"why": "advertising"}).value == {"told": [], "next": None}


@pytest.mark.parametrize(("verb", "body"), [("take", MINE), ("dismiss", {"why": "advertising"})])
def test_what_waits_no_more_is_not_settled_twice(till: Till, verb: str, body: object) -> None:
    assert till.post(f"{PLACE}/dismiss", {"why": "advertising"}).status == 200
    told = till.post(f"{PLACE}/{verb}", body)
    assert (told.status, "`GET /v1/told` lists" in told["detail"]) == (404, True)
    assert till.get(PLACE).status == 404


def test_of_nobody_or_with_what_is_nothing_it_goes_on_waiting(till: Till) -> None:
    assert till.post(f"{PLACE}/take", {"customer_id": "cnobody"}).status == 404
    assert waiting(till) == [EXAMPLE_ID]


def test_a_slip_can_be_put_right(till: Till, story: Story) -> None:
    other = till.post("/v1/customers", {"name": "Leung", "emails": ["leung@shop.example"], "country": "HK"})
    right = {"customer_id": other["id"], "sale": "SO-1001", "relation": "family"}
    for slip in ({"relation": "nonsense"}, {"relation": ""}, {"sale": "SO-9"}, {"sale": ""}):
        assert till.post(f"{PLACE}/take", {**right, **slip}).status == 400, slip
        story.play(minutes=5)
    taken = till.post(f"{PLACE}/take", right)
    assert (taken.status, taken["sale"], taken["relation"]) == (201, "so-1001", "family")
