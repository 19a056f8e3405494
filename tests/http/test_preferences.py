"""What a customer wants to hear: shown as it stands, changed by a press, recorded with its wording."""

import re
from datetime import timedelta

import pytest

from chalicelib import words
from chalicelib.care import consents, customers, effects
from chalicelib.records.customers import Customer
from chalicelib.records.events import Event, broken_links
from chalicelib.records.links import Link
from tests.http.browser import Browser
from tests.http.story import Story

TOKEN = "abcdefghijkl"
PAGE = f"/c/preferences/{TOKEN}"
CHECKED = re.compile(r'name="(\w+\.\w+)" value="(\w+)" checked')


@pytest.fixture
def chan(story: Story) -> Customer:
    customer = story.buys(
        "陳大文", phone="+85291234567", email="tai.man@example.com", country="HK", language="en"
    )
    story.play(hours=1)
    give(story, customer, "preferences")
    return customer


def give(story: Story, customer: Customer, page: str, token: str = TOKEN) -> None:
    row = Link(*Link.at(token), page=page, customer_id=customer.id, expires_at=story.now + timedelta(days=30))
    row.save()


def again(customer: Customer) -> Customer:
    return customers.get(customer.id)


def events(customer: Customer) -> int:
    return len(list(Event.in_partition(customer.pk, "event#")))


def test_it_shows_what_stands_today(browser: Browser, chan: Customer) -> None:
    assert dict(CHECKED.findall(browser.get(PAGE).text)) == {
        "care.sms": "yes", "care.email": "yes", "survey.sms": "yes", "survey.email": "yes",
        "marketing.sms": "no", "marketing.email": "no",
    }  # fmt: skip


def test_what_is_saved_is_recorded_with_wording_and_source(
    story: Story, browser: Browser, chan: Customer
) -> None:
    answers = {"care.sms": "no", "care.email": "yes", "marketing.email": "yes", "language": "en"}
    saved = browser.post(PAGE, answers)
    assert (saved.status, "Saved" in saved.text) == (200, True)
    said = [(e["purpose"], e["channel"], e["state"]) for e in consents.history(again(chan))]
    assert said == [("care", "sms", "refused"), ("marketing", "email", "granted")]
    assert {e["source"] for e in consents.history(chan)} == {"preferences page"}
    assert [e["wording"] for e in consents.history(chan)] == ["service-1", "marketing-1"]
    assert not broken_links(again(chan))
    assert dict(CHECKED.findall(browser.get(PAGE).text))["care.sms"] == "no"


def test_saving_the_same_again_records_nothing_more(browser: Browser, chan: Customer) -> None:
    for _ in range(3):
        browser.post(PAGE, {"care.sms": "no", "language": "en"})
    assert events(chan) == 1


def test_a_no_reaches_the_next_message(story: Story, browser: Browser, chan: Customer) -> None:
    day = story.now.date()
    wang = story.buys(
        "王芳", phone="+8613912345678", order="A-2", email="w@example.com", installed_on=day, booked_on=day
    )
    give(story, wang, "preferences", "mnopqrstuvwx")
    browser.post("/c/preferences/mnopqrstuvwx", {"care.sms": "no", "care.email": "no"})
    story.play(days=40)
    full_moon = story.touch(wang, "full-moon")
    assert (full_moon.state, full_moon.reason) == ("skipped", "refused")


def test_the_language_is_kept_and_the_page_speaks_it_at_once(browser: Browser, chan: Customer) -> None:
    assert '<html lang="zh-Hant">' in browser.post(PAGE, {"language": "zh-Hant"}).text
    assert again(chan).language == "zh-Hant"
    assert browser.post(PAGE, {"language": "xx"}).status == 400
    assert again(chan).language == "zh-Hant"


def test_one_press_stops_everything_that_may_be_stopped(browser: Browser, chan: Customer) -> None:
    browser.post(PAGE, {"marketing.email": "yes", "language": "en"})
    assert "nothing more" in browser.post(PAGE, {"stop": "all"}).text
    customer = again(chan)
    assert not any(yes for ways in consents.standing(customer).values() for yes in ways.values())
    assert "critical" not in customer.consents
    before = events(chan)
    browser.post(PAGE, {"stop": "all"})
    assert events(chan) == before


def test_a_page_opened_before_a_stop_does_not_take_it_back(browser: Browser, chan: Customer) -> None:
    """Whoever saves it wants what he changed on it, and nothing else."""
    shown = dict(re.findall(r'name="(shown\.\w+\.\w+)" value="(\w+)"', browser.get(PAGE).text))
    answers = {name.removeprefix("shown."): value for name, value in shown.items()}
    browser.post(PAGE, {"stop": "all"})
    browser.post(PAGE, {**shown, **answers, "survey.email": "no", "marketing.email": "yes", "language": "en"})
    standing = consents.standing(again(chan))
    assert standing["care"] == standing["survey"] == {"sms": False, "email": False}
    assert standing["marketing"] == {"sms": False, "email": True}


def test_the_language_in_which_the_wording_was_read_is_recorded(browser: Browser, chan: Customer) -> None:
    browser.post(PAGE, {"marketing.email": "yes", "language": "zh-Hant"})
    browser.post(PAGE, {"stop": "all"})
    assert [e["language"] for e in consents.history(again(chan))] == ["en", "zh-Hant", "zh-Hant", "zh-Hant"]


