"""Complaints with a moving clock: heard at once, never silent, on hold what is cheerful, nobody's to lose."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import plans
from chalicelib.care import effects, switches, tasks
from chalicelib.care.complaints import file, filing, handling, reading, telling, watching
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.casework import Duty
from chalicelib.errors import BadInput, Conflict, NotFound
from chalicelib.records import complaints as records
from chalicelib.records import events
from chalicelib.records.complaints import Complaint, of_owner
from chalicelib.records.customers import Customer
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules.clocks import Clock
from tests.journeys.world import MAIL, PHONE, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOLIDAY = datetime(2026, 10, 1, 2, tzinfo=UTC)


def complain(world: World, **facts: object) -> Complaint:
    usual: dict = {
        "customer_id": world.customer().id,
        "words": "客廳地板起拱了",
        "wish": "repair",
        "recorder": "阿玲",
    }
    return filing.open(NewComplaint(**{**usual, **facts}), world.now)


def steps(world: World) -> list[str]:
    """What went to the customer, in order."""
    keys = {touch.key: touch.step for touch in world.rows(Touchpoint)}
    return [keys[message.key] for _, message, _ in world.provider.accepted if message.key.startswith("c")]


def test_the_customer_hears_at_once_who_has_it_and_by_when(world: World) -> None:
    world.staff()
    world.sale(world.customer())
    one = complain(world, sale_id="a1", understood="客廳三塊地板起拱")
    world.run(timedelta(minutes=5))
    one = file.get(one.id)
    assert (one.stage, one.owner) == ("acknowledged", "阿玲")
    said = next(text for text in world.provider.texts() if one.id in text)
    assert "阿玲（9876 5432）" in said
    assert "抱歉" in said
    assert one.news_by is not None
    assert one.finish_by is not None
    assert world.now < one.news_by < one.finish_by


def test_told_at_night_by_the_customer_it_is_answered_at_night(world: World) -> None:
    world.staff()
    world.customer()
    world.now = START_OF_NIGHT
    complain(world, channel="sms")
    world.run(timedelta(minutes=5))
    assert steps(world) == ["complaint-received"]


START_OF_NIGHT = datetime(2026, 3, 2, 15, tzinfo=UTC)  # 23:00 in Hong Kong


@pytest.mark.parametrize("channel", ["rep", "phone", "shop"])
def test_written_down_by_a_rep_at_night_it_waits_for_the_morning(world: World, channel: str) -> None:
    world.staff()
    world.now = START_OF_NIGHT
    complain(world, channel=channel)
    world.run(timedelta(hours=2))
    assert not world.provider.accepted
    world.run(timedelta(hours=12))
    assert steps(world) == ["complaint-received"]


def first_answer(world: World, one: Complaint) -> Clock:
    return file.running(file.get(one.id), world.now)["answer"]


def test_the_first_answer_counts_once_it_has_gone_and_not_once_it_is_written(world: World) -> None:
    """Until then the file says that the words wait, until when and why."""
    world.staff()
    world.now = START_OF_NIGHT
    one = complain(world)
    world.run(timedelta(hours=2))
    assert file.get(one.id).stage == "acknowledged"
    assert first_answer(world, one).met_at is None
    (waits,) = reading.whole(one.id, world.now)["messages"]
    assert (waits["step"], waits["state"], waits["reason"]) == ("complaint-received", "planned", "window")
    assert waits["due_at"] == datetime(2026, 3, 3, 1, tzinfo=UTC)
    world.run(timedelta(hours=12))
    (gone,) = reading.whole(one.id, world.now)["messages"]
    answer = first_answer(world, one)
    assert (gone["state"], gone["due_at"], gone["reason"]) == ("sent", None, "")
    assert answer.met_at == gone["sent_at"]
    assert answer.was_kept


def out_of_reach(world: World) -> str:
    """Who wants no more messages."""
    person = world.customer()
    effects.stop_address("sms", PHONE, "stopped", world.now)
    effects.stop_address("email", MAIL, "stopped", world.now)
    return person.id


def test_somebody_tells_the_customer_what_no_message_can(world: World) -> None:
    world.staff()
    one = complain(world, customer_id=out_of_reach(world))
    world.run(timedelta(minutes=5))
    (waits,) = reading.whole(one.id, world.now)["messages"]
    assert (waits["state"], waits["reason"]) == ("skipped", "stopped")
    assert first_answer(world, one).met_at is None
    (task,) = [task for task in world.tasks() if task.do == "unreachable"]
    tasks.finish(task.key, "not_reached", "", "阿玲", world.now)
    assert first_answer(world, one).met_at is None
    with pytest.raises(BadInput, match="how the customer was told"):
        handling.happened(one.id, "answered", "阿玲", " ", world.now)
    handling.happened(one.id, "answered", "阿玲", "在店裏當面說了", world.now)
    assert first_answer(world, one).met_at == world.now
    with pytest.raises(Conflict, match="already"):
        handling.happened(one.id, "answered", "阿玲", "再說一次", world.now)


def test_who_was_told_in_person_has_the_first_answer(world: World) -> None:
    world.staff()
    one = complain(world, customer_id=out_of_reach(world))
    world.run(timedelta(minutes=5))
    (task,) = [task for task in world.tasks() if task.do == "unreachable"]
    tasks.finish(task.key, "told", "當面", "阿玲", world.now)
    assert first_answer(world, one).met_at == world.now
    (event,) = [event for event in events.told(file.get(one.id)) if event["what"] == "answered"]
    assert (event["who"], event["says"]) == ("阿玲", {"why": "當面"})


def test_an_answer_that_has_not_gone_in_time_is_the_superior_s_to_see(world: World) -> None:
    """Sending is paused: the words wait, and the clock of the first answer runs out."""
    world.staff(manager="主管")
    world.staff("主管", role="manager", phone="+85290000001")
    one = complain(world)
    switches.pause("*", "阿玲", world.now)
    world.run(DAY)
    assert first_answer(world, one).is_late(world.now)
    assert [task.rep for task in world.tasks() if task.do == "complaint" and "首次" in task.title] == ["主管"]


def test_the_same_again_on_the_same_day_is_one_complaint(world: World) -> None:
    one, two = complain(world), complain(world)
    assert one.id == two.id
    assert complain(world, key="7").id != one.id
    assert Customer.find(*Customer.at(one.customer_id)).open_complaints == 2
    assert sorted(records.of_customer([Customer.at(one.customer_id)[0]])) == sorted(
        [one.id, complain(world, key="7").id]
    )


@pytest.mark.parametrize(
    ("country", "has_handler", "phone"),
    [
        ("HK", True, "9876 5432"), ("CN", True, "+852 9876 5432"),
        ("HK", False, "+86 20 5550 0100"), ("CN", False, "020-55500100"),
    ],
)  # fmt: skip
def test_whom_to_phone_is_written_as_the_customer_dials_it(
    world: World, country: str, has_handler: bool, phone: str
) -> None:
    if has_handler:
        world.staff()
    complain(world, customer_id=world.customer(country=country).id)
    world.run(timedelta(minutes=5))
    (said,) = [touch.values["handler_phone"] for touch in world.rows(Touchpoint) if touch.values]
    assert said == phone


def test_silence_cannot_outlast_the_promise(world: World) -> None:
    """Nobody does anything: the customer hears before each promise ends, and a manager hears too."""
    world.staff(manager="主管")
    world.staff("主管", role="manager", phone="+85290000001")
    world.sale(world.customer())
    one = complain(world, sale_id="a1")
    promised: list[datetime] = []
    for _ in range(40):
        world.run(timedelta(hours=12))
        one = file.get(one.id)
        promised += [by for by in (one.news_by, one.finish_by) if by]
        assert all(by > world.now for by in (one.news_by, one.finish_by) if by)
    assert [line for line in one.promises if line[3] == "broken"] == []
    assert {"complaint-news", "complaint-delay"} <= set(steps(world))
    assert "主管" in {task.rep for task in world.tasks() if task.do == "complaint"}


def test_news_from_the_handler_moves_the_promise_and_nobody_is_alarmed(world: World) -> None:
    world.staff()
    one = complain(world)
    world.run(2 * DAY)
    one = file.get(one.id)
    before = one.news_by
    watching.tell_news(one, "師傅星期四上門。", "阿玲", world.now)
    world.run(HOUR)
    assert file.get(one.id).news_by > before
    assert any("師傅星期四上門。" in text for text in world.provider.texts())
    assert not [task for task in world.tasks() if "complaint" in task.do]


def test_on_a_holiday_the_roster_answers_and_work_is_counted_from_the_next_open_hour(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.staff()
    world.staff("值班小陳", phone="+85290000002")
    roster = replace(plans.complaints(), duty=(Duty(HOLIDAY.date(), HOLIDAY.date(), "值班小陳"),))
    monkeypatch.setattr(plans, "complaints", lambda: roster)
    world.now = HOLIDAY
    one = complain(world, severity="severe")
    world.run(timedelta(minutes=5))
    one = file.get(one.id)
    assert one.owner == "值班小陳"
    assert one.news_by is not None
    assert one.news_by.date().isoformat() >= "2026-10-08"


def test_while_it_is_open_nothing_cheerful_goes(world: World) -> None:
    world.staff()
    world.sale(world.customer(), installed_on=world.day(0))
    complain(world)
    world.run(40 * DAY)
    assert not {"satisfaction", "full-moon"} & set(steps(world))


def test_an_impossible_move_names_where_it_can_go(world: World) -> None:
    one = complain(world)
    world.run(timedelta(minutes=5))
    with pytest.raises(Conflict, match="from there it goes to not_ours, verifying, waiting_for_customer"):
        file.move(file.get(one.id), "closed", "阿玲", world.now)


def test_what_is_not_known_yet_is_asked_for_by_name(world: World) -> None:
    one = file.move(acknowledged(world), "verifying", "阿玲", world.now)
    with pytest.raises(Conflict, match=r"note: nature \(what kind of fault it is"):
        file.move(one, "deciding", "阿玲", world.now)
    file.add(one, "noted", "阿玲", world.now, facts={"nature": "受潮", "degree": "三塊", "scope": "客廳"})
    known = {"opinion": "漏水", "verified_by": "阿玲", "verified_what": "含水率 14%"}
    assert file.move(one, "deciding", "阿玲", world.now, facts=known).stage == "deciding"


def acknowledged(world: World) -> Complaint:
    one = complain(world)
    world.run(timedelta(minutes=5))
    return file.get(one.id)


def test_a_wait_stops_the_clocks_and_leads_back(world: World) -> None:
    world.staff()
    one = file.move(acknowledged(world), "verifying", "阿玲", world.now)
    ends = file.running(one, world.now)["finish"].due_at
    file.move(one, "waiting_for_customer", "阿玲", world.now, why="needs the photos")
    world.run(3 * DAY)
    one = file.get(one.id)
    assert file.running(one, world.now)["finish"].due_at is None
    file.move(one, "verifying", "阿玲", world.now)
    later = file.running(one, world.now)["finish"].due_at
    assert ends is not None
    assert later is not None
    assert later > ends


def test_one_owner_at_a_time_and_each_hand_over_is_counted(world: World) -> None:
    one = file.hand_over(acknowledged(world), "阿明", "阿玲", "on leave", world.now)
    assert (one.owner, one.hand_overs) == ("阿明", 1)
    assert [row.id for row in of_owner("阿明")] == [one.id]


def test_its_chain_shows_what_was_changed_afterwards(world: World) -> None:
    one = acknowledged(world)
    assert events.broken_links(one) == []
    said = events.Payload.find(*events.Payload.at(one.pk, 1))
    said.change([events.Payload.facts.set({**said.facts, "words": "nothing"})])
    assert events.broken_links(one) == [f"what event 1 of {one.id} says was changed afterwards"]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"words": "  "}, "needs the customer's words"),
        ({"wish": "moon"}, "use one of repair, replace"),
        ({"severity": "terrible"}, "use one of minor, serious, severe"),
        ({"sale_id": "nowhere"}, "There is no order nowhere"),
        ({"happened_at": datetime(2030, 1, 1, tzinfo=UTC)}, "still to come"),
        ({"happened_at": datetime(2029, 12, 31, 20, tzinfo=UTC)}, "happened on 2030-01-01"),
        ({"words": "x" * 4001}, "longer than 4000"),
    ],
)
def test_bad_input_is_refused_and_leaves_nothing(world: World, facts: dict, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        complain(world, **facts)
    assert not [row for row in world.stored() if row["pk"]["S"].startswith("complaint#")]


def test_nobodys_complaint_is_refused(world: World) -> None:
    with pytest.raises(NotFound, match="record the person first"):
        complain(world, customer_id="cnobody")


def test_known_in_the_house_for_long_before_it_was_reported_it_is_marked(world: World) -> None:
    assert complain(world, learned_at=world.now - 2 * DAY).reported_late
    assert not complain(world, learned_at=world.now - HOUR, key="2").reported_late


def test_where_nobody_is_on_the_staff_list_the_desk_has_it_and_the_customer_hears(world: World) -> None:
    one = acknowledged(world)
    assert (one.stage, one.owner) == ("acknowledged", "after-sales")
    assert "由售後（+86 20 5550 0100）專人跟進" in world.provider.texts()[0]


def test_a_note_made_when_a_warning_is_just_due_does_not_put_it_off(world: World) -> None:
    world.staff()
    world.sale(world.customer())
    one = complain(world, sale_id="a1")
    world.run(timedelta(minutes=5))
    one = file.get(one.id)
    assert one.news_by is not None
    promised = one.news_by
    world.now = telling.warning_of(promised) + timedelta(seconds=30)  # the clock has not come by yet
    file.add(one, "noted", "阿玲", world.now, facts={"nature": "受潮"})
    world.run(HOUR)
    assert "complaint-news" in steps(world)
    assert file.get(one.id).news_by > promised
