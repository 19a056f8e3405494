"""While a colleague is away, or gone, what is theirs does not wait: complaints, decisions, customers."""

import html
import re
from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest

from chalicelib.care import effects, staff
from chalicelib.care.complaints import deciders, file, handling, offering
from chalicelib.effects import OpenTask
from chalicelib.records import events
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.staff import FOR_GOOD, Staff
from chalicelib.records.tasks import open_entries
from chalicelib.rules.offers import Give
from chalicelib.words import speaking
from tests.http.console.conftest import SignedIn
from tests.http.console.test_complaints import KNOWN, REP, case
from tests.http.story import Story

STAND_IN = "小冯"


@pytest.fixture
def wang(story: Story) -> Customer:
    return story.buys("王芳", phone="+8613800138000", rep=REP)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "you stand in"), ("zh-Hans", "您代班"), ("zh-Hant", "暫代")]
)
def test_a_stand_in_has_the_complaints_of_the_leave_on_their_board(
    story: Story, wang: Customer, signed_in: SignedIn, language: str, said: str
) -> None:
    one, who = case(story, wang), signed_in("rep", STAND_IN, language=language)
    today = story.now.date()
    assert one.id not in who.get("/complaints").text
    assert who.get(f"/customers/{wang.id}").status == 404
    staff.leave(REP, today, today + timedelta(days=3), STAND_IN)
    for place in ("/complaints", "/complaints?show=mine", f"/complaints?owner={REP}"):
        text = who.get(place).text
        assert one.id in text, place
        assert said in text
    assert who.get(f"/complaints/{one.id}").status == 200
    assert who.post(f"/complaints/{one.id}/move", {"to": "verifying"}).status == 303
    assert who.get(f"/customers/{wang.id}").status == 200
    story.play(days=5)
    assert said not in who.get("/complaints").text
    assert one.id not in who.get("/complaints").text


def test_where_who_stands_in_is_away_too_the_next_one_has_it_all(
    story: Story, wang: Customer, signed_in: SignedIn
) -> None:
    """That one's name and telephone are what the customer is given."""
    one, today = case(story, wang), story.now.date()
    signed_in("rep", STAND_IN)
    third, boss = signed_in("rep", "小陈", language="en"), signed_in("manager", "何经理", "elsewhere", "en")
    before = Staff(*Staff.at("老周"), name="老周", leave=[["2026-01-01", FOR_GOOD.isoformat(), STAND_IN]])
    before.save()
    old = story.buys("刘洋", phone="+8613800138001", order="a-9", rep="老周")
    staff.leave(REP, today, today + timedelta(days=9), STAND_IN)
    for who in (third, boss):
        staff.leave(STAND_IN, today, today + timedelta(days=3), who.staff.name)
        for place in (f"/customers/{wang.id}", f"/customers/{old.id}", f"/complaints/{one.id}"):
            assert who.get(place).status == 200, place
        text = who.get("/complaints?show=mine").text
        assert f"{REP} is away until {speaking.day('en', today + timedelta(days=3))}" in text
        assert effects.open_task(OpenTask("call"), REP, "x", story.now, reason=who.staff.name).rep == (
            who.staff.name
        )
        staff.take_back(staff.get(STAND_IN), staff.get(STAND_IN).leave[-1])
    assert third.get(f"/customers/{old.id}").status == 404


def asked(story: Story, wang: Customer, boss: str, sale: str = "a-1") -> Complaint:
    """An offer that lies before the manager."""
    one = case(story, wang, sale_id=sale)
    handling.move(one.id, "verifying", REP, "", {}, story.now)
    handling.move(one.id, "deciding", REP, "", KNOWN, story.now)
    handling.note(one.id, {"cause": "x", "at_fault": "yes", "loss_direct": "5000"}, REP, "", story.now)
    offering.propose(one.id, [Give("refund", Decimal(900))], "CNY", "", REP, True, story.now, below="x")
    story.play(minutes=2)
    found = file.get(one.id)
    assert (found.decider, found.offer_state) == (boss, "asked")
    return found


def to_decide(one: Complaint) -> list[str]:
    from chalicelib.records.tasks import Task

    rows = Task.many([entry.at for entry in open_entries()]).values()
    return [row.rep for row in rows if row.do == "decide" and one.id in row.title]


