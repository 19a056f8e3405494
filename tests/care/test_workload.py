"""How much everybody has to do is counted as it is, or, where it is much, kept by the clock."""

from datetime import date, timedelta

import pytest

from chalicelib.care import effects, staff, tasks
from chalicelib.care.metrics import workload
from chalicelib.effects import OpenTask
from chalicelib.records.memory import Memory
from chalicelib.records.table import kept_apart
from tests.http.story import BEGIN

TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def table() -> object:
    with kept_apart(Memory()) as memory:
        yield memory


@pytest.fixture
def much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workload, "FEW", 2)


def opened(rep: str, *days: int) -> list[str]:
    """Their keys: tasks that are due so many days from now."""
    made = (
        effects.open_task(OpenTask("call", days=day), rep, "call", BEGIN, reason=f"{rep}{day}")
        for day in days
    )
    return [task.key for task in made]


def test_of_few_tasks_the_clock_keeps_nothing_and_they_are_counted_as_they_are(
    table: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workload, "FEW", 3)
    opened("Ling", 0, 1, -2)
    workload.keep(BEGIN)
    opened("Bo", 5)
    found = workload.seen()
    assert found.days == {
        "Bo": {TODAY + timedelta(5): 1},
        "Ling": {TODAY + timedelta(day): 1 for day in (-2, 0, 1)},
    }
    assert found.at_moment is None


@pytest.mark.usefixtures("much")
def test_many_are_as_the_clock_last_counted_them_and_it_says_when() -> None:
    opened("Ling", 0, 1, -2)
    workload.keep(BEGIN)
    opened("Ling", -1)
    assert sum(workload.seen().days["Ling"].values()) == 3
    assert workload.seen().at_moment == BEGIN
    later = BEGIN + timedelta(minutes=5)
    workload.keep(later)
    assert workload.seen().days["Ling"] == {TODAY + timedelta(day): 1 for day in (-2, -1, 0, 1)}
    assert workload.seen().at_moment == later


@pytest.mark.usefixtures("much")
def test_where_nothing_is_new_nothing_is_written(table: Memory) -> None:
    opened("Ling", 0, 1, -2)
    workload.keep(BEGIN)
    before = table.items()
    workload.keep(BEGIN + timedelta(minutes=5))
    assert table.items() == before


@pytest.mark.usefixtures("much")
def test_once_they_are_few_again_they_are_counted_as_they_are() -> None:
    keys = opened("Ling", 0, 1, -2)
    workload.keep(BEGIN)
    tasks.finish(keys[0], "done", "", "Ling", BEGIN)
    assert workload.seen().days["Ling"][TODAY] == 1
    workload.keep(BEGIN)
    assert TODAY not in workload.seen().days["Ling"]


@pytest.mark.usefixtures("much")
def test_days_long_ago_and_far_ahead_are_counted_together() -> None:
    opened("Ling", *range(-30, 30))
    workload.keep(BEGIN)
    days = workload.seen().days["Ling"]
    assert sum(days.values()) == 60
    assert days[TODAY - timedelta(30)] == 23
    assert sum(count for day, count in days.items() if day < TODAY - timedelta(7)) == 23
    assert sum(count for day, count in days.items() if day < TODAY) == 30
    assert days[TODAY] == days[TODAY + timedelta(1)] == 1
    assert len(days) == 11


@pytest.mark.usefixtures("much")
def test_in_a_house_of_many_fewer_of_each_are_kept_so_that_all_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workload, "FIRST_OF_ALL", 7)
    for rep in ("Ling", "Bo", "Wei"):
        opened(rep, *range(5))
    workload.keep(BEGIN)
    assert {rep: len(each) for rep, each in workload.seen().first.items()} == {"Ling": 2, "Bo": 2, "Wei": 2}


@pytest.mark.usefixtures("much")
def test_of_each_the_soonest_are_kept_and_of_those_without_a_shop_all_who_they_are_for() -> None:
    staff.record("Ling", {"store": "Sha Tin"})
    staff.record("Bo", {})
    for rep in ("Ling", "Bo", ""):
        opened(rep, *range(25))
    workload.keep(BEGIN)
    found = workload.seen()
    assert [one.due_on for one in found.first["Ling"]] == [
        TODAY + timedelta(day) for day in range(workload.FIRST)
    ]
    assert {one.rep for one in found.outside} == {"Bo", ""}
    assert len(found.outside) == 50
    assert [one.due_on for one in found.outside] == sorted(one.due_on for one in found.outside)
