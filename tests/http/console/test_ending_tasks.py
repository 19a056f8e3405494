"""Tasks about a complaint lead to where they are done, and offer no ending that makes no sense there."""

import re
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from chalicelib import plans
from chalicelib.care import effects, tasks
from chalicelib.care.complaints import (
    agreeing,
    carrying,
    closing,
    deciders,
    file,
    handling,
    offering,
    succession,
)
from chalicelib.effects import OpenTask
from chalicelib.plans import saying
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.tasks import Task
from chalicelib.rules.offers import Give
from tests.http.console.colleagues import Colleague
from tests.http.console.conftest import SignedIn
from tests.http.console.test_absence import asked
from tests.http.console.test_complaints import case, decided
from tests.http.story import Story

REP, BOSS = "李婷", "何经理"


@pytest.fixture
def wang(story: Story) -> Customer:
    return story.buys("王芳", phone="+8613800138000", rep=REP)


@pytest.fixture
def boss(signed_in: SignedIn) -> Colleague:
    return signed_in("manager", BOSS, language="en")


@pytest.fixture
def rep(signed_in: SignedIn) -> Colleague:
    return signed_in("rep", REP, language="en")


def asked_to(do: str, person: Customer, rep: str) -> Task:
    rows = Task.in_partition(person.pk, "task#")
    return next(row for row in rows if (row.do, row.rep, row.state) == (do, rep, "open"))


def card(page: str, task: Task) -> str:
    return page[page.index(f'id="{task.key}"') :].split("</li>")[0]


def buttons(text: str) -> list[str]:
    return re.findall(r'<button name="outcome" value="(\w+)"', text)


@pytest.mark.parametrize("do", sorted(plans.tasks().outcomes))
def test_about_a_complaint_none_opens_another_and_each_verb_keeps_a_way_to_end(do: str) -> None:
    policy = plans.tasks()
    about = policy.endings(do, "ETMFYDFN")
    assert about
    assert not [one.name for one in about if one.complaint or one.beside]
    assert policy.endings(do) == policy.outcomes[do]


def test_a_call_about_a_complaint_ends_as_reached_or_not(
    story: Story, wang: Customer, rep: Colleague
) -> None:
    case(story, wang, channel="page")
    called = card(rep.get("/today").text, asked_to("call", wang, REP))
    assert buttons(called) == ["reached", "not_reached"]
    assert "Has a complaint" not in rep.get(f"/tasks?rep={REP}").text
    effects.open_task(OpenTask("call", days=0), REP, "x", story.now, reason="1", customer_id=wang.id)
    assert "Has a complaint" in rep.get(f"/tasks?rep={REP}").text


def test_what_is_to_be_decided_leads_to_the_decision_which_ends_it(
    story: Story, wang: Customer, boss: Colleague
) -> None:
    one = asked(story, wang, BOSS)
    task = asked_to("decide", wang, BOSS)
    for place in ("/today", f"/customers/{wang.id}"):
        text = card(boss.get(place).text, task)
        assert f'class="button" href="/complaints/{one.id}#decide">Decide the offer<' in text
        assert text.index("#decide") < text.index("End it by hand") < text.index('value="decided"')
    assert f'href="/complaints/{one.id}#decide"' in boss.get(f"/tasks?rep={BOSS}").text
    assert 'id="decide"' in boss.get(f"/complaints/{one.id}").text
    assert boss.post(f"/complaints/{one.id}/decide", {"yes": "yes", "why": "looked"}).status == 303
    assert (tasks.get(task.key).state, tasks.get(task.key).outcome) == ("done", "decided")


def test_by_hand_it_ends_with_words_and_not_without(story: Story, wang: Customer, boss: Colleague) -> None:
    asked(story, wang, BOSS)
    task = asked_to("decide", wang, BOSS)
    form = {"seen": tasks.tag(task), "outcome": "decided", "back": "/today"}
    refused = boss.post(f"/tasks/{task.key}/report", form)
    assert refused.status == 400
    text = card(refused.text, task)
    assert "Note what came of it." in text
    assert re.search(r"<details open>\s*<summary>End it by hand", text)
    assert boss.post(f"/tasks/{task.key}/finish", {"outcome": "decided"}).status == 400
    assert tasks.get(task.key).state == "open"
    assert boss.post(f"/tasks/{task.key}/report", {**form, "note": "told him to offer less"}).status == 303
    assert tasks.get(task.key).note == "told him to offer less"


