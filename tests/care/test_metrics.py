"""The counters: folded from the drains' notes, recounted from the rows, and both agree."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from chalicelib.care import switches, tasks
from chalicelib.care.metrics import folding, rebuilding, showing
from chalicelib.care.touchpoints import people
from chalicelib.errors import Refused
from chalicelib.records.metrics import Day
from tests.journeys.world import World


def fold_all(world: World, days: int) -> None:
    for back in range(days + 1):
        folding.fold(world.day(-back))


@pytest.fixture
def busy(world: World) -> World:
    """Two customers, a refusal, a skip by hand, tasks done and not, and sixty days."""
    first, second = world.customer(), world.customer(name="何先生", phones=("+85261234567",), emails=())
    world.staff()
    checklist_goes = (None, True)
    world.provider.trouble = [checklist_goes, (Refused("no such number", "21211", "bad_address"), False)]
    world.sale(second, "B1", booked_on=world.day(3), installed_on=None)
    world.sale(first, "A1", installed_on=world.day(0))
    world.run(timedelta(days=2))
    people.skip(world.touches()["a1/full-moon/1"].key, "asked", "阿玲", world.now, world.hands)
    world.run(timedelta(days=58))
    return world


def test_the_fold_and_the_recount_agree(busy: World) -> None:
    fold_all(busy, 61)
    assert list(Day.in_partition("day"))
    assert rebuilding.rebuild(busy.now) == []


def test_a_days_counters_that_went_wrong_are_named_and_mended(busy: World) -> None:
    fold_all(busy, 61)
    right = next(day for day in Day.in_partition("day") if day.counts)
    Day(*Day.at(right.day), counts=[]).save()
    assert rebuilding.rebuild(busy.now) == [right.day]
    assert rebuilding.rebuild(busy.now) == []


def test_messages_counted_are_messages_sent(busy: World) -> None:
    fold_all(busy, 61)
    found = showing.overview(busy.day(-61), busy.day(0), busy.now)
    sent = sum(line[4] for line in found.counts if line[1] == "sent" and line[3])
    assert sent == len(busy.provider.accepted)


def test_every_refusal_keeps_its_reason(busy: World) -> None:
    fold_all(busy, 61)
    found = showing.overview(busy.day(-61), busy.day(0), busy.now)
    refused = {(line[0], line[2]) for line in found.counts if line[1] == "refused"}
    assert ("care-tips", "bad_address_21211") in refused
    assert ("full-moon", "by_hand", "cancelled") in {(one[0], one[2], one[1]) for one in found.counts}


def test_folding_a_day_again_changes_nothing(busy: World) -> None:
    once = [folding.fold(busy.day(-59)).serialize() for _ in range(2)]
    assert once[0] == once[1]


def test_kept_days_are_told_by_step_and_rep(busy: World) -> None:
    fold_all(busy, 61)
    found = showing.overview(busy.day(-61), busy.day(0), busy.now)
    kept = {tuple(whose): Counter(how) for *whose, how in found.completion}
    assert kept["care-tips", "阿玲", ""] == {"on_time": 1, "refused": 1}


def test_what_waits_past_its_day_is_held(world: World) -> None:
    world.sale(world.customer(), installed_on=world.day(0))
    world.run(timedelta(hours=2))
    switches.pause("*", "阿玲", world.now)
    world.run(timedelta(days=9))
    found = showing.overview(world.day(-20), world.day(0), world.now)
    assert ["satisfaction", "paused", 1] in found.held


def test_tasks_done_late_and_not_done_stand_apart(world: World) -> None:
    world.staff()
    world.sale(world.customer(), installed_on=world.day(0))
    world.run(timedelta(days=1))
    gift = next(task for task in world.tasks() if task.step == "house-warming")
    tasks.finish(gift.key, "handed_over", "", "阿玲", world.now + timedelta(days=9))
    found = showing.overview(world.day(-5), world.day(30), world.now)
    lines = {(what, rep): how for what, rep, how in found.tasks}
    assert lines["house-warming", "阿玲"] == {"due": 1, "late": 1}


def test_a_task_is_late_by_the_shop_s_own_day(world: World) -> None:
    """At six in the morning it is still the evening before in UTC."""
    world.staff()
    world.sale(world.customer(), installed_on=world.day(0))
    world.run(timedelta(days=1))
    gift = next(task for task in world.tasks() if task.step == "house-warming")
    six = datetime.combine(gift.due_on + timedelta(days=1), time(6), ZoneInfo("Asia/Shanghai"))
    assert showing.overview(world.day(-5), world.day(30), six).tasks[-1][2]["overdue"] == 1
    tasks.finish(gift.key, "handed_over", "", "阿玲", six.astimezone(UTC))
    found = showing.overview(world.day(-5), world.day(30), six)
    assert {what: how for what, _, how in found.tasks}["house-warming"] == {"due": 1, "late": 1}
