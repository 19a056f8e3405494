"""A customer's care at a glance: what is his, what was, what comes; nothing that is not his business."""

import re
from datetime import timedelta

import pytest

from chalicelib import words
from chalicelib.care import consents, inbox, links, merging, tasks
from chalicelib.care.complaints import file, filing
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.care.hands import ready
from chalicelib.message import Reply
from chalicelib.records.customers import Customer
from chalicelib.records.links import Link
from chalicelib.records.sales import Sale
from chalicelib.records.staff import Staff
from chalicelib.records.tasks import Task
from tests.http.browser import Browser
from tests.http.console import colleagues
from tests.http.console.colleagues import Colleague
from tests.http.story import Story

TOKEN = "abcdefghijkl"
PAGE = f"/c/care/{TOKEN}"


@pytest.fixture
def chan(story: Story) -> Customer:
    """Has a floor since nine days, and was asked whether all is well."""
    day = story.now.date()
    customer = story.buys(
        "陳大文", phone="+85291234567", email="tai.man@example.com", country="HK", language="en",
        product="Dawn oak", booked_on=day, installed_on=day,
    )  # fmt: skip
    Staff(*Staff.at("李婷"), name="李婷", phone="+85261112222").save()
    story.play(days=9)
    give(story, customer)
    return customer


def give(story: Story, customer: Customer, page: str = "care", token: str = TOKEN) -> None:
    row = Link(*Link.at(token), page=page, customer_id=customer.id, expires_at=story.now + timedelta(days=90))
    row.save()


def test_it_shows_what_is_owned_with_its_days_and_the_warranty_as_printed(
    browser: Browser, chan: Customer
) -> None:
    sale = Sale.find(*Sale.at("A-1"))
    assert sale is not None
    sale.change([Sale.warranty.set("Ten years on wear"), Sale.warranty_version.set("2026-01")])
    page = browser.get(PAGE).text
    for said in ("Dawn oak", "A-1", "2 March 2026", "Ten years on wear", "version 2026-01"):
        assert said in page


def test_it_tells_what_was_and_what_comes_in_the_customer_s_words(browser: Browser, chan: Customer) -> None:
    page = browser.get(PAGE).text
    coming, past = page.index("What comes next"), page.index("What was done so far")
    assert "<b>Thursday 2 April</b>" in page
    assert coming < page.index("One month on") < past < page.index("How to keep your floor")
    for machine_word in (
        "full-moon",
        "care-tips",
        "file-classification",
        "planned",
        "Gift",
        "house-warming",
    ):
        assert machine_word not in page


def test_a_gift_stays_a_surprise(browser: Browser, chan: Customer) -> None:
    assert not [word for word in ("gift", "house-warming", "neighbour") if word in browser.get(PAGE).text]


def test_what_was_refused_is_not_announced(story: Story, browser: Browser, chan: Customer) -> None:
    """Neither with its day, nor where the day is not known yet."""
    story.buys("陳大文", phone="+85291234567", country="HK", order="A-2")
    story.play(hours=1)
    assert browser.get(PAGE).text.count("One month on") == 2
    consents.refuse_all(chan, source="test", language="en", who="customer", now=story.now)
    assert "One month on" not in browser.get(PAGE).text


def test_whoever_stopped_everything_is_promised_no_call_either_and_gets_none(
    story: Story, browser: Browser, chan: Customer
) -> None:
    assert "birthday" in browser.get(PAGE).text
    consents.refuse_all(chan, source="test", language="en", who="customer", now=story.now)
    assert "birthday" not in browser.get(PAGE).text
    story.play(days=370)
    assert not [task for task in Task.in_partition(chan.pk, "task#") if task.step == "birthday-call"]


def test_while_a_complaint_is_open_console_and_customer_read_the_same_day_and_why(
    story: Story, browser: Browser, chan: Customer
) -> None:
    new = NewComplaint(chan.id, "it creaks", "repair", about="quality", recorder="x", sale_id="a-1")
    filing.open(new, story.now)
    boss = colleagues.employ("admin", "何经理", language="en")
    console = Colleague(browser.gateway, staff=boss, token=colleagues.begin(boss))
    touch = story.touch(chan, "full-moon")
    (row,) = re.findall(rf'(?s)<tr id="{touch.key}">.*?</tr>', console.get(f"/customers/{chan.id}").text)
    assert "held by a complaint" in row
    assert touch.due_at
    assert re.search(rf"\b{touch.due_at.day} Apr", row)
    (line,) = re.findall(r"<li><b>([^<]+)</b> <span>One month on", browser.get(PAGE).text)
    assert f"{touch.due_at.day} Apr" in line