def test_what_may_be_dangerous_leads_to_its_judgement(story: Story, wang: Customer, rep: Colleague) -> None:
    one = case(story, wang, words="烤箱插头冒烟，有焦味")
    task = asked_to("judge", wang, REP)
    text = card(rep.get("/today").text, task)
    assert f'href="/complaints/{one.id}#grade">Say how grave it is<' in text
    assert "tel:+8613800138000" in text, "they are called all the same"
    form = {"severity": "minor", "why": "烤纸烧焦", "seen": ""}
    assert rep.post(f"/complaints/{one.id}/grade", form).status == 303
    assert f'id="{task.key}"' not in rep.get("/today").text
    assert tasks.get(task.key).outcome == "judged"


def test_what_one_is_only_to_know_of_is_seen_with_one_press(
    story: Story, wang: Customer, boss: Colleague
) -> None:
    one = decided(story, wang)
    offering.propose(one.id, [Give("apology")], "CNY", "", REP, False, story.now, below="保险已赔")
    rep_agrees(story, one)
    task = asked_to("know", wang, BOSS)
    text = card(boss.get("/today").text + boss.get(f"/customers/{wang.id}").text, task)
    assert buttons(text) == ["known"]
    assert f'<a href="/complaints/{one.id}">To the complaint</a>' in text
    assert boss.post(f"/tasks/{task.key}/report", {"outcome": "known", "seen": tasks.tag(task)}).status == 303


def rep_agrees(story: Story, one: Complaint) -> None:
    agreeing.accept(one.id, 0, "on the telephone", REP, story.now)
    story.play(minutes=2)


def test_a_batch_to_look_into_leads_to_its_page(story: Story, boss: Colleague) -> None:
    values = {"batch": "B 1/2", "product": "", "complaints": 3, "days": 180, "numbers": "", "owners": 2}
    title = saying.asked("damage-cluster", values)
    effects.open_task(OpenTask("complaint", days=0), BOSS, title, story.now, reason="cluster")
    assert 'href="/batches/B%201%2F2">Go to the batch<' in boss.get("/today").text


def test_looked_into_by_whoever_was_asked_it_leaves_their_day(
    story: Story, wang: Customer, boss: Colleague
) -> None:
    one = case(story, wang)
    handling.hand_over(one.id, BOSS, REP, "on leave", story.now)
    story.play(minutes=2)
    task = asked_to("complaint", wang, BOSS)
    assert f'href="/complaints/{one.id}">Go to the complaint<' in card(boss.get("/today").text, task)
    assert boss.post(f"/complaints/{one.id}/note", {"fact": "opinion", "value": "漏水"}).status == 303
    assert f'id="{task.key}"' not in boss.get("/today").text


def to_look(one: Complaint, person: Customer, rep: str, now: datetime) -> Task:
    ask, about = OpenTask("complaint", days=0, urgent=True), {"customer_id": person.id, "case": one.id}
    return effects.open_task(ask, rep, "x", now, reason="look", **about)


def test_who_hands_over_all_that_a_leaver_has_looked_into_none_of_it(
    story: Story, wang: Customer, boss: Colleague, signed_in: SignedIn
) -> None:
    one, heir = asked(story, wang, BOSS), signed_in("manager", "秦经理").staff.name
    task = to_look(one, wang, heir, story.now)
    story.play(minutes=2)
    assert succession.hand_over(REP, heir, "left", heir, story.now) == (1, 0)
    assert deciders.hand_over(BOSS, heir, "left", heir, story.now) == 0
    assert file.get(one.id).owner == file.get(one.id).decider == heir
    assert tasks.get(task.key).state == "open"
    handling.hand_over(one.id, REP, heir, "she knows them", story.now)
    assert tasks.get(task.key).outcome == "looked_into"


ENDS = "What is done there ends this task by itself."


def test_a_card_says_so_only_where_what_is_done_there_ends_it(
    story: Story, wang: Customer, boss: Colleague
) -> None:
    one = asked(story, wang, BOSS)
    urgent = to_look(one, wang, BOSS, story.now)
    about = {"customer_id": wang.id, "case": one.id}
    ask = OpenTask("complaint", days=0)
    later = effects.open_task(ask, BOSS, "x", story.now, reason="later", **about)
    title = saying.asked("damage-cluster", {"batch": "B1", "product": "", "complaints": 3, "days": 180,
                                            "numbers": "", "owners": 2})  # fmt: skip
    batch = effects.open_task(ask, BOSS, title, story.now, reason="cluster")
    page = boss.get("/today").text
    told = [ENDS in card(page, one) for one in (asked_to("decide", wang, BOSS), urgent, later, batch)]
    assert told == [True, True, False, False]
    for way in ("What came of it", "End it by hand"):
        assert all(way in card(page, one) for one in (urgent, later, batch))


