"""Customers' links: showing never decides, deciding spends, and a stranger learns nothing."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest

from chalicelib import words
from chalicelib.care import consents, inbox
from chalicelib.care.complaints import file
from chalicelib.message import Reply
from chalicelib.records import complaints as records
from chalicelib.records import events
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.events import Event
from chalicelib.records.links import Link
from chalicelib.records.ratings import Checklist, Rating
from chalicelib.records.tasks import Task
from tests.http.browser import Browser
from tests.http.story import Story

PHONE = "020-55500100"
TOKEN = "abcdefghijkl"


@pytest.fixture
def wang(story: Story) -> Customer:
    """Has a floor since a week, and mail about all of it."""
    day = story.now.date()
    customer = story.buys("王芳", email="wang@example.com", booked_on=day, installed_on=day)
    story.play(days=8)
    return customer


def link(story: Story, customer: Customer, page: str, step: str, language: str = "zh-Hans") -> str:
    facts = {"purpose": "care", "language": language}
    expires_at = story.now + timedelta(days=30)
    touch = story.touch(customer, step)
    row = Link(*Link.at(TOKEN), page=page, customer_id=customer.id, touch_key=touch.key, facts=facts)
    row.expires_at = expires_at
    row.save()
    return f"/l/{TOKEN}"


def ratings(customer: Customer) -> list[Rating]:
    return list(Rating.in_partition(customer.pk, "rating#"))


def tasks(customer: Customer, do: str = "fix") -> list[Task]:
    found = [task for task in Task.in_partition(customer.pk, "task#") if task.do == do]
    return [task for task in found if do != "call" or "投诉" in task.title]


def complaints(customer: Customer) -> list[Complaint]:
    return [file.get(number) for number in records.of_customer(customer.partitions)]


def test_the_mail_itself_leads_to_the_question(story: Story, browser: Browser, wang: Customer) -> None:
    asked = next(mail for mail in story.messages(wang, "email") if "评价" in mail.text or "打分" in mail.text)
    address = next(word for word in asked.text.split() if "/l/" in word)
    page = browser.follow(address.removeprefix("http://localhost:8000"))
    assert page.status == 200
    assert "晨光橡木" in page.text
    assert PHONE in page.text


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_scanner_that_opens_every_link_decides_nothing(
    story: Story, browser: Browser, wang: Customer, method: str
) -> None:
    for page, step in (
        ("rating", "satisfaction"),
        ("checklist", "supervision-checklist"),
        ("unsubscribe", "care-tips"),
    ):
        url = link(story, wang, page, step)
        assert browser.ask(method, url).status == 303
        assert browser.ask(method, f"/c/{page}/{TOKEN}?score=1&List-Unsubscribe=One-Click").status == 200
    row = Link.find(*Link.at(TOKEN))
    assert row is not None
    assert row.spent_at is None
    assert not ratings(wang)
    assert not Checklist.find(*Checklist.at(wang.id, story.touch(wang, "supervision-checklist").id))
    assert Customer.find(wang.pk, wang.sk).consents == {}  # type: ignore[union-attr]


def test_a_rating_counts_once_and_spends_its_link(story: Story, browser: Browser, wang: Customer) -> None:
    url = link(story, wang, "rating", "satisfaction").replace("/l/", "/c/rating/")
    thanks = browser.post(url, {"score": "5", "comment": "很好"})
    assert thanks.status == 200
    assert "谢谢" in thanks.text
    again = browser.post(url, {"score": "1"})
    assert again.status == 410
    assert PHONE in again.text
    assert [(int(one.score), one.comment) for one in ratings(wang)] == [(5, "很好")]
    assert browser.get(url).status == 410
    assert browser.follow(f"/l/{TOKEN}").status == 410


def test_a_low_rating_finds_the_rep_at_once(story: Story, browser: Browser, wang: Customer) -> None:
    url = link(story, wang, "rating", "satisfaction").replace("/l/", "/c/rating/")
    browser.post(url, {"score": "3", "comment": "地板响"})
    (task,) = tasks(wang)
    assert task.urgent
    assert task.rep == "李婷"
    assert "地板响" in task.title
    assert not complaints(wang)


def test_a_lower_one_is_a_complaint_and_is_answered(story: Story, browser: Browser, wang: Customer) -> None:
    url = link(story, wang, "rating", "satisfaction").replace("/l/", "/c/rating/")
    browser.post(url, {"score": "2", "comment": "地板响"})
    story.play(minutes=5)
    (one,) = complaints(wang)
    assert (one.channel, one.owner, one.stage) == ("rating", "李婷", "acknowledged")
    assert one.facts["words"] == "满意度2分（满分5分）：地板响"
    assert [mail for mail in story.messages(wang) if one.id in mail.text]
    (task,) = tasks(wang, "call")
    assert (task.urgent, task.rep) == (True, "李婷")


def test_a_rating_without_a_number_is_asked_again_and_keeps_the_words(
    story: Story, browser: Browser, wang: Customer
) -> None:
    url = link(story, wang, "rating", "satisfaction").replace("/l/", "/c/rating/")
    for score in ("", "0", "6", "５", "5 "):
        page = browser.post(url, {"score": score, "comment": '"><script>x</script>'})
        assert page.status == 400
        assert "&lt;script&gt;" in page.text
        assert "<script>" not in page.text
    assert not ratings(wang)


def test_who_answered_by_sms_is_not_asked_again(story: Story, browser: Browser) -> None:
    day = story.now.date()
    chan = story.buys("陳大文", phone="+85291234567", country="HK", booked_on=day, installed_on=day)
    story.play(days=9)
    inbox.replied("sms", Reply("SM1", "+85291234567", "", "4"), story.now)
    url = link(story, chan, "rating", "satisfaction").replace("/l/", "/c/rating/")
    assert browser.get(url).status == 410


def test_unknown_expired_and_misused_links_look_all_the_same(
    story: Story, browser: Browser, wang: Customer
) -> None:
    url = link(story, wang, "rating", "satisfaction")
    unknown = browser.get("/l/zzzzzzzzzzzz")
    other_page = browser.get(f"/c/checklist/{TOKEN}")
    story.now += timedelta(days=31)
    expired = browser.get(url)
    posted = browser.post(f"/c/rating/{TOKEN}", {"score": "1"})
    assert {answer.status for answer in (unknown, other_page, expired, posted)} == {404}
    assert {answer.text for answer in (unknown, other_page, expired, posted)} == {unknown.text}
    assert PHONE in unknown.text
    assert not ratings(wang)


@pytest.mark.parametrize("behind", ["。", "）", ".", "，谢谢", "%20", '"'])
def test_a_link_opens_with_what_a_telephone_took_for_a_part_of_it(
    story: Story, browser: Browser, wang: Customer, behind: str
) -> None:
    """And typed from paper, where the keyboard begins with a capital."""
    url = link(story, wang, "rating", "satisfaction")
    for address in (f"{url}{quote(behind, safe='%')}", f"/l/{TOKEN.upper()}"):
        assert browser.get(address).header("Location") == f"/c/rating/{TOKEN}"
    assert browser.get(f"{url}a").status == 404


@pytest.mark.parametrize("token", ["a%2F..%2Fb", "%00", "'%20or%201=1", "x" * 2000, "%F0%9F%90%BC"])
def test_nonsense_for_a_token_is_a_friendly_page(browser: Browser, token: str) -> None:
    assert browser.get(f"/l/{token}").status == 404
    assert browser.post(f"/c/unsubscribe/{token}").status == 404


def test_a_cross_on_the_sheet_reaches_the_rep_in_words(
    story: Story, browser: Browser, wang: Customer
) -> None:
    url = link(story, wang, "checklist", "supervision-checklist").replace("/l/", "/c/checklist/")
    saved = browser.post(
        url, {"on-time": "yes", "left-clean": "no", "left-clean.note": "废料还在", "made-up": "no"}
    )
    assert saved.status == 200
    story.play(minutes=5)
    (one,) = complaints(wang)
    assert (one.channel, one.about, one.sale_id) == ("checklist", "installation", "a-1")
    assert "废料还在" in one.facts["understood"]
    assert "清扫干净" in one.facts["understood"]
    (task,) = tasks(wang, "call")
    assert "废料还在" in task.title
    sheet = Checklist.find(*Checklist.at(wang.id, story.touch(wang, "supervision-checklist").id))
    assert sheet is not None
    assert sheet.answers == {"on-time": "yes", "left-clean": "no"}


def test_the_sheet_can_be_ticked_again_and_remembers(story: Story, browser: Browser, wang: Customer) -> None:
    url = link(story, wang, "checklist", "supervision-checklist").replace("/l/", "/c/checklist/")
    browser.post(url, {"on-time": "no", "on-time.note": "<b>晚</b>"})
    browser.post(url, {"on-time": "yes", "left-clean": "not_applicable"})
    page = browser.get(url).text
    assert page.count(" checked") == 2
    assert 'name="on-time" value="yes" checked' in page
    browser.post(url, {"on-time": "no", "on-time.note": "<b>晚</b>"})
    assert "&lt;b&gt;晚" in browser.get(url).text


def test_crossed_again_it_is_told_once_and_a_new_cross_joins_it(
    story: Story, browser: Browser, wang: Customer
) -> None:
    url = link(story, wang, "checklist", "supervision-checklist").replace("/l/", "/c/checklist/")
    for _ in range(3):
        browser.post(url, {"left-clean": "no"})
    story.play(minutes=5)
    browser.post(url, {"left-clean": "no", "on-time": "no", "on-time.note": "晚了两小时"})
    story.play(minutes=5)
    (one,) = complaints(wang)
    said = [event["says"].get("words", "") for event in events.told(one)]
    assert [event["what"] for event in events.told(one)] == ["opened", "assigned", "answered", "told"]
    assert "晚了两小时" in said[3]
    assert "清扫干净" not in said[3]


def test_an_empty_sheet_is_not_taken_for_an_answer(story: Story, browser: Browser, wang: Customer) -> None:
    url = link(story, wang, "checklist", "supervision-checklist").replace("/l/", "/c/checklist/")
    assert browser.post(url, {"on-time": "maybe"}).status == 400
    assert not Checklist.find(*Checklist.at(wang.id, story.touch(wang, "supervision-checklist").id))


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"]
)
def test_one_click_acts_at_once_at_the_address_in_the_header(
    story: Story, browser: Browser, wang: Customer, kind: str
) -> None:
    mail = next(mail for mail in story.messages(wang, "email") if mail.unsubscribe_url)
    path = mail.unsubscribe_url.removeprefix("http://localhost:8000")
    before = len(list(Event.in_partition(wang.pk, "event#")))
    for _ in range(3):
        answer = browser.ask("POST", path, b"List-Unsubscribe=One-Click", **{"Content-Type": kind})
        assert answer.status == 200
        assert not answer.header("Set-Cookie")
    customer = Customer.find(wang.pk, wang.sk)
    assert customer is not None
    assert [said["email"] for said in customer.consents.values()] == ["refused"]
    assert len(list(Event.in_partition(wang.pk, "event#"))) == before + 1


def test_a_person_unsubscribes_by_the_button(story: Story, browser: Browser, wang: Customer) -> None:
    link(story, wang, "unsubscribe", "care-tips")
    page = browser.follow(f"/l/{TOKEN}")
    assert '<form method="post">' in page.text
    for page in (browser.post(f"/c/unsubscribe/{TOKEN}"), browser.follow(f"/l/{TOKEN}")):
        assert "不再" in page.text, "opened again, it says that it is done"
        assert re.findall('action="([^"]+)"', page.text) == [f"/c/unsubscribe/{TOKEN}/again"]
    story.play(days=40)
    full_moon = story.touch(wang, "full-moon")
    assert (full_moon.state, full_moon.reason) == ("skipped", "refused")


def test_who_pressed_by_mistake_gets_the_mails_again(story: Story, browser: Browser, wang: Customer) -> None:
    link(story, wang, "unsubscribe", "care-tips")
    browser.post(f"/c/unsubscribe/{TOKEN}")
    page = browser.post(f"/c/unsubscribe/{TOKEN}/again").text
    assert "我们会再用邮件给您发保养提示和问候" in page
    said = [(one["purpose"], one["channel"], one["state"], one["source"]) for one in consents.history(wang)]
    assert said[-1] == ("care", "email", "granted", "unsubscribe link")
    assert '<form method="post">' in browser.follow(f"/l/{TOKEN}").text, "it asks anew"


def test_a_mail_program_never_allows_again_nor_does_a_dead_address(
    story: Story, browser: Browser, wang: Customer
) -> None:
    link(story, wang, "unsubscribe", "care-tips")
    browser.post(f"/l/{TOKEN}", {"List-Unsubscribe": "One-Click"})
    wang.change([Customer.stopped.set({wang.emails[0]: "bad_address"})])
    assert "<form" not in browser.follow(f"/l/{TOKEN}").text
    browser.post(f"/c/unsubscribe/{TOKEN}/again")
    assert [one["state"] for one in consents.history(wang)] == ["refused"]


def test_the_unsubscribe_page_speaks_as_its_reader_prefers_today(
    story: Story, browser: Browser, wang: Customer
) -> None:
    link(story, wang, "unsubscribe", "care-tips")
    wang.change([Customer.language.set("en")])
    assert '<html lang="en">' in browser.follow(f"/l/{TOKEN}").text
    assert '<html lang="en">' in browser.post(f"/c/unsubscribe/{TOKEN}").text


def test_only_an_unsubscribe_link_acts_on_a_bare_post(story: Story, browser: Browser, wang: Customer) -> None:
    url = link(story, wang, "rating", "satisfaction")
    assert browser.post(url, {"score": "1"}).status == 404
    assert not ratings(wang)


@pytest.mark.parametrize("language", words.languages())
@pytest.mark.parametrize(
    ("page", "step"),
    [("rating", "satisfaction"), ("checklist", "supervision-checklist"), ("unsubscribe", "care-tips")],
)
def test_every_page_speaks_the_language_of_its_message(
    story: Story, browser: Browser, wang: Customer, page: str, step: str, language: str
) -> None:
    link(story, wang, page, step, language)
    browser.language = "fr"
    shown = browser.get(f"/c/{page}/{TOKEN}").text
    assert f'<html lang="{language}">' in shown
    assert PHONE in shown
    assert "<script" not in shown
    assert "style=" not in shown


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("zh-TW,zh;q=0.9", "zh-Hant"),
        ("en-GB", "en"),
        ("fr, en;q=0.5", "en"),
        ("", "zh-Hans"),
        ("fr;q=x,*", "zh-Hans"),
    ],
)
def test_a_lost_reader_is_answered_in_his_own_language(browser: Browser, wanted: str, language: str) -> None:
    browser.language = wanted
    assert f'<html lang="{language}">' in browser.get("/l/zzzzzzzzzzzz").text


def test_nothing_of_a_link_stays_behind(story: Story, browser: Browser, wang: Customer) -> None:
    link(story, wang, "rating", "satisfaction")
    for answer in (
        browser.get(f"/c/rating/{TOKEN}"),
        browser.get("/l/zzzzzzzzzzzz"),
        browser.ask("PUT", f"/l/{TOKEN}"),
    ):
        assert answer.header("Cache-Control") == "no-store"
        assert answer.header("Referrer-Policy") == "no-referrer"
        assert answer.header("X-Content-Type-Options") == "nosniff"
        assert "default-src 'none'" in answer.header("Content-Security-Policy")
        assert "unsafe" not in answer.header("Content-Security-Policy")


def test_the_style_sheet_is_our_own(browser: Browser) -> None:
    style = browser.get("/c/style.css")
    assert style.header("Content-Type").startswith("text/css")
    assert "://" not in style.text


@pytest.mark.parametrize(("country", "number"), [("CN", PHONE), ("HK", "+86 20 5550 0100")])
def test_the_shop_s_telephone_is_written_as_the_reader_dials_it(
    browser: Browser, story: Story, country: str, number: str
) -> None:
    person = story.buys("王芳", email="wang@example.com", country=country)
    story.play(days=2)
    link(story, person, "rating", "care-tips")
    page = browser.get(f"/c/rating/{TOKEN}")
    assert (page.status, f">{number}<" in page.text) == (200, True)
    row = Link.find(*Link.at(TOKEN))
    assert row
    row.change([Link.spent_at.set(story.now)])
    assert f">{number}<" in browser.get(f"/c/rating/{TOKEN}").text


@pytest.mark.parametrize("cut", ["/l/", "/l"])
def test_a_link_without_its_end_says_whom_to_phone(browser: Browser, cut: str) -> None:
    page = browser.get(cut)
    assert (page.status, page.header("Content-Type"), PHONE in page.text) == (
        404,
        "text/html; charset=utf-8",
        True,
    )