def test_a_decision_goes_to_the_heir_at_once_with_one_task_and_its_event(
    story: Story, wang: Customer, signed_in: SignedIn
) -> None:
    boss, heir = signed_in("manager", "何经理"), signed_in("manager", "秦经理")
    one = asked(story, wang, boss.staff.name)
    admin = signed_in("admin", language="en")
    story.play(minutes=1)
    answer = admin.post(f"/people/{boss.staff.id}/left", {"to": heir.staff.name})
    assert answer.status == 303
    now = file.get(one.id)
    assert now.decider == heir.staff.name
    assert now.decide_by
    assert one.decide_by
    assert now.decide_by >= one.decide_by
    assert to_decide(one) == [heir.staff.name]
    last = events.told(now)[-1]
    assert (last["what"], last["who"]) == ("decision_passed", admin.staff.name)
    assert "the decision went to a colleague" in admin.get(f"/complaints/{one.id}").text
    assert not events.broken_links(now)
    assert heir.post(f"/complaints/{one.id}/decide", {"yes": "yes", "why": "looked"}).status == 303


def test_whoever_takes_over_and_may_not_promise_so_much_does_not_decide(
    story: Story, wang: Customer, signed_in: SignedIn
) -> None:
    boss, above = signed_in("manager", "何经理"), signed_in("manager", "秦经理")
    signed_in("rep", STAND_IN)
    one = asked(story, wang, boss.staff.name)
    signed_in("admin").post(f"/people/{boss.staff.id}/left", {"to": STAND_IN})
    assert file.get(one.id).decider == above.staff.name
    assert to_decide(one) == [above.staff.name]


def test_what_is_another_s_to_decide_stays(story: Story, wang: Customer, signed_in: SignedIn) -> None:
    boss, other = signed_in("manager", "何经理"), signed_in("manager", "秦经理")
    one = asked(story, wang, boss.staff.name)
    assert deciders.hand_over(other.staff.name, "Winnie", "x", "Winnie", story.now) == 0
    assert file.get(one.id).decider == boss.staff.name
    assert not re.search("decision_passed", str(events.told(file.get(one.id))))


def test_what_is_due_in_a_leave_is_told_and_goes_over_by_one_form(story: Story, signed_in: SignedIn) -> None:
    """New tasks go to the stand-in by themselves; those that are there already somebody has to hand over."""
    admin, rep, today = signed_in("admin", language="en"), signed_in("rep", REP).staff, story.now.date()
    signed_in("rep", STAND_IN)
    for name, days in (("overdue", -2), ("within", 1), ("after", 9)):
        effects.open_task(OpenTask("call", days=days), REP, name, story.now, reason=name)
    page = f"/people/{rep.id}"
    assert "still with" not in admin.get(page).text
    away = {"first": today.isoformat(), "last": str(today + timedelta(days=3)), "stand_in": STAND_IN}
    admin.post(f"{page}/away", away)
    told = admin.get(page).text
    assert f"2 tasks that are due in these days are still with {REP}." in told
    form = admin.get(html.unescape(re.search(r'href="(/hand-over[^"]*to=[^"]*)"', told)[1])).text
    filled = dict(re.findall(r'name="(first|last|why)"[^>]*value="([^"]*)"', form))
    assert filled == {"first": away["first"], "last": away["last"], "why": "on leave"}
    assert re.search(r'value="leave" checked', form)
    assert re.search(f'value="{STAND_IN}" selected', form)
    admin.post("/hand-over", {**filled, "from": REP, "to": STAND_IN, "how": "leave"})
    assert Counter(one.rep for one in open_entries()) == {STAND_IN: 2, REP: 1}
    assert "still with" not in admin.get(page).text


def test_where_who_stands_in_is_away_too_it_goes_over_to_whoever_has_the_work(
    story: Story, signed_in: SignedIn
) -> None:
    admin, rep, today = signed_in("admin", language="en"), signed_in("rep", REP).staff, story.now.date()
    until = today + timedelta(days=3)
    for name in (STAND_IN, "老周"):
        signed_in("rep", name)
    effects.open_task(OpenTask("call", days=1), REP, "call", story.now, reason="x")
    staff.leave(REP, today, until, STAND_IN)
    staff.leave(STAND_IN, today, until, "老周")
    told = admin.get(f"/people/{rep.id}").text
    assert "Hand over to 老周" in told
    days = {"first": f"{today}", "last": f"{until}", "why": "on leave"}
    admin.post("/hand-over", {**days, "from": REP, "to": "老周", "how": "leave"})
    assert [one.rep for one in open_entries()] == ["老周"]
    assert staff.get(REP).leave == [[f"{today}", f"{until}", STAND_IN]], "no second leave of the same days"
