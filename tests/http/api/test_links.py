"""The customer's own link for the counter: the same that a message carries, and noted."""

from datetime import timedelta

import pytest

from chalicelib import links as tokens
from chalicelib.care import links
from tests.http.api import shop
from tests.http.api.client import Till
from tests.http.api.shop import CASE
from tests.http.story import Story


@pytest.fixture(autouse=True)
def opened(till: Till, story: Story) -> None:
    shop.opened(till, story)


def test_it_opens_the_page_and_is_noted(till: Till) -> None:
    given = till.post(f"{CASE}/link", {"by": "李婷"})
    assert (given.status, given["page"]) == (200, "case")
    assert CASE[-8:] in till.browser.follow(given["address"].partition("8000")[2]).text
    told = till.get(CASE)
    assert told.tag == given.tag
    event = told["events"][-1]
    assert (event["what"], event["who"], event["says"]) == ("link_given", "李婷", {"page": "case"})
    assert till.post(f"{CASE}/link", {})["address"] == given["address"]


def test_long_after_the_message_it_opens_again_unless_it_was_used(till: Till, story: Story) -> None:
    address = till.post(f"{CASE}/link", {})["address"]
    path = address.partition("8000")[2]
    story.now += tokens.LIVES + timedelta(days=1)
    assert till.browser.follow(path).status == 404
    assert till.post(f"{CASE}/link", {})["address"] == address
    assert till.browser.follow(path).status == 200
    found = links.find(path.rpartition("/")[2], story.now)
    assert found
    assert links.spend(found, story.now)
    story.now += tokens.LIVES + timedelta(days=1)
    till.post(f"{CASE}/link", {})
    assert till.browser.follow(path).status == 404


def test_an_offer_is_answered_by_it_once_it_is_made(till: Till, story: Story) -> None:
    refused = till.post(f"{CASE}/link", {"page": "offer"})
    assert (refused.status, "no such page is open" in refused["detail"]) == (409, True)
    for step in shop.OFFERED:
        assert till.post(*step).status == 200
    given = till.post(f"{CASE}/link", {"page": "offer"})
    assert till.browser.follow(given["address"].partition("8000")[2]).status == 200


def test_what_has_no_such_link_is_said(till: Till) -> None:
    assert till.post("/v1/complaints/XXXXXXXX/link", {}).status == 404
    assert "/page" in till.post(f"{CASE}/link", {"page": "all"}).pointers()
    stale = till.post(f"{CASE}/link", {}, seen='"old"')
    assert stale.status == 412
    assert [one for one in till.get(CASE)["events"] if one["what"] == "link_given"] == []
