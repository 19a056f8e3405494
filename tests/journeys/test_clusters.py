"""Damage that gathers round a batch: one task for the manager, with whom else it may strike."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.care.complaints import clusters, filing, handling
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.records.clusters import Cluster
from chalicelib.records.complaints import Complaint
from chalicelib.records.table import Row
from tests.journeys.world import World

LATER = timedelta(hours=3)


@pytest.fixture
def world() -> Iterator[World]:
    yield sold(World())
    Row.engine = None


def sold(world: World) -> World:
    """Six households with floor of batch B1, one with B2."""
    world.staff("何經理", role="manager")
    for number in range(7):
        buyer = world.customer(name=f"客戶{number}", phones=(f"+8529123400{number}",), emails=())
        line = {"product": "橡木", "batch": "B1" if number < 6 else "B2", "quantity": "40", "unit": "m2"}
        world.sale(buyer, f"A{number}", lines=[line])
    world.run(LATER)
    return world


def complain(world: World, number: int, **facts: object) -> Complaint:
    buyer = world.customer(name=f"客戶{number}", phones=(f"+8529123400{number}",), emails=())
    usual: dict = {"customer_id": buyer.id, "words": "地板起拱", "wish": "repair", "about": "quality"}
    return filing.open(NewComplaint(**{**usual, "sale_id": f"a{number}", **facts}), world.now)


def told(world: World) -> list[str]:
    return [task.title for task in world.tasks() if "批次" in task.title]


def test_the_third_of_a_batch_is_one_task_that_names_the_other_owners(world: World) -> None:
    numbers = [complain(world, number).id for number in range(2)]
    world.run(LATER)
    assert told(world) == []
    numbers.append(complain(world, 2).id)
    world.run(LATER)
    (title,) = told(world)
    assert "B1" in title
    assert all(number in title for number in numbers)
    assert "另有 3 户" in title
    (found,) = Cluster.in_partition("cluster")
    assert (found.batch, found.owners, sorted(found.numbers)) == ("B1", 3, sorted(numbers))


def test_the_manager_has_it(world: World) -> None:
    for number in range(3):
        complain(world, number)
    world.run(LATER)
    (task,) = (task for task in world.tasks() if "批次" in task.title)
    assert task.rep == "何經理"


def test_a_fourth_is_no_second_task_but_twice_as_many_are(world: World) -> None:
    for number in range(4):
        complain(world, number)
    world.run(LATER)
    assert len(told(world)) == 1
    for number in (4, 5):
        complain(world, number)
    world.run(LATER)
    assert len(told(world)) == 2


def test_other_matters_and_other_batches_are_none(world: World) -> None:
    complain(world, 0)
    complain(world, 1, about="delivery")
    complain(world, 2)
    complain(world, 6)
    world.run(LATER)
    assert told(world) == []


def test_a_batch_that_is_found_out_later_counts_from_then_and_a_corrected_one_no_more(world: World) -> None:
    for number in (0, 1):
        complain(world, number)
    third = complain(world, 6)
    world.run(LATER)
    handling.note(third.id, {"batch": "B1"}, "阿玲", "", world.now)
    world.run(LATER)
    assert len(told(world)) == 1
    handling.note(third.id, {"batch": "B2"}, "阿玲", "", world.now)
    assert len(clusters.cases_of("B1", world.now)) == 2


def test_old_ones_are_forgotten(world: World) -> None:
    for number in (0, 1):
        complain(world, number)
    world.run(timedelta(days=181))
    complain(world, 2)
    world.run(LATER)
    assert told(world) == []


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", [3, 9, 15, 21, 27, 33, 39, 45])
def test_dying_on_the_way_leaves_one_task(at: int, after: bool) -> None:
    world = sold(World())
    for number in range(2):
        complain(world, number)
    world.run(LATER)
    world.fuse.at, world.fuse.after = world.fuse.calls + at, after

    def third() -> None:
        complain(world, 2)
        world.run(timedelta(minutes=30))

    while world.survive(third):
        pass
    world.run(LATER)
    assert len(told(world)) == 1
    Row.engine = None
