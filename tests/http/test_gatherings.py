"""An invitation answered on its page: how many come, changed until the day, and the list of them."""

import re
from datetime import timedelta

import pytest

from chalicelib.care import consents
from chalicelib.care.campaigns import guests, keeping
from chalicelib.records.campaigns import occurrences
from chalicelib.records.customers import Customer
from chalicelib.records.guests import Guest
from tests.http.browser import Browser
from tests.http.story import Story

PHONE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1"}


@pytest.fixture
def invited(story: Story) -> Customer:
    """On 1 March 2027, a fortnight before the day."""
    story.play(days=300)
    customer = story.buys("陳小姐", email="chan@example.com", language="zh-HK", country="HK")
    customer.change([Customer.tier.set("A")])
    story.play(hours=1)
    customer.change([Customer.tier.set("A")])
    consents.record(customer, "marketing", "*", "granted", source="shop", who="李婷", now=story.now)
    keeping.take_up("consumer-day", "marketing", story.now)
    keeping.check("consumer-day", story.now)
    story.play(hours=1)
    keeping.approve("consumer-day", "the manager", "", story.now)
    keeping.schedule("consumer-day", "marketing", story.now)
    story.play(days=68)
    return customer


def page_of(story: Story, customer: Customer) -> str:
    (mail,) = [one for one in story.messages(customer, "email") if "消費者權益日" in one.text]
    found = re.search(r"/l/\w{12}", mail.text)
    assert found
    return found[0].replace("/l/", "/c/gathering/")


def test_the_mail_leads_to_the_page_and_the_answer_stands_on_the_list(
    story: Story, browser: Browser, invited: Customer
) -> None:
    address = page_of(story, invited)
    asked = browser.get(address)
    assert asked.status == 200
    assert "3月15日" in asked.text
    assert "本店二樓茶座" in asked.text
    assert not list(Guest.in_partition(invited.pk, "guest#"))
    said = browser.post(address, {"people": "2", "note": "想看新款"})
    assert "已記下：2位" in said.text
    listed = guests.listed("consumer-day", "2027-03-15")
    assert (listed["coming"], listed["people"], listed["guests"][0]["name"]) == (1, 2, "陳小姐")


def test_who_changes_their_mind_says_so_by_the_same_link(
    story: Story, browser: Browser, invited: Customer
) -> None:
    address = page_of(story, invited)
    browser.post(address, {"people": "2"})
    assert browser.post(address, {"people": "0"}).status == 200
    listed = guests.listed("consumer-day", "2027-03-15")
    assert (listed["coming"], listed["people"], listed["declined"]) == (0, 0, 1)


@pytest.mark.parametrize("people", ["", "-1", "10", "two", "２"])
def test_what_is_no_number_of_guests_is_asked_again(
    story: Story, browser: Browser, invited: Customer, people: str
) -> None:
    assert browser.post(page_of(story, invited), {"people": people}).status == 400
    assert not guests.listed("consumer-day", "2027-03-15")["guests"]


def test_after_the_day_nobody_answers_any_more(story: Story, browser: Browser, invited: Customer) -> None:
    address = page_of(story, invited)
    story.play(days=20)
    assert browser.get(address).status == 410
    assert browser.post(address, {"people": "1"}).status == 410


def heard(story: Story) -> dict[str, int]:
    """As the campaign's results have it once they were looked up again."""
    story.play(hours=7)
    return next(one.heard for one in occurrences("consumer-day") if one.id == "2027-03-15")


def test_who_follows_the_link_is_counted_once_and_what_looks_ahead_never(
    story: Story, browser: Browser, invited: Customer
) -> None:
    address = page_of(story, invited)
    for ahead in ({"User-Agent": "Mozilla/5.0 Googlebot/2.1"}, {**PHONE, "Sec-Purpose": "prefetch"}, {}):
        assert browser.get(address, **ahead).status == 200
    assert heard(story) == {}
    for _ in range(2):
        browser.get(address, **PHONE)
    assert heard(story) == {"clicked": 1}


def test_the_way_to_the_page_alone_is_no_click(story: Story, browser: Browser, invited: Customer) -> None:
    """It is the page that counts: what only asks where a link leads has read nothing."""
    assert browser.get(page_of(story, invited).replace("/c/gathering/", "/l/"), **PHONE).status == 303
    assert heard(story) == {}


def test_who_answers_has_come_whatever_their_browser_says(
    story: Story, browser: Browser, invited: Customer
) -> None:
    browser.post(page_of(story, invited), {"people": "2"})
    assert heard(story) == {"clicked": 1, "answered": 1}


def test_what_a_gateway_opens_as_the_mail_comes_in_is_no_click(
    story: Story, browser: Browser, invited: Customer
) -> None:
    address = page_of(story, invited)
    sent_at = story.touch(invited, "consumer-day").sent_at
    assert sent_at
    now, story.now = story.now, sent_at + timedelta(seconds=20)
    browser.get(address, **PHONE)
    story.now = now
    assert heard(story) == {}
