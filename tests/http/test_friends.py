"""Recommended to a friend: a page to hand on, a call that the friend asked for, and who won the sale."""

import re
from datetime import timedelta

import pytest

from chalicelib.care import erasure, exports, links, tasks
from chalicelib.care.hands import Hands, ready
from chalicelib.care.tasks import reporting
from chalicelib.records.customers import Contact, Customer
from chalicelib.records.referrals import Referral
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.settings import Settings
from tests.http.browser import Browser
from tests.http.console import colleagues
from tests.http.console.colleagues import Colleague
from tests.http.story import Story

FRIEND = "+8613700137000"
SAID = {"name": "赵敏", "phone": "137 0013 7000", "about": "书房", "agreed": "yes"}


@pytest.fixture
def wang(story: Story) -> Customer:
    customer = story.buys("王芳", phone="+8613900139000", email="wang@example.com")
    story.play(hours=1)
    return customer


@pytest.fixture
def page(story: Story, browser: Browser, wang: Customer) -> str:
    """What she hands on, made by a press on her own page."""
    own, _ = links.give(wang, "care", story.now, ready())
    token = own.rpartition("/")[2]
    assert f"/c/refer/{token}" in browser.get(f"/c/care/{token}").text
    assert "/l/" not in browser.get(f"/c/refer/{token}").text
    made = browser.post(f"/c/refer/{token}")
    found = re.search(r'href="http://[^/]+(/l/[a-z2-7]{12})"', made.text)
    assert found
    return browser.get(found[1]).header("Location")


def asked(customer: Customer) -> list[Referral]:
    return list(Referral.in_partition(customer.pk, "referral#"))


def calls(customer: Customer) -> list[Task]:
    return [task for task in Task.in_partition(customer.pk, "task#") if task.step == "referral"]


def test_the_page_tells_nothing_of_who_handed_it_on(browser: Browser, page: str) -> None:
    shown = browser.get(page)
    assert shown.status == 200
    for hers in ("王芳", "晨光橡木", "A-1", "139"):
        assert hers not in shown.text


def test_the_friend_is_phoned_and_gets_no_message(
    story: Story, browser: Browser, wang: Customer, page: str
) -> None:
    for _ in range(2):
        assert browser.post(page, SAID).status == 200
    (one,), (call,) = asked(wang), calls(wang)
    assert (one.phone, one.name, one.rep) == (FRIEND, "赵敏", "李婷")
    assert (call.do, call.rep) == ("call", "李婷")
    assert FRIEND in call.title
    assert "王芳" in call.title
    assert Contact.find(*Contact.at("sms", FRIEND)) is None
    story.play(days=3)
    assert not [row for row in story.messages(wang) if row.to == FRIEND]


def test_the_card_phones_the_friend_and_only_names_who_sent_them(
    story: Story, browser: Browser, wang: Customer, page: str
) -> None:
    browser.post(page, SAID)
    staff = colleagues.employ("rep", "李婷", language="en")
    rep = Colleague(browser.gateway, staff=staff, token=colleagues.begin(staff))
    for shown in (
        rep.get("/today").text,
        rep.get(f"/customers/{wang.id}").text,
        rep.get("/tasks?rep=李婷").text,
    ):
        (card,) = [one for one in re.findall(r'(?s)<li class="task.*?</li>', shown) if "Phone 赵敏" in one]
        assert f'href="tel:{FRIEND}"' in card
        assert "tel:+8613900139000" not in card
        assert "sent by" in card
    address = re.search(r"/calendar/[^<\"]+", rep.post("/calendar-address", {}).text)
    assert address
    feed = browser.get(address[0]).text
    assert "赵敏" in feed
    assert FRIEND not in feed


def test_without_a_name_the_number_is_said_once(browser: Browser, wang: Customer, page: str) -> None:
    browser.post(page, SAID | {"name": ""})
    (call,) = calls(wang)
    assert call.title.count(FRIEND) == 1
    assert "一位朋友" in call.title


def test_spoken_to_once_the_next_call_is_to_the_friend_as_well(
    story: Story, browser: Browser, wang: Customer, page: str
) -> None:
    browser.post(page, SAID)
    (call,) = calls(wang)
    day = story.now.date() + timedelta(days=3)
    reporting.report(call.key, reporting.Report("reached", next_on=day), "李婷", story.now)
    assert {task.friend for task in tasks.open_ones("李婷") if task.friend} == {call.friend}


@pytest.mark.parametrize(
    ("change", "kept"),
    [({"phone": "12"}, "书房"), ({"agreed": ""}, "137 0013 7000"), ({"phone": ""}, "赵敏")],
)
def test_without_number_or_consent_it_is_asked_again_and_nothing_kept(
    browser: Browser, wang: Customer, page: str, change: dict[str, str], kept: str
) -> None:
    again = browser.post(page, SAID | change)
    assert again.status == 400
    assert kept in again.text
    assert 'role="alert"' in again.text
    assert not asked(wang)


def test_nobody_recommends_themselves(browser: Browser, wang: Customer, page: str) -> None:
    assert browser.post(page, SAID | {"phone": "139 0013 9000"}).status == 200
    assert not asked(wang)


def test_only_the_link_that_was_handed_on_opens_it(story: Story, browser: Browser, wang: Customer) -> None:
    own, _ = links.give(wang, "care", story.now, ready())
    assert browser.get(f"/c/friend/{own.rpartition('/')[2]}").status == 404


def test_a_friend_who_buys_is_counted_to_who_sent_them_once(
    story: Story, browser: Browser, wang: Customer, page: str
) -> None:
    browser.post(page, SAID)
    story.play(days=20)
    story.buys("赵敏", phone=FRIEND, order="F-1")
    story.play(hours=1)
    story.buys("赵敏", phone=FRIEND, order="F-2")
    story.play(hours=1)
    (one,) = asked(wang)
    assert (one.state, one.sale_id) == ("bought", "f-1")
    wang.refresh()
    assert wang.referrals == 1


def test_a_friend_who_never_buys_is_forgotten_after_a_year(
    story: Story, browser: Browser, wang: Customer, page: str
) -> None:
    browser.post(page, SAID)
    tasks.finish(calls(wang)[0].key, "reached", "赵敏 buys elsewhere", "李婷", story.now)
    story.play(days=364)
    assert asked(wang)
    story.play(days=2)
    assert not asked(wang)
    for said in (FRIEND, "赵敏"):
        assert said not in str(Row.engine.items())
    assert [task.state for task in calls(wang)] == ["done"]


def test_the_friend_s_number_is_not_in_her_export_and_goes_with_her(
    story: Story, browser: Browser, wang: Customer, page: str
) -> None:
    browser.post(page, SAID)
    assert exports.export(wang.id, story.now)["referrals"] == [
        {"said_at": "2026-03-02T02:30:00.000Z", "state": "new"}
    ]
    erasure.erase(wang.id, "admin", story.now, Hands(Settings(erasure_key="k"), {}))
    assert not asked(wang)
    assert FRIEND not in str(Row.engine.items())


def test_it_reads_in_the_friend_s_own_language(story: Story, browser: Browser, page: str) -> None:
    for wanted, title in (("en", "Somebody you know"), ("zh-TW", "推薦"), ("zh-CN", "推荐")):
        assert title in browser.get(page, **{"Accept-Language": wanted}).text
