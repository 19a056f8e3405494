"""Many rows at once: who goes first, when a drain stops, and what happens where two work side by side."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import count, islice

import pytest

from chalicelib import jobs
from chalicelib.care.dispatch import BUDGET, SLICE, SLICE_ROWS
from chalicelib.care.hands import Hands
from chalicelib.records.customers import Customer
from chalicelib.records.memory import Memory
from chalicelib.records.table import SHARDS, Row, shard_of
from chalicelib.records.touchpoints import Touchpoint, lane_of
from tests.journeys.world import World

SHARD = 3
PEOPLE = 100


@pytest.fixture
def world(world: World) -> World:
    """Without the fuse: it counts calls, which threads would only make slow."""
    Row.engine = Memory()
    return world


def people(world: World, shard: int, many: int) -> list[Customer]:
    """Customers whose rows stand in this shard."""
    numbers = (number for number in count() if shard_of(f"c{number}") == shard)
    found = [
        Customer(*Customer.at(f"c{number}"), name="Chan", phones=[f"+8529{number:07d}"], country="HK")
        for number in islice(numbers, many)
    ]
    for customer in found:
        customer.save()
    return found


def fall_due(world: World, customers: list[Customer], each: int, purpose: str = "care") -> None:
    """`each` messages to everyone, due now, of one purpose."""
    for customer in customers:
        for number in range(each):
            touch = Touchpoint(
                *Touchpoint.at(customer.id, f"{purpose}{number}"), step="care-tips", purpose=purpose,
                due_at=world.now, expires_at=world.now + timedelta(days=1),
            )  # fmt: skip
            touch.is_due(world.now, shard_of(customer.pk), lane_of(purpose))
            touch.save()


def each_takes(world: World, seconds: float) -> Callable[[], None]:
    """Every message costs so much of the world's clock."""

    def pass_time() -> None:
        world.now += timedelta(seconds=seconds)

    return pass_time


def drain(world: World, shard: int = SHARD) -> None:
    jobs.drain_shard(shard, lambda: world.now, world.new_hands())


@pytest.mark.parametrize(
    ("seconds", "most_before_it"), [(0.05, SLICE_ROWS), (1.0, int(SLICE.total_seconds()))]
)
def test_a_critical_message_does_not_queue_behind_ten_thousand_others(
    world: World, seconds: float, most_before_it: int
) -> None:
    *many, owner = people(world, SHARD, PEOPLE + 1)
    fall_due(world, many, 10_000 // PEOPLE)
    passing, midst, sent = each_takes(world, seconds), 30, count(1)

    def before_send() -> None:
        passing()
        if next(sent) == midst:
            fall_due(world, [owner], 1, "critical")

    _before_each_send(world, before_send)
    drain(world)
    order = [message.purpose for _, message, _ in world.provider.accepted]
    assert order.index("critical") - midst <= most_before_it
    assert len(order) > order.index("critical") + 1, "the others go on afterwards"


def _before_each_send(world: World, act: Callable[[], None]) -> None:
    send = world.provider._send

    def acting(message):  # type: ignore[no-untyped-def]
        act()
        return send(message)

    world.provider._send = acting  # type: ignore[method-assign]


@pytest.mark.parametrize("purpose", ["care", "critical"])
def test_a_drain_stops_at_its_budget_and_the_next_one_goes_on(world: World, purpose: str) -> None:
    fall_due(world, people(world, SHARD, 70), 1, purpose)
    _before_each_send(world, each_takes(world, 1))
    started = world.now
    drain(world)
    assert BUDGET <= world.now - started <= BUDGET + timedelta(seconds=1)
    assert len(world.provider.accepted) == BUDGET.total_seconds()
    drain(world)
    assert sorted(world.provider.counts.values()) == [1] * 70


def at_once(works: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_drains_of_one_shard_send_nothing_twice(world: World) -> None:
    """A late message of the queue may start a second one; the claim decides."""
    fall_due(world, people(world, SHARD, 60), 2)
    _before_each_send(world, lambda: time.sleep(0.002))
    at_once([lambda: drain(world)] * 2)
    assert sorted(world.provider.counts.values()) == [1] * 120
    assert {touch.state for touch in world.rows(Touchpoint)} == {"sent"}


def test_sixteen_shards_are_worked_off_beside_each_other(world: World) -> None:
    for shard in range(SHARDS):
        fall_due(world, people(world, shard, 10), 2)
    _before_each_send(world, lambda: time.sleep(0.001))
    at_once([lambda shard=shard: drain(world, shard) for shard in range(SHARDS)])  # type: ignore[misc]
    assert sorted(world.provider.counts.values()) == [1] * (20 * SHARDS)
    assert {touch.state for touch in world.rows(Touchpoint)} == {"sent"}


def test_what_a_second_drain_finds_is_told_once(world: World) -> None:
    """Whoever claims a row also accounts for it, so that counting stays right."""
    fall_due(world, people(world, SHARD, 40), 1)
    _before_each_send(world, lambda: time.sleep(0.002))
    hands: list[Hands] = [world.new_hands(), world.new_hands()]
    at_once([lambda one=one: jobs.drain_shard(SHARD, lambda: world.now, one) for one in hands])  # type: ignore[misc]
    told = [outcome[0] for one in hands for outcome in one.noted]
    assert len(told) == len(set(told)) == 40
