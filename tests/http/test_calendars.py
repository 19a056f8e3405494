"""A colleague's tasks in the calendar of their telephone: by a secret address, without what is nobody's."""

from datetime import timedelta

import pytest
from icalendar import Calendar, Event

from chalicelib.care import calendars, tasks
from chalicelib.care.tasks import reporting
from chalicelib.records.customers import Customer
from chalicelib.records.staff import Staff
from chalicelib.records.tasks import Task
from tests.http.browser import Browser
from tests.http.story import Story

REP = "李婷"
NAME = "Chan; Tai, Man\\ & Söhne"


@pytest.fixture
def rep(story: Story) -> Staff:
    row = Staff(*Staff.at(REP), name=REP, phone="+8613800138000", language="en")
    row.save()
    return row


@pytest.fixture
def chan(story: Story, rep: Staff) -> Customer:
    day = story.now.date() + timedelta(days=4)
    customer = story.buys(NAME, phone="+85291234567", country="HK", booked_on=day, installed_on=day)
    story.play(days=12)
    return customer


def place(rep: Staff, secret: str) -> str:
    return f"/calendar/{rep.id}/{secret}.ics"


def events(browser: Browser, url: str) -> list[Event]:
    answer = browser.get(url)
    assert (answer.status, answer.header("Content-Type")) == (200, "text/calendar; charset=utf-8")
    return list(Calendar.from_ical(answer.body).walk("VEVENT"))


def test_each_open_task_is_a_day_with_a_name_and_a_place(
    browser: Browser, rep: Staff, chan: Customer
) -> None:
    found = events(browser, place(rep, calendars.give(rep)))
    assert len(found) == len(tasks.open_ones(REP)) > 0
    task = next(one for one in tasks.open_ones(REP) if one.do == "gift")
    (gift,) = [one for one in found if str(one["uid"]) == f"{task.key}@aftercare"]
    assert str(gift["summary"]) == f"Gift · {NAME}"
    assert str(gift["location"]) == "云山花园"
    assert gift["dtstart"].dt == task.due_on


def test_an_agreed_hour_is_an_hour_on_the_shop_s_clock(
    story: Story, browser: Browser, rep: Staff, chan: Customer
) -> None:
    task = tasks.open_ones(REP)[0]
    day = story.now.date() + timedelta(days=2)
    reporting.appoint(task.key, day, "14:30", "asked", REP, story.now)
    (moved,) = [
        one for one in events(browser, place(rep, calendars.give(rep))) if task.key in str(one["uid"])
    ]
    assert f"{moved['dtstart'].dt:%Y-%m-%d %H:%M %Z}" == f"{day} 06:30 UTC"
    assert int(moved["sequence"]) == 1


def test_no_number_and_no_words_of_a_customer_leave_by_it(
    story: Story, browser: Browser, rep: Staff, chan: Customer
) -> None:
    row = tasks.open_ones(REP)[0]
    row.change([Task.title.set("Answer +85291234567, who wrote: my wife is ill")])
    text = browser.get(place(rep, calendars.give(rep))).text.replace("\r\n ", "")
    assert "91234567" not in text
    assert "wife" not in text


def test_a_new_address_closes_the_old_one_and_taking_it_back_closes_all(
    browser: Browser, rep: Staff, chan: Customer
) -> None:
    first = place(rep, calendars.give(rep))
    second = place(rep, calendars.give(rep))
    assert (browser.get(first).status, browser.get(second).status) == (404, 200)
    calendars.revoke(rep)
    assert browser.get(second).status == 404


def test_nobody_s_calendar_opens_by_guessing(browser: Browser, rep: Staff, chan: Customer) -> None:
    for url in (place(rep, ""), place(rep, "guess"), "/calendar/snobody/guess.ics"):
        answer = browser.get(url)
        assert answer.status == 404
        assert "BEGIN" not in answer.text
    calendars.give(rep)
    told = {browser.get(place(rep, f"guess-{number}")).status for number in range(30)}
    assert told == {404, 429}


def test_what_is_kept_does_not_tell_the_address(browser: Browser, rep: Staff, chan: Customer) -> None:
    secret = calendars.give(rep)
    stored = Staff.find(*Staff.at(REP))
    assert stored
    assert secret not in str(stored.serialize())
