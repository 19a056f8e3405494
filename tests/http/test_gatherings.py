"""An invitation answered on its page: how many come, changed until the day, and the list of them."""

import re

import pytest

from chalicelib.care import consents
from chalicelib.care.campaigns import guests, keeping
from chalicelib.records.customers import Customer
from chalicelib.records.guests import Guest
from tests.http.browser import Browser
from tests.http.story import Story


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