def test_an_objection_is_put_into_words(story: Story, wang: Customer, boss: Colleague) -> None:
    about = {"customer_id": wang.id, "case": case(story, wang).id}
    task = effects.open_task(OpenTask("audit", days=0), BOSS, "x", story.now, reason="audit", **about)
    text = card(boss.get("/today").text, task)
    assert "Needed for: Something is wrong, as noted<" in text
    assert not re.search(r'for="note-\w+">Note <small>optional', text)
    assert ENDS not in text
    form = {"seen": tasks.tag(task), "outcome": "objection", "back": "/today"}
    refused = boss.post(f"/tasks/{task.key}/report", form)
    assert refused.status == 400
    said = card(refused.text, task)
    assert "Note what came of it.</p>" in said
    assert re.search(r"<details open>\s*<summary>Note, photo", said)
    assert (
        boss.post(f"/tasks/{task.key}/report", {**form, "note": "the photos are of another floor"}).status
        == 303
    )
    assert (tasks.get(task.key).outcome, tasks.get(task.key).note) == (
        "objection", "the photos are of another floor",
    )  # fmt: skip


def test_why_it_was_needed_no_longer_is_told_in_words(
    story: Story, wang: Customer, boss: Colleague, signed_in: SignedIn
) -> None:
    one = case(story, wang, words="烤箱插头冒烟")
    task = asked_to("judge", wang, REP)
    for state, named, chinese in (("closed", "the complaint is closed", "投诉已结案"),
                                  ("called_off", "the order was called off", "订单已取消")):  # fmt: skip
        task.drop(state)
        task.save()
        assert named in boss.get(f"/customers/{wang.id}").text
        assert chinese in signed_in("admin", "Mei", language="zh-Hans").get(f"/customers/{wang.id}").text
    assert file.get(one.id)


@pytest.mark.parametrize("urgent", [True, False])
def test_what_is_urgent_stands_open_though_it_is_due_tomorrow(
    story: Story, rep: Colleague, wang: Customer, urgent: bool
) -> None:
    ask = OpenTask("call", days=1, urgent=urgent)
    task = effects.open_task(ask, REP, "请致电王芳", story.now, reason="1", customer_id=wang.id)
    page = rep.get("/today").text
    before, _, folded = page.partition('class="later"')
    assert (f'id="{task.key}"' in before, f'id="{task.key}"' in folded) == (urgent, not urgent)
    tomorrow = story.now.date() + timedelta(days=1)
    assert f"Mar {tomorrow.day}" in card(page, task) or f"{tomorrow.day} Mar" in card(page, task)


def test_a_refused_card_stays_on_the_page_on_which_it_stood(
    story: Story, wang: Customer, rep: Colleague
) -> None:
    task = effects.open_task(OpenTask("call"), REP, "x", story.now, reason="1", customer_id=wang.id)
    for back, place in (("/today", "/today"), (f"/customers/{wang.id}", "/customers")):
        refused = rep.post(f"/tasks/{task.key}/appoint", {"day": "", "why": "", "back": back})
        assert refused.status == 400
        assert re.findall(r'<a href="([^"]+)" aria-current="page"', refused.text) == [place]


def test_who_has_a_number_is_asked_which_is_wrong(boss: Colleague, wang: Customer) -> None:
    page = boss.get(f"/customers/{wang.id}/correct").text
    assert '<option value="">Please choose</option>' in page
    assert 'value="further" selected' not in page
    form = {"old": "", "new": "139 0013 9001", "address_why": "asked"}
    refused = boss.post(f"/customers/{wang.id}/address", form)
    assert refused.status == 400
    assert "Choose the one that is wrong" in refused.text
    assert boss.post(f"/customers/{wang.id}/address", {**form, "old": "further"}).status == 303
    assert boss.get(f"/customers/{wang.id}").text.count("tel:+86139") >= 1


def test_shares_of_the_fault_stay_folded_until_it_is_ours_in_part(
    story: Story, wang: Customer, boss: Colleague
) -> None:
    one = decided(story, wang)

    def is_open() -> bool:
        found = re.search(r'<details class="earlier wide"( open)?>', boss.get(f"/complaints/{one.id}").text)
        assert found
        return bool(found[1])

    assert not is_open()
    refused = boss.post(f"/complaints/{one.id}/facts", {"at_fault": "partly", "share-us": "60"})
    assert re.search(r'<details class="earlier wide" open>', refused.text)
    shares = {"at_fault": "partly", "share-us": "60", "share-builder": "40"}
    assert boss.post(f"/complaints/{one.id}/facts", shares).status == 303
    assert is_open()


