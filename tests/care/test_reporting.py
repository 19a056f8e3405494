"""How errands went, what follows from it, and who gets them when somebody is gone."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from chalicelib.care import effects, staff, tasks
from chalicelib.care.metrics import entries
from chalicelib.care.tasks import handing, reporting
from chalicelib.care.tasks.reporting import Report
from chalicelib.effects import OpenTask
from chalicelib.errors import BadInput, Conflict, NotFound, Stale
from chalicelib.records.complaints import Complaint
from chalicelib.records.events import told
from chalicelib.records.staff import GiftGiven
from chalicelib.records.tasks import Task
from tests.journeys.world import World

REP, HEIR = "阿玲", "李強"
DAY = timedelta(days=1)
PHOTO = ("tasks/k1/abc", "floor.jpg", "image/jpeg", 1234)


@pytest.fixture
def call(world: World) -> Task:
    """The birthday call of a floor laid a year ago, on whose outcome the inspection hangs."""
    world.staff(REP)
    world.sale(world.customer(), installed_on=world.day(0))
    world.run(366 * DAY)
    return next(task for task in world.tasks() if task.step == "birthday-call")


def stored(task: Task) -> Task:
    return tasks.get(task.key)


def step(world: World, name: str) -> str:
    return world.touches()[f"a1/{name}/1"].state


def test_who_was_not_reached_is_called_again_and_the_inspection_still_waits(world: World, call: Task) -> None:
    again = Report("not_reached", "engaged", world.day(3), "18:30")
    reporting.report(call.key, again, REP, world.now)
    world.run(2 * DAY)
    assert (stored(call).state, stored(call).due_on, stored(call).at_time) == (
        "open",
        again.next_on,
        "18:30",
    )
    assert stored(call).history[-1][1:] == [REP, f"not_reached, again on {again.next_on} 18:30", "engaged"]
    assert step(world, "birthday-inspection") == "waiting"
    reporting.report(call.key, Report("reached"), REP, world.now)
    world.run(2 * DAY)
    assert step(world, "birthday-inspection") == "done"


def at(world: World, day: int, hour: int) -> datetime:
    return datetime.combine(world.day(day), time(hour), ZoneInfo("Asia/Shanghai"))


def test_who_was_not_reached_is_tried_again_on_a_working_day_at_another_hour(
    world: World, call: Task
) -> None:
    monday = next(day for day in range(7) if world.day(day).weekday() == 0)
    for _ in range(2):
        reporting.report(call.key, Report("not_reached"), REP, at(world, monday, 10))
    assert (stored(call).state, stored(call).due_on) == ("open", world.day(monday + 1))
    assert stored(call).at_time == "18:30"
    reporting.report(call.key, Report("not_reached"), REP, at(world, monday + 1, 19))
    assert stored(call).at_time == "10:30"
    assert step(world, "birthday-inspection") == "waiting"


def test_after_three_tries_in_vain_somebody_above_looks_for_another_way_and_no_follow_up_was_kept(
    world: World, call: Task
) -> None:
    world.staff(REP, manager=HEIR), world.staff(HEIR, role="manager")
    for day in range(3):
        assert stored(call).state == "open"
        reporting.report(call.key, Report("not_reached", f"{day}"), REP, at(world, day, 10))
    world.run(2 * DAY)
    assert (stored(call).state, stored(call).outcome) == ("done", "not_reached")
    assert step(world, "birthday-inspection") == "skipped"
    ((_, counted),) = entries.of_task(stored(call), None)
    assert counted[-1] == "in_vain"
    (ask,) = [task for task in tasks.open_ones(HEIR) if task.step == "unreached"]
    assert call.title.splitlines()[0] in ask.title
    reporting.report(ask.key, Report("not_reached"), HEIR, world.now)
    assert stored(ask).state == "done"


def test_the_day_agreed_in_the_call_is_the_visits_and_nobody_is_called_again(
    world: World, call: Task
) -> None:
    reporting.report(call.key, Report("reached", "", world.day(9), "14:30"), REP, world.now)
    world.run(timedelta(minutes=5))
    (visit,) = [one for one in world.tasks() if one.state == "open" and one.do in ("call", "visit")]
    assert (visit.do, visit.step) == ("visit", "birthday-inspection")
    assert (visit.due_on, visit.at_time) == (world.day(9), "14:30")


def test_what_was_done_and_needs_another_visit_opens_one_and_moves_no_series(
    world: World, call: Task
) -> None:
    following = world.touches()["a1/birthday-call/2"].due_at
    reporting.report(call.key, Report("no_visit_wanted", next_on=world.day(30)), REP, world.now)
    (new,) = [one for one in world.tasks() if one.state == "open" and one.due_on == world.day(30)]
    assert (new.do, new.title, new.rep, new.id) != (call.do, call.title, call.rep, call.id)
    assert (new.do, new.title, new.rep) == (call.do, call.title, call.rep)
    assert stored(call).state == "done"
    assert world.touches()["a1/birthday-call/2"].due_at == following


def test_who_is_found_to_complain_has_a_complaint_of_it_with_their_words(world: World, call: Task) -> None:
    """In the same transaction as the end of the errand: nothing between can lose it."""
    reporting.report(call.key, Report("complaint", "厨房有三块地板起拱", photos=[PHOTO]), REP, world.now)
    world.run(timedelta(minutes=5))
    (one,) = world.rows(Complaint)
    assert (one.customer_id, one.sale_id, one.channel, one.recorder) == (call.customer_id, "a1", "rep", REP)
    assert (one.stage, one.owner) == ("acknowledged", REP)
    assert one.facts["words"] == "厨房有三块地板起拱"
    assert [tuple(kept) for kept in one.facts["files"]] == [PHOTO]


def test_a_visitor_s_complaint_joins_the_one_that_is_open(world: World, call: Task) -> None:
    ask = OpenTask("visit", days=0)
    visit = effects.open_task(
        ask, REP, "看看", world.now, reason="look", customer_id=call.customer_id, sale_id="a1"
    )
    tasks.finish(call.key, "complaint", "起拱了", REP, world.now)
    world.run(timedelta(minutes=5))
    tasks.finish(visit.key, "complaint", "墙也湿了", REP, world.now)
    world.run(timedelta(minutes=5))
    (one,) = world.rows(Complaint)
    assert [event["says"]["words"] for event in told(one) if event["what"] == "told"] == ["墙也湿了"]


def test_a_complaint_without_a_word_of_it_is_not_taken(world: World, call: Task) -> None:
    with pytest.raises(BadInput, match="what the customer complains of"):
        reporting.report(call.key, Report("complaint", " "), REP, world.now)
    assert stored(call).state == "open"


@pytest.mark.parametrize(
    "said", [Report("reached", "all well"), Report("not_reached", "engaged", date(2027, 5, 1))]
)
def test_a_button_pressed_twice_does_it_once(world: World, call: Task, said: Report) -> None:
    seen = tasks.tag(call)
    for _ in range(2):
        reporting.report(call.key, said, REP, world.now, seen)
    assert len(stored(call).history) == len(call.history) + 1
    assert len([task for task in world.tasks() if task.do == "call"]) == 1


def test_in_a_second_tab_another_outcome_is_refused(world: World, call: Task) -> None:
    seen = tasks.tag(call)
    reporting.report(call.key, Report("not_reached", "", world.day(2)), REP, world.now, seen)
    with pytest.raises(Stale):
        reporting.report(call.key, Report("reached"), REP, world.now, seen)
    reporting.report(call.key, Report("reached"), REP, world.now)
    with pytest.raises(Conflict, match="no longer open"):
        reporting.report(call.key, Report("no_visit_wanted"), REP, world.now)
    assert stored(call).outcome == "reached"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (Report("eaten"), "cannot end as"),
        (Report("reached", next_on=date(2020, 1, 1)), "is past"),
        (Report("reached", next_on=date(2030, 1, 1), next_at="half six"), "no time of day"),
        (Report("reached", next_at="18:30"), "on which day"),
    ],
)
def test_what_makes_no_sense_is_refused_whole(world: World, call: Task, said: Report, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        reporting.report(call.key, said, REP, world.now)
    assert (stored(call).state, stored(call).history) == ("open", call.history)


def test_photos_stay_with_the_task(world: World, call: Task) -> None:
    again = Report("not_reached", next_on=world.day(1), photos=[PHOTO])
    reporting.report(call.key, again, REP, world.now)
    other = ("tasks/k1/def", "door.jpg", "image/jpeg", 99)
    reporting.report(call.key, Report("reached", photos=[PHOTO, other]), REP, world.now)
    assert stored(call).photos == [list(PHOTO), list(other)]


def test_a_visit_gets_an_hour_and_another_day_takes_it_away(world: World, call: Task) -> None:
    following = world.touches()["a1/birthday-call/2"].due_at
    reporting.appoint(call.key, world.day(1), "10:00", "asked", REP, world.now)
    assert (stored(call).due_on, stored(call).at_time) == (world.day(1), "10:00")
    tasks.postpone(call.key, world.day(5), "ill", REP, world.now)
    assert stored(call).at_time is None
    assert world.touches()["a1/birthday-call/2"].due_at == following


def test_a_gift_that_was_not_accepted_today_is_still_set_aside(world: World) -> None:
    world.staff(REP)
    customer = world.customer()
    world.sale(customer, installed_on=world.day(0))
    world.run(40 * DAY)
    gift = next(task for task in world.tasks() if task.step == "full-moon-gift")
    place = GiftGiven.at(customer.id, gift.touch_key.partition(".")[2])
    reporting.report(gift.key, Report("declined", "away", world.day(2)), REP, world.now)
    assert GiftGiven.find(*place).state == "reserved"  # type: ignore[union-attr]
    reporting.report(gift.key, Report("handed_over"), REP, world.now)
    assert GiftGiven.find(*place).state == "given"  # type: ignore[union-attr]


# --- somebody is gone ------------------------------------------------------------------------------


def open_task(world: World, reason: str, days: int, urgent: bool = False) -> Task:
    ask = OpenTask("call", days=days, urgent=urgent)
    return effects.open_task(ask, REP, reason, world.now, reason=reason)


def test_all_open_tasks_of_a_rep_go_to_a_colleague(world: World) -> None:
    world.staff(REP), world.staff(HEIR)
    for number in range(30):
        open_task(world, f"task {number}", number)
    tasks.finish(open_task(world, "done before", 1).key, "reached", "", REP, world.now)
    done = handing.hand_over(REP, HEIR, "she left", "admin", world.now)
    assert (done.moved, done.left) == (30, 0)
    assert tasks.open_ones(REP) == []
    assert len(tasks.open_ones(HEIR)) == 30
    assert tasks.open_ones(HEIR)[0].history[-1][1:] == [
        "admin",
        f"handed over from {REP} to {HEIR}",
        "she left",
    ]
    assert len(tasks.of_rep(REP, world.day(0)).done) == 1


def test_for_a_leave_only_what_is_due_in_it_goes(world: World) -> None:
    world.staff(REP), world.staff(HEIR)
    for days in (1, 5, 6, 20):
        open_task(world, f"in {days} days", days)
    assert handing.hand_over(REP, HEIR, "holidays", REP, world.now, (None, world.day(5))).moved == 2
    assert [one.due_on for one in tasks.open_ones(REP)] == [world.day(6), world.day(20)]


def test_what_is_urgent_is_told_to_whoever_has_it_now(world: World) -> None:
    world.staff(REP, phone="+85290000001"), world.staff(HEIR, phone="+85290000002")
    open_task(world, "burst pipe", 0, urgent=True)
    world.run(timedelta(minutes=5))
    handing.hand_over(REP, HEIR, "ill", REP, world.now)
    world.run(timedelta(minutes=5))
    assert [sent.to for _, sent, _ in world.provider.accepted] == ["+85290000001", "+85290000002"]


def test_who_left_for_good_gets_nothing_new(world: World) -> None:
    world.staff(REP), world.staff(HEIR)
    for _ in range(2):
        handing.leave_for_good(REP, HEIR, world.now)
    assert len(staff.get(REP).leave) == 1
    world.run(3000 * DAY)
    assert open_task(world, "years later", 1).rep == HEIR


def test_who_took_over_for_good_comes_before_an_earlier_leave(world: World) -> None:
    for name in (REP, HEIR, "小冯"):
        world.staff(name)
    staff.leave(REP, world.day(-1), world.day(30), "小冯")
    handing.leave_for_good(REP, HEIR, world.now)
    assert open_task(world, "today", 1).rep == HEIR


def test_who_stood_in_and_left_passes_it_on(world: World) -> None:
    for name in (REP, HEIR, "小冯"):
        world.staff(name)
    staff.leave(REP, world.day(-1), world.day(30), "小冯")
    handing.leave_for_good("小冯", HEIR, world.now)
    assert open_task(world, "today", 1).rep == HEIR


def test_nothing_goes_to_who_left(world: World) -> None:
    """Two who left never point at each other, and nobody at themselves."""
    world.staff(REP), world.staff(HEIR)
    handing.leave_for_good(REP, HEIR, world.now)
    for to in (REP, HEIR):
        with pytest.raises(BadInput):
            handing.leave_for_good(HEIR, to, world.now)
    with pytest.raises(BadInput):
        handing.hand_over(HEIR, REP, "ill", HEIR, world.now)
    with pytest.raises(BadInput):
        staff.leave(HEIR, world.day(1), world.day(2), REP)
    assert staff.get(HEIR).leave == []


@pytest.mark.parametrize(
    ("to", "why", "error"), [(HEIR, " ", BadInput), (REP, "x", BadInput), ("?", "x", NotFound)]
)
def test_tasks_go_to_nobody_without_a_name_and_a_reason(
    world: World, to: str, why: str, error: type[Exception]
) -> None:
    world.staff(REP), world.staff(HEIR)
    open_task(world, "task", 1)
    with pytest.raises(error):
        handing.hand_over(REP, to, why, REP, world.now)
    assert len(tasks.open_ones(REP)) == 1