def test_what_comes_is_few_and_in_the_order_of_the_plan(
    story: Story, browser: Browser, chan: Customer
) -> None:
    for order in ("A-2", "A-3"):
        story.buys("陳大文", phone="+85291234567", country="HK", order=order, product="Night walnut")
    story.play(hours=1)
    coming = browser.get(PAGE).text.partition("What comes next")[2].partition("</ul>")[0]
    assert coming.count("<li>") == 6
    waiting = coming[coming.index("As soon as the day is known") :]
    assert waiting.index("What happens on the day of the fitting") < waiting.index("Installation checklist")


def test_a_call_counts_as_done_only_once_it_was_made(story: Story, browser: Browser, chan: Customer) -> None:
    story.play(days=370)
    give(story, chan)
    past = browser.get(PAGE).text.partition("What was done so far")[2]
    assert "birthday" not in past
    call = next(task for task in Task.in_partition(chan.pk, "task#") if task.step == "birthday-call")
    tasks.finish(call.key, "reached", "", "李婷", story.now)
    past = browser.get(PAGE).text.partition("What was done so far")[2]
    assert "birthday" in past


def test_a_returned_sale_is_not_owned(browser: Browser, chan: Customer) -> None:
    sale = Sale.find(*Sale.at("A-1"))
    assert sale is not None
    sale.change([Sale.state.set("returned")])
    page = browser.get(PAGE).text
    assert "Dawn oak" not in page
    assert "nothing to show" in page


def test_open_questions_can_be_answered_from_it(story: Story, browser: Browser, chan: Customer) -> None:
    page = browser.get(PAGE).text
    addresses = [part.partition('"')[0] for part in page.split('class="button" href="')[1:]]
    assert len(addresses) == 2
    for address in addresses:
        assert browser.follow(address).status == 200
    assert [a for a in addresses if "/c/rating/" in browser.get(a).header("Location")]
    inbox.replied("sms", Reply("SM1", "+85291234567", "", "5"), story.now)
    assert "satisfied" not in browser.get(PAGE).text.partition("What you have")[0]
    story.now += timedelta(days=46)
    assert 'class="button"' not in browser.get(PAGE).text


def test_it_says_whom_to_ask(browser: Browser, chan: Customer) -> None:
    page = browser.get(PAGE).text
    assert 'href="tel:+85261112222">6111 2222<' in page
    assert 'href="tel:+862055500100">+86 20 5550 0100<' in page


def test_while_they_are_on_leave_it_is_who_stands_in(story: Story, browser: Browser, chan: Customer) -> None:
    """And whoever sold something besides is named once."""
    day = story.now.date()
    leave = [[day.isoformat(), (day + timedelta(days=3)).isoformat(), "王强"]]
    Staff(*Staff.at("李婷"), name="李婷", phone="+85261112222", leave=leave).save()
    Staff(*Staff.at("王强"), name="王强", phone="+85263334444").save()
    page = browser.get(PAGE).text
    assert 'href="tel:+85263334444">6333 4444<' in page
    assert "李婷" not in page
    assert "61112222" not in page
    story.now += timedelta(days=5)
    assert "李婷" in browser.get(PAGE).text


def test_whom_it_is_forwarded_to_learns_neither_name_nor_addresses(browser: Browser, chan: Customer) -> None:
    page = browser.get(PAGE).text
    for secret in ("陳大文", "91234567", "tai.man", "云山花园", chan.id, "18000"):
        assert secret not in page


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_changes_not_a_single_row(
    story: Story, browser: Browser, chan: Customer, method: str
) -> None:
    before = story.memory.items()
    assert browser.ask(method, f"/l/{TOKEN}").status == 303
    assert browser.ask(method, PAGE).status == 200
    assert story.memory.items() == before


def test_it_takes_no_post(browser: Browser, chan: Customer) -> None:
    assert browser.post(PAGE, {"stop": "all"}).status == 405
    assert browser.post(f"/l/{TOKEN}").status == 404