def test_the_way_to_stop_everything_is_shown_at_the_top(browser: Browser, chan: Customer) -> None:
    page = browser.get(PAGE).text
    assert page.index('href="#stop"') < page.index("<form")
    assert 'id="stop"' in page
    assert "#stop" not in browser.post(PAGE, {"stop": "all"}).text


def test_after_everything_was_stopped_one_thing_can_be_wanted_again(browser: Browser, chan: Customer) -> None:
    browser.post(PAGE, {"stop": "all"})
    browser.post(PAGE, {"care.email": "yes", "language": "en"})
    standing = consents.standing(again(chan))
    assert standing["care"] == {"sms": False, "email": True}
    assert not any(standing["marketing"].values())


def test_a_stopped_address_is_told_and_is_no_choice(story: Story, browser: Browser, chan: Customer) -> None:
    effects.stop_address("sms", "+85291234567", "stopped", story.now)
    page = browser.get(PAGE).text
    assert "You get no SMS" in page
    assert "care.sms" not in page
    browser.post(PAGE, {"marketing.sms": "yes", "language": "en"})
    assert again(chan).consents == {}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", [f"/l/{TOKEN}", PAGE, f"{PAGE}?stop=all&care.sms=no&language=zh-Hant"])
def test_looking_changes_nothing(browser: Browser, chan: Customer, method: str, path: str) -> None:
    assert browser.ask(method, path).status in (200, 303)
    assert (again(chan).consents, again(chan).language, events(chan)) == ({}, "en", 0)


@pytest.mark.parametrize("form", [{}, {"care.sms": "maybe"}, {"critical.sms": "no"}, {"stop": "some"}])
def test_nonsense_changes_nothing_and_is_asked_again(browser: Browser, chan: Customer, form: dict) -> None:
    assert browser.post(PAGE, form).status == 400
    assert events(chan) == 0


def test_a_bare_post_as_mail_programs_send_it_does_nothing(browser: Browser, chan: Customer) -> None:
    assert browser.post(f"/l/{TOKEN}", {"List-Unsubscribe": "One-Click"}).status == 404
    assert events(chan) == 0


@pytest.mark.parametrize("page", ["unsubscribe", "rating", "checklist"])
def test_a_link_to_another_page_does_not_open_it(
    story: Story, browser: Browser, chan: Customer, page: str
) -> None:
    give(story, chan, page)
    assert browser.get(PAGE).status == 404
    assert browser.post(PAGE, {"stop": "all"}).status == 404
    assert events(chan) == 0


@pytest.mark.parametrize("page", ["care", "unsubscribe", "rating", "checklist"])
def test_it_opens_no_other_page(browser: Browser, chan: Customer, page: str) -> None:
    assert browser.get(f"/c/{page}/{TOKEN}").status == 404


def test_spent_expired_and_erased_are_as_good_as_nothing(
    story: Story, browser: Browser, chan: Customer
) -> None:
    row = Link.find(*Link.at(TOKEN))
    assert row is not None
    row.change([Link.spent_at.set(story.now)])
    # What concerns a person is never spent by use; a spent one is a link that was taken back.
    assert browser.get(PAGE).status == 410
    assert browser.post(PAGE, {"stop": "all"}).status == 410
    row.change([Link.spent_at.remove()])
    chan.change([Customer.erased_at.set(story.now)])
    assert browser.get(PAGE).status == 404
    chan.change([Customer.erased_at.remove()])
    story.now += timedelta(days=31)
    assert browser.get(PAGE).status == 404


def test_whom_a_link_reaches_does_not_learn_the_addresses(browser: Browser, chan: Customer) -> None:
    page = browser.get(PAGE).text
    for secret in ("+85291234567", "91234567", "tai.man", "陳大文", chan.id):
        assert secret not in page
    assert "t•••@e•••.com" in page
    assert "••• 567" in page


def test_whatever_is_wrong_is_told_in_the_customer_s_language(
    story: Story, browser: Browser, chan: Customer
) -> None:
    browser.language = "fr"
    customers.prefer(chan, "zh-Hant")
    wrong = [browser.post(PAGE, {}, **{"Content-Type": "text/plain"}), browser.get(f"/c/care/{TOKEN}")]
    story.now += timedelta(days=31)
    wrong += [browser.get(PAGE), browser.get(f"/l/{TOKEN}")]
    assert [answer.status for answer in wrong] == [415, 404, 404, 404]
    assert all('<html lang="zh-Hant">' in answer.text for answer in wrong)
    browser.language = "en"
    assert '<html lang="en">' in browser.get("/l/zzzzzzzzzzzz").text


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "", "text/plain"])
def test_anything_but_a_form_gets_a_friendly_page(browser: Browser, chan: Customer, kind: str) -> None:
    answer = browser.ask("POST", PAGE, b'{"stop":"all"}', **{"Content-Type": kind})
    assert (answer.status, answer.header("Content-Type")) == (415, "text/html; charset=utf-8")
    assert "+86 20 5550 0100" in answer.text
    assert events(chan) == 0


def test_too_long_a_form_gets_a_friendly_page(browser: Browser, chan: Customer) -> None:
    answer = browser.post(PAGE, {"stop": "all", "x": "y" * 600_000})
    assert (answer.status, "+86 20 5550 0100" in answer.text) == (413, True)
    assert events(chan) == 0


@pytest.mark.parametrize("language", words.languages())
def test_it_speaks_every_language_without_scripts(browser: Browser, chan: Customer, language: str) -> None:
    page = browser.post(PAGE, {"language": language}).text
    assert f'<html lang="{language}">' in page
    assert "<script" not in page
    assert " style=" not in page
