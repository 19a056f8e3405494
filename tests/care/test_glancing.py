"""What the overview shows is kept in one row, which the clock makes anew out of the drains' notes."""

from datetime import timedelta

import pytest

from chalicelib.care import effects
from chalicelib.care.metrics import glancing, troubles, went
from chalicelib.records import runs
from chalicelib.records.customers import Customer
from chalicelib.records.memory import Memory
from chalicelib.records.switches import Switch
from chalicelib.records.table import kept_apart
from chalicelib.rules import timing
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


def test_what_a_day_counts_is_kept_by_kind_the_latest_first() -> None:
    runs.note(0, BEGIN - timedelta(hours=1), [line("c1"), line("c2", channel="")])
    runs.note(1, BEGIN, [line("c3"), line("c4", "refused"), line("c5", "cancelled")])
    runs.note(2, BEGIN - timedelta(hours=10), [line("c6")])  # of the day before, in the shop
    glancing.look(BEGIN)
    today = effects.shop_day(BEGIN)
    found = {kind: [one.owner for one in went.of(today, kind).lines] for kind in went.KINDS}
    assert found == {"sent": ["c3", "c1"], "errand": ["c2"], "refused": ["c4"], "failed": []}
    assert [one.owner for one in went.of(today - timing.DAY, "sent").lines] == ["c6"]


def test_of_many_the_latest_are_kept_and_a_week_later_none_of_them() -> None:
    runs.note(0, BEGIN, [line(f"c{number}") for number in range(went.MOST + 5)])
    glancing.look(BEGIN)
    today = effects.shop_day(BEGIN)
    kept = went.of(today, "sent").lines
    assert (len(kept), kept[0].owner) == (went.MOST, f"c{went.MOST + 4}")
    runs.note(0, BEGIN + 7 * timing.DAY, [line("c1")])
    glancing.look(BEGIN + 7 * timing.DAY)
    assert went.of(today, "sent").lines == []
    assert len(went.of(today + 7 * timing.DAY, "sent").lines) == 1


@pytest.mark.parametrize("more", [0, 1])
def test_a_day_of_just_as_many_as_are_kept_had_no_more(more: int) -> None:
    runs.note(0, BEGIN, [line(f"c{number}") for number in range(went.MOST + more)])
    glancing.look(BEGIN)
    kept = went.of(effects.shop_day(BEGIN), "sent")
    assert (len(kept.lines), kept.is_cut) == (went.MOST, bool(more))


def test_a_day_kept_before_rows_said_whether_there_were_more_tells_by_its_length() -> None:
    runs.note(0, BEGIN, [line(f"c{number}") for number in range(went.MOST + 1)])
    glancing.look(BEGIN)
    today = effects.shop_day(BEGIN)
    row = Switch.get(*Switch.at(f"went {today.isoweekday()}"))
    row.value = {name: one for name, one in row.value.items() if name != "cut"}
    row.save()
    assert went.of(today, "sent").is_cut
    assert not went.of(today, "refused").is_cut


def bought(name: str, shop: str) -> str:
    Customer(*Customer.at(name), name=name, store=shop).save()
    return name


def test_of_many_each_shop_s_own_are_kept() -> None:
    """A big shop's evening does not hide what a small one sent in the morning, nor what its rep sent for
    whom no shop is known."""
    for number in range(5):
        runs.note(0, BEGIN + timedelta(seconds=number), [line(bought(f"csmall{number}", "沙田店"))])
    Customer(*Customer.at("cnone"), name="cnone", rep="李婷").save()
    runs.note(0, BEGIN + timedelta(seconds=9), [line("cnone")])
    glancing.look(BEGIN + timedelta(minutes=1))
    for number in range(went.MOST + 50):
        bought(f"cbig{number}", "旺角店")
    flood = [line(f"cbig{number % (went.MOST + 50)}") for number in range(went.LOOKED_AT)]
    flood = [[f"{one[0]}.{number}", *one[1:]] for number, one in enumerate(flood)]
    later = BEGIN + timedelta(minutes=30)
    runs.note(0, later, flood[:600])
    glancing.look(later)
    runs.note(1, later + timedelta(minutes=5), flood[600:])
    runs.note(2, later + timedelta(minutes=6), [line("cbig0")] * 5)
    assert glancing.look(later + timedelta(minutes=7))
    kept = went.of(effects.shop_day(BEGIN), "sent").lines
    assert len(kept) == went.MOST
    small = [one.owner for one in kept if one.shop == "沙田店"]
    assert small == [f"csmall{number}" for number in reversed(range(5))]
    assert [one.owner for one in kept].count("cnone") == 1
    assert sorted((one.at for one in kept), reverse=True) == [one.at for one in kept]
    assert not glancing.look(later + timedelta(minutes=8)), "nothing new, nothing written"


def test_after_an_upgrade_the_last_week_s_lines_are_kept_though_its_days_were_counted() -> None:
    """The row of an older program counted the days, and nobody kept what they count."""
    runs.note(0, BEGIN - 2 * timing.DAY, [line("c1")])
    today = effects.shop_day(BEGIN)
    before = {"day": f"{today}", "days": {f"{today - 2 * timing.DAY}": {"sent": 1}}, "lately": ["c1"]}
    Switch(*Switch.at(glancing.NAME), value=before, who="clock", at_moment=BEGIN).save()
    Switch(*Switch.at(troubles.NAME), value={"rows": []}, who="clock", at_moment=BEGIN).save()
    glancing.look(BEGIN)
    assert [one.owner for one in went.of(today - 2 * timing.DAY, "sent").lines] == ["c1"]
    assert glancing.seen().days == before["days"]
    assert not glancing.look(BEGIN + timedelta(minutes=5))


def test_a_first_look_back_does_not_write_this_week_over_with_the_last() -> None:
    runs.note(0, BEGIN - 8 * timing.DAY, [line("c1")])
    runs.note(0, BEGIN - timing.DAY, [line("c2")])
    runs.note(0, BEGIN - 13 * timing.DAY, [line("c3")])
    glancing.look(BEGIN)
    assert [one.owner for one in went.of(effects.shop_day(BEGIN - timing.DAY), "sent").lines] == ["c2"]