@pytest.mark.parametrize(("language", "back"), [("en", "Back to the complaint"), ("zh-Hans", "返回投诉")])
def test_paper_has_a_way_back_on_the_screen(
    story: Story, wang: Customer, signed_in: SignedIn, language: str, back: str
) -> None:
    one, reader = decided(story, wang), signed_in("manager", BOSS, language=language)
    offering.propose(one.id, [Give("apology")], "CNY", "", REP, False, story.now, below="保险已赔")
    answer = reader.get(f"/complaints/{one.id}/agreement")
    assert f'lang="{language}"><a href="/complaints/{one.id}">{back}</a></nav>' in answer.text
    assert "@media print { .back { display: none; } }" in answer.text
    assert answer.header("Content-Security-Policy").count("'sha256-") == answer.text.count("<style>") == 2
    assert '<a href="/meeting">' in reader.get(f"/meeting/{story.now:%Y-%m}").text


@pytest.fixture
def offered(story: Story, wang: Customer, boss: Colleague, rep: Colleague) -> Complaint:
    """To somebody whom an SMS without a link reaches and nothing else: a colleague is to ask by telephone."""
    one = decided(story, wang)
    offering.propose(one.id, [Give("repair", Decimal(100))], "CNY", "", BOSS, True, story.now)
    story.play(minutes=2)
    return file.get(one.id)


def asking(person: Customer, step: str) -> Task:
    (found,) = [row for row in Task.in_partition(person.pk, "task#") if row.step == step]
    return found


def test_a_call_that_stands_for_a_page_leads_to_its_complaint_and_ends_as_one_about_it(
    story: Story, wang: Customer, offered: Complaint, rep: Colleague
) -> None:
    call = card(rep.get("/today").text, asking(wang, "complaint-offer"))
    assert f"/complaints/{offered.id}" in call
    assert buttons(call) == ["reached", "not_reached"]


@pytest.mark.parametrize(("who", "state"), [("customer", "dropped"), (BOSS, "dropped"), (REP, "done")])
def test_nobody_phones_for_what_the_customer_has_answered_meanwhile(
    story: Story, wang: Customer, offered: Complaint, who: str, state: str
) -> None:
    assert asking(wang, "complaint-offer").state == "open"
    agreeing.accept(offered.id, 0, "on her page", who, story.now)
    story.play(minutes=2)
    assert asking(wang, "complaint-offer").state == state
    carrying.done(offered.id, BOSS, "seen", story.now)
    story.play(minutes=2)
    assert asking(wang, "complaint-satisfied").state == "open"
    closing.rate(offered.id, 0, 5, "", who, story.now)
    assert asking(wang, "complaint-satisfied").state == state


@pytest.mark.parametrize("who", [BOSS, REP])
def test_what_a_colleague_opens_again_was_answered_by_nobody(
    story: Story, wang: Customer, offered: Complaint, who: str
) -> None:
    """Not by the customer, and least of all reached by the rep who opens it again."""
    agreeing.accept(offered.id, 0, "on her page", "customer", story.now)
    story.play(minutes=2)
    carrying.done(offered.id, BOSS, "seen", story.now)
    story.play(minutes=2)
    closing.open_again(offered.id, "it creaks again, says her neighbour", who, story.now)
    call = asking(wang, "complaint-satisfied")
    assert (call.state, call.outcome) == ("dropped", "reopened")


def test_a_newer_offer_is_asked_for_by_a_newer_call(story: Story, wang: Customer, offered: Complaint) -> None:
    agreeing.decline(offered.id, 0, "rather new boards", "customer", story.now)
    assert asking(wang, "complaint-offer").outcome == "answered"


def test_a_call_that_nobody_made_stays_where_a_case_was_closed_for_want_of_an_answer(
    story: Story, wang: Customer, offered: Complaint
) -> None:
    agreeing.accept(offered.id, 0, "on her page", "customer", story.now)
    story.play(minutes=2)
    carrying.done(offered.id, BOSS, "seen", story.now)
    story.play(days=40)
    assert file.get(offered.id).stage == "closed"
    calls = [row for row in Task.in_partition(wang.pk, "task#") if row.step == "complaint-satisfied"]
    assert {call.state for call in calls} == {"open"}