@pytest.mark.parametrize("page", ["unsubscribe", "rating", "checklist"])
def test_a_link_to_another_page_does_not_open_it(
    story: Story, browser: Browser, chan: Customer, page: str
) -> None:
    give(story, chan, page)
    assert browser.get(PAGE).status == 404
    give(story, chan)
    assert browser.get(f"/c/{page}/{TOKEN}").status == 404


def test_it_follows_a_customer_who_was_merged(story: Story, browser: Browser, chan: Customer) -> None:
    other = story.buys("陳大文", phone="+85297654321", country="HK", order="A-9", product="Night walnut")
    merging.merge(chan.id, other.id, "same person", "李婷", story.now)
    story.play(minutes=5)
    page = browser.get(PAGE).text
    assert "Dawn oak" in page
    assert "Night walnut" in page


@pytest.mark.parametrize("language", words.languages())
@pytest.mark.parametrize("category", ["flooring", "furniture", "appliance"])
def test_it_gives_tips_for_what_is_owned_in_every_language(
    browser: Browser, chan: Customer, language: str, category: str
) -> None:
    sale = Sale.find(*Sale.at("A-1"))
    assert sale is not None
    sale.change([Sale.category.set(category)])
    chan.change([Customer.language.set(language)])
    page = browser.get(PAGE).text
    assert f'<html lang="{language}">' in page
    assert '<section class="tips">' in page
    assert "<script" not in page
    assert " style=" not in page


def test_mails_lead_to_both_pages(story: Story, browser: Browser) -> None:
    wang = story.buys("王芳", email="wang@example.com")
    story.play(hours=1)
    (mail,) = story.messages(wang, "email")
    addresses = [word for word in mail.text.split() if "/l/" in word]
    places = [browser.get(one.removeprefix("http://localhost:8000")).header("Location") for one in addresses]
    assert [place.split("/")[2] for place in places] == ["care", "preferences", "unsubscribe"]
    assert browser.get(places[0]).status == browser.get(places[1]).status == 200


def test_it_leads_to_what_they_hear_and_the_same_link_chooses_it(
    story: Story, browser: Browser, chan: Customer
) -> None:
    assert f'href="/c/preferences/{TOKEN}"' in browser.get(PAGE).text
    assert browser.get(f"/c/preferences/{TOKEN}").status == 200
    browser.post(f"/c/preferences/{TOKEN}", {"care.sms": "no", "shown.care.sms": "yes"})
    assert consents.standing(Customer.today(chan.id) or chan)["care"]["sms"] is False
    give(story, chan, "preferences")
    assert browser.get(PAGE).status == 404, "not the other way round"


def test_an_open_case_is_led_to_by_its_own_link_alone_and_a_closed_one_is_not(
    story: Story, browser: Browser, chan: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINK_SECRET", "one that nobody guesses")
    one = filing.open(NewComplaint(chan.id, "It creaks", "repair", sale_id="a-1", channel="page"), story.now)
    assert one.id not in browser.get(PAGE).text
    story.play(minutes=5)
    shown = browser.get(PAGE).text
    (address,) = re.findall(rf'href="(/l/[^"]+)">Your open case {one.id}', shown)
    case = browser.follow(address)
    assert (case.status, "It creaks" in case.text) == (200, True)
    one = file.get(one.id)
    one.stage = "closed"
    one.save()
    assert one.id not in browser.get(PAGE).text


def test_an_open_case_that_an_sms_without_links_told_of_is_named_by_its_number(
    story: Story, browser: Browser
) -> None:
    wang = story.buys("王芳", phone="+8613912340001", installed_on=story.now.date())
    story.play(hours=1)
    one = filing.open(NewComplaint(wang.id, "起拱", "repair", channel="phone"), story.now)
    page = "/c/care/" + links.give(wang, "care", story.now, ready())[0].rpartition("/")[2]
    assert one.id not in browser.get(page).text, "nobody has told them of it yet"
    story.play(minutes=5)
    shown = browser.get(page).text
    assert f"您的投诉{one.id}正在处理中" in shown
    one = file.get(one.id)
    one.stage = "closed"
    one.save()
    assert one.id not in browser.get(page).text
