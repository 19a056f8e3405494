"""What the overview shows is kept in one row, which the clock makes anew out of the drains' notes."""

from datetime import timedelta

import pytest

from chalicelib.care.metrics import glancing
from chalicelib.records import runs
from chalicelib.records.memory import Memory
from chalicelib.records.table import kept_apart
from tests.http.story import BEGIN


@pytest.fixture(autouse=True)
def table() -> object:
    with kept_apart(Memory()) as memory:
        yield memory


def line(customer: str, outcome: str = "sent", channel: str = "sms") -> list:
    return [f"{customer}.t1", "care-tips", outcome, "", channel, 1, "CNY", "0.3"]


def test_messages_are_counted_by_the_shop_s_day_and_errands_apart() -> None:
    runs.note(0, BEGIN, [line("c1"), line("c2", channel=""), line("s1", "refused")])
    runs.note(3, BEGIN - timedelta(hours=10), [line("c3")])  # 23:30 of the day before, in the shop
    assert glancing.look(BEGIN)
    assert glancing.seen().days == {
        "2026-03-01": {"sent": 1},
        "2026-03-02": {"sent": 1, "errand": 1, "refused": 1},
    }


def test_those_for_whom_something_was_done_last_come_first_and_colleagues_never() -> None:
    runs.note(0, BEGIN - timedelta(days=3), [line("c1"), line("c2")])
    runs.note(1, BEGIN, [line("c3"), line("c2"), line("s1")])
    glancing.look(BEGIN)
    assert glancing.seen().lately == ["c3", "c2", "c1"]


def test_looking_again_counts_nothing_twice_and_writes_nothing_where_nothing_is_new(table: Memory) -> None:
    runs.note(0, BEGIN, [line("c1")])
    glancing.look(BEGIN)
    before = table.items()
    assert not glancing.look(BEGIN + timedelta(minutes=5))
    assert table.items() == before
    runs.note(0, BEGIN + timedelta(minutes=6), [line("c1")])
    assert glancing.look(BEGIN + timedelta(minutes=10))
    assert glancing.seen().days["2026-03-02"] == {"sent": 2}


def test_what_came_at_the_end_of_a_day_is_counted_on_the_next() -> None:
    glancing.look(BEGIN)
    runs.note(0, BEGIN + timedelta(hours=14), [line("c1")])
    glancing.look(BEGIN + timedelta(days=1))
    assert glancing.seen().days["2026-03-02"] == {"sent": 1}


def test_days_and_people_of_long_ago_fall_out() -> None:
    runs.note(0, BEGIN, [line(f"c{number}") for number in range(glancing.LATELY + 5)])
    glancing.look(BEGIN)
    assert len(glancing.seen().lately) == glancing.LATELY
    glancing.look(BEGIN + timedelta(days=glancing.KEPT + 1))
    assert glancing.seen().days == {}
