"""Words that may mean danger reach a person at once, at any hour, and nothing is decided for that person."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.care import inbox, ratings
from chalicelib.care.complaints import closing, dangers, escalating, file, filing, handling
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.errors import Conflict
from chalicelib.message import Reply
from chalicelib.records.complaints import Complaint
from chalicelib.records.events import told
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Touchpoint
from tests.journeys.world import PHONE, World

REP, MANAGER, MINUTES = "阿玲", "主管", timedelta(minutes=5)
NIGHT = datetime(2026, 3, 2, 18, tzinfo=UTC)  # 02:00 in Hong Kong
SMOKE = "焗爐插頭冒煙，仲有燶味"


@pytest.fixture
def world(world: World) -> World:
    world.staff(REP, manager=MANAGER)
    world.staff(MANAGER, role="manager", phone="+85290000001")
    world.sale(world.customer())
    return world


def complain(world: World, words: str = SMOKE, **facts: object) -> Complaint:
    usual: dict = {"customer_id": world.customer().id, "wish": "repair", "recorder": REP, "sale_id": "a1"}
    return filing.open(NewComplaint(words=words, **{**usual, **facts}), world.now)


def writes(world: World, text: str, id: str = "SM1", sender: str = PHONE) -> None:
    inbox.replied("sms", Reply(id, sender, "+85200000000", text), world.now)


def to_staff(world: World) -> list[str]:
    return [message.text for _, message, _ in world.provider.accepted if message.to != PHONE]


def tasks_of(world: World) -> list[Task]:
    return [task for task in world.rows(Task) if "可能有危险" in task.title]


@pytest.mark.parametrize("channel", ["phone", "shop", "page", "sms", "api"])
def test_whoever_has_it_hears_at_once_even_at_night(world: World, channel: str) -> None:
    world.now = NIGHT
    complain(world, channel=channel)
    world.run(MINUTES)
    assert [task.rep for task in tasks_of(world)] == [REP]
    assert any("可能有危险（火或烟）" in text for text in to_staff(world))


def test_how_grave_it_is_stays_what_was_said_until_a_person_judges(world: World) -> None:
    one = complain(world)
    world.run(MINUTES)
    one = file.get(one.id)
    assert (one.severity, one.facts[dangers.FACT]) == ("minor", {"fire": ["冒煙", "燶味"]})


def test_its_clocks_are_no_slower_than_without_those_words(world: World) -> None:
    usual, doubtful = complain(world, "櫃門歪了", key="1"), complain(world, key="2")
    world.run(MINUTES)
    usual, doubtful = file.get(usual.id), file.get(doubtful.id)
    assert usual.stage == doubtful.stage == "acknowledged"
    assert (doubtful.news_by, doubtful.finish_by) == (usual.news_by, usual.finish_by)
    ends = {name: one.due_at for name, one in file.running(usual, world.now).items()}
    assert {name: one.due_at for name, one in file.running(doubtful, world.now).items()} == ends


def test_judged_grave_it_has_the_graver_clocks_and_somebody_goes_there(world: World) -> None:
    one = complain(world)
    world.run(MINUTES)
    before = file.get(one.id).news_by
    one = escalating.grade(one.id, "severe", REP, "插頭燒黑，已叫客人熄總掣", world.now)
    assert dangers.waits(one) is False
    assert one.news_by < before
    assert [task.rep for task in world.rows(Task) if task.do == "visit" and one.id in task.title] == [MANAGER]


def test_judged_harmless_it_stays_as_it_was_called_with_the_reason(world: World) -> None:
    one = complain(world)
    world.run(MINUTES)
    one = escalating.grade(one.id, "minor", REP, "係燒焗爐紙，機冇事", world.now)
    last = told(one)[-1]
    assert (one.severity, dangers.waits(one)) == ("minor", False)
    assert (last["what"], last["who"], last["says"]["why"]) == ("judged", REP, "係燒焗爐紙，機冇事")
    with pytest.raises(Conflict):
        escalating.grade(one.id, "minor", REP, "again", world.now)


def how_it_ended(world: World) -> list[tuple[str, str, str]]:
    return [(task.state, task.outcome, task.done_by) for task in tasks_of(world)]


@pytest.mark.parametrize("severity", ["severe", "minor"])
def test_once_it_is_judged_nobody_is_asked_to_judge_it_any_more(world: World, severity: str) -> None:
    one = complain(world)
    world.run(MINUTES)
    writes(world, "而家部爐漏電")
    world.run(MINUTES)
    assert [task.state for task in tasks_of(world)] == ["open", "open"]
    handling.note(one.id, {"opinion": "插座"}, REP, "", world.now)
    assert [task.state for task in tasks_of(world)] == ["open", "open"]
    escalating.grade(one.id, severity, MANAGER, "睇過", world.now)
    assert how_it_ended(world) == [("done", "judged", MANAGER)] * 2


def test_a_case_that_is_closed_asks_nobody_to_judge_it(world: World) -> None:
    one = complain(world)
    world.run(MINUTES)
    handling.move(one.id, "verifying", REP, "", {}, world.now)
    handling.move(one.id, "not_ours", REP, "鄰居部爐", {"pointed_on": "原廠"}, world.now)
    closing.close(one.id, REP, "已轉介", world.now)
    assert how_it_ended(world) == [("dropped", "closed", REP)]


def test_a_call_from_before_there_was_a_word_for_it_ends_as_well(world: World) -> None:
    one = complain(world)
    world.run(MINUTES)
    (task,) = tasks_of(world)
    task.change([Task.do.set("call"), Task.title.set(str(task.title))])
    escalating.grade(one.id, "minor", REP, "睇過", world.now)
    assert how_it_ended(world) == [("done", "judged", REP)]


def test_another_call_about_it_stays(world: World) -> None:
    one = complain(world, channel="page", severity="severe", words="櫃門歪了")
    world.run(MINUTES)
    one.change([Complaint.facts.set({**file.get(one.id).facts, dangers.FACT: {"fire": ["煙"]}})])
    calls = [task.key for task in world.rows(Task) if task.do == "call" and task.any_hour]
    assert calls
    escalating.grade(one.id, "minor", REP, "睇過", world.now)
    assert [task.state for task in world.rows(Task) if task.key in calls] == ["open"] * len(calls)


def test_what_somebody_called_severe_needs_no_second_judgement(world: World) -> None:
    one = complain(world, severity="severe")
    assert dangers.FACT not in one.facts


def test_what_is_said_later_of_an_open_case_counts_too(world: World) -> None:
    one = complain(world, "焗爐門關不緊", channel="shop")
    world.run(MINUTES)
    assert not dangers.waits(file.get(one.id))
    world.now = NIGHT
    writes(world, "而家部爐漏電，電親我")
    world.run(MINUTES)
    one = file.get(one.id)
    assert one.facts[dangers.FACT] == {"shock": ["漏電", "電親"]}
    assert any("触电" in text for text in to_staff(world))
    escalating.grade(one.id, "minor", REP, "插座問題，已斷電", world.now)
    handling.note(one.id, {"opinion": "插座"}, REP, "", world.now)
    assert not dangers.waits(file.get(one.id))


def test_a_message_that_is_no_complaint_is_read_at_once_as_well(world: World) -> None:
    world.now = NIGHT
    writes(world, "請問部爐有煤氣味點算？")
    world.run(MINUTES)
    assert world.rows(Complaint) == []
    assert [task.any_hour for task in tasks_of(world)] == [True]
    assert any("燃气" in text for text in to_staff(world))


def test_a_stranger_s_is_read_at_once(world: World) -> None:
    writes(world, "There is smoke coming out of the oven", sender="+85293333333")
    world.run(MINUTES)
    assert len(tasks_of(world)) == 1


def test_full_points_with_words_of_danger_are_a_complaint(world: World) -> None:
    touch = Touchpoint(*Touchpoint.at(world.customer().id, "t1"), step="satisfaction", purpose="survey",
                       sale_id="a1", due_at=world.now)  # fmt: skip
    touch.save()
    ratings.record(touch.key, 5, "師傅好好，不過囡囡瞓咗新床之後出疹", "page", world.now)
    world.run(MINUTES)
    assert [one.facts[dangers.FACT] for one in world.rows(Complaint)] == [{"illness": ["出疹"]}]
