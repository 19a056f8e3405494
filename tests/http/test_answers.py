"""The customer's pages about a complaint: an offer answered once, a question answered once, nothing by
looking."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from chalicelib import words
from chalicelib.care.complaints import agreeing, carrying, file, filing, handling, offering
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.links import Link
from chalicelib.records.staff import Staff
from chalicelib.records.tasks import Task
from chalicelib.rules.offers import Give
from tests.http.browser import Browser
from tests.http.story import Story

REP = "李婷"
VERIFIED = dict.fromkeys(("nature", "degree", "scope", "opinion", "verified_by", "verified_what"), "x")
GIVES = [Give("refund", Decimal(150), "三块板"), Give("apology")]


@pytest.fixture
def wang(story: Story) -> Customer:
    Staff(*Staff.at(REP), name=REP, role="rep", phone="+8613800138000").save()
    customer = story.buys("王芳", email="wang@example.com")
    story.play(hours=1)
    return customer


@pytest.fixture
def number(story: Story, wang: Customer) -> str:
    """An offer of 150, of which 50 are goodwill, lies before her."""
    facts = {"cause": "x", "at_fault": "yes", "loss_direct": "100"}
    new = NewComplaint(
        wang.id, "地板起拱", "refund", understood="三块板<b>起拱</b>", sale_id="a-1", recorder=REP
    )
    one = filing.open(new, story.now)
    story.play(minutes=5)
    handling.move(one.id, "verifying", REP, "", {}, story.now)
    handling.move(one.id, "deciding", REP, "", {**VERIFIED, **facts}, story.now)
    offering.propose(one.id, GIVES, "CNY", "师傅来看过两次", REP, False, story.now)
    story.play(minutes=5)
    return one.id


@pytest.fixture
def page(story: Story, wang: Customer, number: str) -> str:
    return "/c/offer/" + token(story, wang, "offer")


def token(story: Story, customer: Customer, page: str) -> str:
    """Of the newest link in her mail that leads to such a page."""
    mails = sorted(story.messages(customer, "email"), key=lambda mail: mail.at_moment)
    tokens = [found for mail in mails for found in re.findall(r"/l/([a-z2-7]{12})", mail.text)]
    return [found for found in tokens if (link := Link.find(*Link.at(found))) and link.page == page][-1]


@pytest.fixture
def question(story: Story, wang: Customer, number: str) -> str:
    """All is done, and she is asked."""
    agreeing.accept(number, 1, "phone", REP, story.now)
    story.play(minutes=5)
    carrying.done(number, REP, "seen", story.now)
    story.play(minutes=5)
    return "/c/verdict/" + token(story, wang, "verdict")


def tasks(customer: Customer, do: str) -> list[Task]:
    return [task for task in Task.in_partition(customer.pk, "task#") if task.do == do]


def test_what_a_gift_costs_us_is_not_told_as_its_worth(
    story: Story, browser: Browser, wang: Customer, number: str
) -> None:
    agreeing.decline(number, 0, "我想要别的", REP, story.now)
    gives = [Give("refund", Decimal(100)), Give("gift", Decimal(88), "防滑垫")]
    offering.propose(number, gives, "CNY", "", REP, False, story.now)
    story.play(minutes=5)
    text = browser.follow(f"/l/{token(story, wang, 'offer')}").text
    assert "小礼物（防滑垫）" in text
    assert "88" not in re.sub(r"\+?86[\d -]+|<[^>]*>", "", text)


def test_goodwill_that_is_no_money_is_named_without_an_amount(
    story: Story, browser: Browser, wang: Customer, number: str
) -> None:
    agreeing.decline(number, 0, "我想要别的", REP, story.now)
    gives = [Give("repair", Decimal(100)), Give("gift", Decimal(77))]
    offering.propose(number, gives, "CNY", "", REP, False, story.now)
    story.play(minutes=5)
    text = browser.follow(f"/l/{token(story, wang, 'offer')}").text
    assert "其中有超出我们应承担的部分，是我们对您的一点心意。" in text
    assert "77" not in re.sub(r"\+?86[\d -]+|<[^>]*>", "", text)


def test_the_mail_leads_to_the_offer_with_all_that_is_in_it(
    story: Story, browser: Browser, wang: Customer, number: str
) -> None:
    shown = browser.follow(f"/l/{token(story, wang, 'offer')}")
    assert shown.status == 200
    for text in (number, "退款150元（三块板）", "致歉", "50元", "师傅来看过两次", REP, "&lt;b&gt;起拱"):
        assert text in shown.text
    assert "<b>起拱" not in shown.text


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_decides_nothing(browser: Browser, number: str, page: str, method: str) -> None:
    before = int(file.get(number).chain_length)
    for _ in range(2):
        assert browser.ask(method, f"{page}?answer=accept").status == 200
    assert (file.get(number).stage, int(file.get(number).chain_length)) == ("offered", before)


def test_a_yes_is_one_yes(story: Story, browser: Browser, wang: Customer, number: str, page: str) -> None:
    answer = browser.post(page, {"answer": "accept"})
    assert answer.status == 200
    assert "谢谢您" in answer.text
    assert file.get(number).stage == "agreed"
    assert file.get(number).facts["agreement"] == "link"
    for again in ({"answer": "accept"}, {"answer": "decline", "reason": "x"}):
        assert browser.post(page, again).status == 410
    assert browser.get(page).status == 410
    story.play(minutes=5)
    assert len(tasks(wang, "carry_out")) == 2


def test_a_no_needs_its_reason_and_keeps_what_was_written(browser: Browser, number: str, page: str) -> None:
    asked = browser.post(page, {"answer": "decline", "reason": " "})
    assert asked.status == 400
    assert 'value="decline" required checked' in asked.text
    assert file.get(number).stage == "offered"
    assert browser.post(page, {"answer": "decline", "reason": "<i>要换新的"}).status == 200
    assert file.get(number).facts["declined_because"] == "<i>要换新的"
    assert browser.get(page).status == 410


def test_a_call_leaves_the_offer_open(browser: Browser, wang: Customer, number: str, page: str) -> None:
    for _ in range(2):
        assert browser.post(page, {"answer": "call"}).status == 200
    assert [task.rep for task in tasks(wang, "call")] == [REP]
    assert browser.post(page, {"answer": "accept"}).status == 200


@pytest.mark.parametrize("form", [{}, {"answer": ""}, {"answer": "maybe"}, {"reason": "x"}])
def test_no_answer_is_asked_again(browser: Browser, number: str, page: str, form: dict[str, str]) -> None:
    assert browser.post(page, form).status == 400
    assert file.get(number).stage == "offered"


def test_a_new_offer_makes_the_old_link_void(
    story: Story, browser: Browser, wang: Customer, number: str, page: str
) -> None:
    agreeing.decline(number, 1, "phoned", REP, story.now)
    offering.propose(number, [Give("apology")], "CNY", "", REP, False, story.now, below="x")
    assert browser.get(page).status == 410
    assert browser.post(page, {"answer": "accept"}).status == 410
    assert file.get(number).stage == "offered"


def test_answered_at_the_same_moment_one_counts(
    story: Story, browser: Browser, number: str, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = agreeing.accept

    def slower(*args):
        agreeing.decline(number, 1, "phoned", REP, story.now)
        return real(*args)

    monkeypatch.setattr(agreeing, "accept", slower)
    assert browser.post(page, {"answer": "accept"}).status == 410
    assert file.get(number).stage == "deciding"


def test_the_question_is_answered_once(browser: Browser, number: str, question: str) -> None:
    assert "退款150元" in browser.get(question).text
    assert browser.post(question, {"comment": "<b>"}).status == 400
    assert file.get(number).stage == "checking"
    assert browser.post(question, {"score": "5", "comment": "好"}).status == 200
    one = file.get(number)
    assert (one.stage, one.facts["satisfaction"], one.facts["satisfaction_words"]) == ("closed", "5", "好")
    assert browser.post(question, {"score": "1"}).status == 410


def test_a_low_answer_opens_it_again(browser: Browser, number: str, question: str) -> None:
    thanks = browser.post(question, {"score": "2"})
    assert thanks.status == 200
    assert "抱歉" in thanks.text
    assert file.get(number).stage == "reopened"
    assert browser.get(question).status == 410


def test_after_it_was_closed_unanswered_the_link_still_counts(
    story: Story, browser: Browser, number: str, question: str
) -> None:
    story.play(days=20)
    assert file.get(number).stage == "closed"
    assert browser.post(question, {"score": "4"}).status == 200
    assert file.get(number).facts["satisfaction"] == "4"


def test_one_page_s_link_opens_no_other(browser: Browser, page: str) -> None:
    found = page.rpartition("/")[2]
    assert browser.get(f"/c/verdict/{found}").status == 404
    assert browser.post(f"/c/verdict/{found}", {"score": "5"}).status == 404
    assert browser.get("/c/offer/zzzzzzzzzzzz").status == 404


def test_an_expired_link_is_no_link(story: Story, browser: Browser, number: str, page: str) -> None:
    story.now += timedelta(days=46)
    assert browser.post(page, {"answer": "accept"}).status == 404
    assert file.get(number).stage == "offered"


@pytest.mark.parametrize("language", words.languages())
def test_every_page_speaks_the_language_of_its_message(
    browser: Browser, page: str, number: str, language: str
) -> None:
    link = Link.find(*Link.at(page.rpartition("/")[2]))
    assert link
    link.change([Link.facts.set({**link.facts, "language": language})])
    for shown in (browser.get(page).text, browser.post(page, {"answer": "call"}).text):
        assert f'<html lang="{language}">' in shown
        assert "<script" not in shown
        assert "style=" not in shown
    assert Complaint.find(*Complaint.at(number))


def case_page(story: Story, wang: Customer) -> str:
    return "/c/case/" + token(story, wang, "case")


def test_her_page_says_where_it_stands_and_leads_to_the_offer(
    story: Story, browser: Browser, wang: Customer, number: str
) -> None:
    shown = browser.get(case_page(story, wang)).text
    assert "处理方案已发给您，等您答复" in shown
    (link,) = re.findall(r'href="(/l/[a-z2-7]{12})"', shown)
    assert link == f"/l/{token(story, wang, 'offer')}"
    agreeing.accept(number, 1, "phone", REP, story.now)
    shown = browser.get(case_page(story, wang)).text
    for said in ("方案已商定", "退款150元（三块板）", "致歉", "之前全部办妥"):
        assert said in shown, said
    assert "/l/" not in shown
    story.play(minutes=5)
    assert "正在办理" in browser.get(case_page(story, wang)).text
    carrying.done(number, REP, "seen", story.now)
    assert "想听听您是否满意" in browser.get(case_page(story, wang)).text


@pytest.mark.parametrize("language", words.languages())
def test_each_stage_has_words_for_the_customer(language: str) -> None:
    text = (words.TEMPLATES / f"public/words.{language}.html").read_text()
    assert all(f'  "{stage}": "' in text for stage in file.stages())


def test_a_used_offer_link_says_what_was_answered_and_agreed(
    story: Story, browser: Browser, wang: Customer, page: str
) -> None:
    link = "/l/" + token(story, wang, "offer")
    browser.post(page, {"answer": "accept"})
    shown = browser.follow(link)
    assert shown.status == 410
    for said in ("您已同意这个方案", "退款150元（三块板）", "之前全部办妥"):
        assert said in shown.text, said
    assert "评价" not in shown.text


def test_a_declined_offer_says_so_and_that_a_new_one_comes(browser: Browser, page: str, number: str) -> None:
    browser.post(page, {"answer": "decline", "reason": "要换新的"})
    shown = browser.get(page).text
    assert "您没有接受这个方案" in shown
    assert "重新考虑" in shown
