"""A first answer that went and never arrived is no answer: it is owed again, and somebody sees to it."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.care import tasks
from chalicelib.care.complaints import closing, file, filing, handling, reading, watching
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.care.touchpoints import confirming
from chalicelib.message import Delivery, Found, Message, Receipt
from chalicelib.records import answers, events
from chalicelib.records.complaints import Complaint
from chalicelib.rules.clocks import Clock
from chalicelib.settings import Settings
from tests.journeys.world import MAIL, PHONE, Crash, World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def complain(world: World, **facts: object) -> Complaint:
    new = NewComplaint(world.customer(**facts).id, "客廳地板起拱了", "repair", recorder="阿玲")
    return filing.open(new, world.now)


def first_answer(world: World, one: Complaint) -> Clock:
    return file.running(file.get(one.id), world.now)["answer"]


def word(world: World, number: int, said: str, verdict: str = "") -> None:
    """What the provider says of its nth message."""
    sid, sent, _ = world.provider.accepted[number]
    heard = Delivery(sid, said, sent.key, sent.attempt, "30003", verdict)
    confirming.arrived(heard, world.now, world.hands)


def dies_once_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends the first answer, before its touch says that it went."""
    went = answers.went

    def dies(*args: Any) -> None:
        monkeypatch.setattr(answers, "went", went)
        went(*args)
        raise Crash

    monkeypatch.setattr(answers, "went", dies)


def lifeline(one: Complaint) -> list[str]:
    return [event["what"] for event in events.told(file.get(one.id)) if "answer" in event["what"]]


def test_a_first_answer_that_never_arrived_is_owed_again_until_the_next_way_brings_it(world: World) -> None:
    world.staff()
    one = complain(world)
    world.run(5 * MINUTE)
    began = first_answer(world, one)
    assert began.met_at is not None
    for _ in range(2):
        word(world, 0, "undelivered", "bad_address")
    owed = first_answer(world, one)
    assert (owed.met_at, owed.began_at) == (None, began.began_at)
    assert owed.due_at is not None
    world.run(HOUR)
    assert [message.to for _, message, _ in world.provider.accepted] == [PHONE, MAIL]
    assert first_answer(world, one).met_at == world.provider.accepted[1][2]
    assert lifeline(one) == ["answered", "answer_lost", "answered"]
    assert not reading.whole(one.id, world.now)["broken_links"]


def test_where_no_way_brings_it_the_handler_calls_and_that_is_the_answer(world: World) -> None:
    world.staff()
    one = complain(world, emails=())
    world.run(5 * MINUTE)
    word(world, 0, "undelivered", "bad_address")
    world.run(45 * MINUTE)
    (task,) = [task for task in world.tasks() if task.do == "unreachable"]
    assert task.rep == file.get(one.id).owner
    assert first_answer(world, one).met_at is None
    tasks.finish(task.key, "told", "電話", "阿玲", world.now)
    assert first_answer(world, one).met_at == world.now
    assert lifeline(one) == ["answered", "answer_lost", "answered"]


def test_nobody_calls_and_the_superior_sees_that_the_answer_is_owed(world: World) -> None:
    world.staff(manager="主管")
    world.staff("主管", role="manager", phone="+85290000001")
    one = complain(world, emails=())
    world.run(5 * MINUTE)
    word(world, 0, "undelivered", "bad_address")
    world.run(DAY)
    assert first_answer(world, one).is_late(world.now)
    assert "主管" in [task.rep for task in world.tasks() if task.do == "complaint" and "首次" in task.title]


def test_what_was_taken_for_lost_and_arrived_after_all_is_the_answer(world: World) -> None:
    world.staff()
    one = complain(world)
    world.run(5 * MINUTE)
    word(world, 0, "undelivered", "later")
    assert first_answer(world, one).met_at is None
    word(world, 0, "delivered")
    assert first_answer(world, one).met_at == world.now
    world.run(HOUR)
    assert len(world.provider.accepted) == 1
    assert lifeline(one) == ["answered", "answer_lost", "answered"]


def test_it_is_owed_again_too_where_the_sender_died_as_soon_as_he_had_noted_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.staff()
    one = complain(world)
    dies_once_noted(monkeypatch)
    assert world.survive(lambda: world.run(5 * MINUTE))
    noted = first_answer(world, one).met_at
    world.run(15 * MINUTE)
    assert len(world.provider.accepted) == 1
    assert noted
    assert noted == first_answer(world, one).met_at
    word(world, 0, "undelivered", "bad_address")
    assert first_answer(world, one).met_at is None
    world.run(HOUR)
    assert lifeline(one) == ["answered", "answer_lost", "answered"]


def test_word_that_it_was_lost_may_come_before_its_sender_notes_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.staff()
    one = complain(world)
    send = world.provider.send

    def slowly(settings: Settings, message: Message) -> Receipt:
        receipt = send(settings, message)
        monkeypatch.setattr(world.provider, "send", send)
        word(world, 0, "undelivered", "bad_address")
        return receipt

    monkeypatch.setattr(world.provider, "send", slowly)
    world.run(5 * MINUTE)
    assert lifeline(one) == ["answered", "answer_lost"]
    world.run(HOUR)
    assert [message.to for _, message, _ in world.provider.accepted] == [PHONE, MAIL]
    assert lifeline(one) == ["answered", "answer_lost", "answered"]


def test_an_earlier_attempt_that_was_the_answer_may_be_lost_late(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was noted, taken for not sent, and sent once more: the second is the answer then."""
    world.staff()
    one = complain(world)
    dies_once_noted(monkeypatch)
    monkeypatch.setattr(world.provider, "find", lambda *_: Found("absent"))
    assert world.survive(lambda: world.run(5 * MINUTE))
    world.run(HOUR)
    assert [message.attempt for _, message, _ in world.provider.accepted] == [1, 2]
    word(world, 0, "undelivered", "later")
    assert lifeline(one) == ["answered", "answer_lost", "answered"]
    word(world, 1, "undelivered", "later")
    assert first_answer(world, one).met_at is None


def test_who_was_answered_otherwise_or_whose_case_rests_is_owed_nothing(world: World) -> None:
    world.staff()
    one = complain(world)
    world.run(5 * MINUTE)
    watching.tell_news(file.get(one.id), "師傅明天到", "阿玲", world.now)
    world.run(5 * MINUTE)
    word(world, 1, "undelivered", "later")
    assert first_answer(world, one).met_at is not None
    handling.move(one.id, "not_ours", "阿玲", "", {"pointed_on": "the maker"}, world.now)
    closing.close(one.id, "阿玲", "pointed on", world.now)
    word(world, 0, "undelivered", "bad_address")
    assert lifeline(one) == ["answered"]
