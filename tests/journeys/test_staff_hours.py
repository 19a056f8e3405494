"""Who is told what at which hour: nobody of ours is woken but for a severe complaint, nobody of the
customers but who has just written himself."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chalicelib import jobs
from chalicelib.care import effects, inbox
from chalicelib.care.complaints import filing
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.effects import OpenTask
from chalicelib.message import Reply
from tests.journeys.world import PHONE, World

ZONE = ZoneInfo("Asia/Hong_Kong")
MINUTE = timedelta(minutes=1)
REP, MANAGER = "+85298765432", "+85291112222"


@pytest.fixture
def world(world: World) -> World:
    world.staff()
    world.staff("何經理", role="manager", phone=MANAGER)
    world.customer(rep="阿玲", language="en")
    return world


def at(world: World, clock: str, day: int = 3) -> datetime:
    """Plays on to this moment; day 3 is a Tuesday."""
    hour, minute = map(int, clock.split(":"))
    world.run(datetime(2026, 3, day, hour, minute, tzinfo=ZONE))
    return world.now


def told(world: World, phone: str) -> list[tuple[str, str]]:
    """When this number was told what, as the shop's clock shows it."""
    return [
        (f"{when.astimezone(ZONE):%a %H:%M}", message.text)
        for _, message, when in world.provider.accepted
        if message.to == phone
    ]


def opened(world: World, severity: str, channel: str = "phone") -> None:
    person = world.customer(rep="阿玲", language="en")
    words = NewComplaint(person.id, "The floor creaks", "repair", severity=severity, channel=channel)
    filing.open(words, world.now)


def test_what_is_urgent_waits_for_seven_in_the_morning_and_not_a_minute_longer(world: World) -> None:
    effects.open_task(
        OpenTask("fix", days=0, urgent=True), "阿玲", "Call her", at(world, "03:17"), reason="x"
    )
    at(world, "06:59")
    assert not told(world, REP)
    at(world, "12:00")
    assert [when for when, _ in told(world, REP)] == ["Tue 07:00"]


@pytest.mark.parametrize(("clock", "when"), [("21:40", "Tue 21:40"), ("22:01", "Wed 07:00")])
def test_late_in_the_evening(world: World, clock: str, when: str) -> None:
    effects.open_task(OpenTask("fix", days=0, urgent=True), "阿玲", "Call her", at(world, clock), reason="x")
    at(world, "12:00", 4)
    assert [moment for moment, _ in told(world, REP)] == [when]


def test_a_severe_complaint_wakes_people_a_minor_one_does_not(world: World) -> None:
    at(world, "03:17")
    opened(world, "severe", "sms")
    at(world, "03:30")
    assert [when for when, _ in [*told(world, REP), *told(world, MANAGER)]]
    world.provider.accepted.clear()
    opened(world, "minor", "sms")
    at(world, "06:59")
    assert not [*told(world, REP), *told(world, MANAGER)]


@pytest.mark.parametrize(("clock", "day"), [("03:17", 3), ("19:00", 2)])
def test_a_question_after_hours_stands_in_the_mornings_list_and_nowhere_else(
    world: World, clock: str, day: int
) -> None:
    inbox.replied("sms", Reply("r1", PHONE, "", "When does the care kit come?"), at(world, clock, day))
    jobs.digest(at(world, "08:00"))
    at(world, "18:00")
    ((when, words),) = told(world, REP)
    assert when == "Tue 08:00"
    assert "今天有1件事要办" in words


def test_a_question_to_a_rep_without_a_telephone_reaches_the_manager_when_the_shop_opens(
    world: World,
) -> None:
    world.staff(phone="")
    inbox.replied("sms", Reply("r1", PHONE, "", "When does the care kit come?"), at(world, "03:17"))
    jobs.digest(at(world, "08:00"))
    at(world, "18:00")
    assert [when for when, _ in told(world, MANAGER)] == ["Tue 09:00"]


@pytest.mark.parametrize(("clock", "when"), [("10:30", "Tue 10:30"), ("12:30", "Tue 13:30")])
def test_a_question_by_day_is_told_in_working_hours_and_is_not_called_urgent(
    world: World, clock: str, when: str
) -> None:
    inbox.replied("sms", Reply("r1", PHONE, "", "When does the care kit come?"), at(world, clock))
    at(world, "12:00", 4)
    ((moment, words),) = told(world, REP)
    assert moment == when
    assert "care kit" in words
    assert not [sign for sign in ("Urgent", "急办", "急辦") if sign in words]


@pytest.mark.parametrize(("channel", "when"), [("sms", "Tue 03:35"), ("phone", "Tue 09:00")])
def test_at_night_a_complaint_is_answered_at_once_only_where_the_customer_has_just_written(
    world: World, channel: str, when: str
) -> None:
    at(world, "03:35")
    opened(world, "minor", channel)
    at(world, "12:00")
    assert [moment for moment, _ in told(world, PHONE)] == [when]
