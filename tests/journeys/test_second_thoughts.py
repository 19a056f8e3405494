"""What people changed their minds about, and what is told of it afterwards."""

from datetime import timedelta

import pytest

from chalicelib.care import sales, switches
from chalicelib.care.touchpoints import confirming, outlook, people
from chalicelib.errors import BadInput, Conflict
from chalicelib.message import Delivery
from chalicelib.records.table import Row, due_key
from tests.journeys.world import START, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RIGHT = "+85261234567"


def test_a_late_success_at_the_wrong_number_does_not_call_a_resend_off(world: World) -> None:
    world.sale(world.customer(emails=()))
    world.run(HOUR)
    sid, message, _ = world.provider.accepted[0]
    switches.pause("sms", "ops", world.now)
    people.resend(message.key, RIGHT, "two digits were swapped", "阿玲", world.now, world.hands)
    late = Delivery(sid, "delivered", message.key, message.attempt)
    confirming.arrived(late, world.now, world.hands)
    switches.resume("*", "ops", world.now)
    world.run(DAY)
    assert [sent.to for _, sent, _ in world.provider.accepted] == [message.to, RIGHT]


def test_a_first_visit_taken_back_before_its_day_is_known_leaves_the_second(world: World) -> None:
    world.sale(world.customer())
    world.run(HOUR)
    people.skip(world.touches()["a1/birthday-call/1"].key, "moves abroad", "阿玲", world.now, world.hands)
    sales.set_date("a1", "installed", world.now.date(), "", world.now)
    world.run(HOUR)
    touches = world.touches()
    assert touches["a1/birthday-call/1"].state == "cancelled"
    second = touches["a1/birthday-call/2"]
    assert second.state == "planned"
    assert second.due_at is not None
    assert second.due_at.date().year == START.year + 2


def test_a_hold_that_was_ended_is_no_reason_any_more(world: World) -> None:
    world.sale(world.customer(), installed_on=world.day(0))
    switches.pause("*", "ops", world.now)
    world.run(timedelta(days=8))
    survey = "a1/satisfaction/1"
    assert outlook.of(world.touches()[survey], world.now, world.hands).reason == "paused"
    switches.resume("*", "ops", world.now)
    said = outlook.of(world.touches()[survey], world.now, world.hands)
    assert (said.what, said.reason) in (("send", "not_due"), ("send", ""))


def test_refusals_tell_the_time_on_the_customers_clock(world: World) -> None:
    world.sale(world.customer(), installed_on=world.day(0))
    world.run(HOUR)
    key = world.touches()["a1/satisfaction/1"].key
    with pytest.raises(BadInput, match=r"2026-03-02 09:00 \(Asia/Hong_Kong\) is past"):
        people.postpone(key, START - HOUR, "away", "阿玲", world.now)
    world.now = START + timedelta(hours=13)
    with pytest.raises(Conflict, match=r"again from 2026-03-03 \d\d:\d\d \(Asia/Hong_Kong\)"):
        people.send_now(key, "she asked", "阿玲", world.now, world.hands)


def test_a_row_that_nobody_can_read_comes_before_a_person_and_leaves_the_index(world: World) -> None:
    place = {"due_lane": {"S": "00#now"}, "due_key": {"S": due_key(START, "customer#cx", "touch#broken")}}
    raw = {"pk": {"S": "customer#cx"}, "sk": {"S": "touch#broken"}, "kind": {"S": "touchpoint"}}
    Row.engine._store(("customer#cx", "touch#broken"), {**raw, **place, "waits": {"S": "{"}})
    world.run(2 * DAY)
    stored = Row.engine.get_item("customer#cx", range_key="touch#broken")["Item"]
    assert "due_lane" not in stored
    assert stored["waits"] == {"S": "{"}
    Row.engine._forget(("customer#cx", "touch#broken"))
    assert [task.do for task in world.tasks()] == ["fix"]
