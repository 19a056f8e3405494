"""Within what reads once, a row is asked for once, unless it was written or must be read more surely."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from chalicelib.records import ahead, once
from chalicelib.records.looks import Look
from chalicelib.records.memory import Memory
from chalicelib.records.switches import Switch
from chalicelib.records.table import Row, Write, kept_apart, transact

KEY = Switch.at("x")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The keys that the table was asked for, one by one."""
    found: list[str] = []
    with kept_apart(Memory()) as memory:
        get, batch = memory.get_item, memory.batch_get_item
        monkeypatch.setattr(
            memory, "get_item", lambda *key, **more: found.append(key[0]) or get(*key, **more)
        )
        monkeypatch.setattr(
            memory, "batch_get_item", lambda keys, **more: found.extend(keys) or batch(keys, **more)
        )
        Switch(*KEY, value={"n": 1}).save()
        yield found


def value() -> dict:
    return Switch.read("x")


def test_outside_of_it_each_asks(asked: list[str]) -> None:
    assert [value(), value()] == [{"n": 1}] * 2
    assert len(asked) == 2


def test_within_it_a_row_is_read_once_one_by_one_or_together(asked: list[str]) -> None:
    with once.reading():
        assert [value(), value()] == [{"n": 1}] * 2
        assert Switch.many([KEY])[KEY].value == {"n": 1}
    assert len(asked) == 1
    with once.reading():
        Row.many([KEY, ("switch", "none")])
        assert value() == {"n": 1}
        assert Switch.read("none") == {}
    assert len(asked) == 3


def test_what_is_changed_in_memory_alone_is_not_read(asked: list[str]) -> None:
    with once.reading():
        row = Switch.many([KEY])[KEY]
        row.value = {"n": 9}
        assert value() == {"n": 1}


def test_what_was_written_is_read_again(asked: list[str]) -> None:
    with once.reading():
        value()
        Switch(*KEY, value={"n": 2}).save()
        assert value() == {"n": 2}
        Switch(*KEY).change([Switch.value.set({"n": 3})])
        assert value() == {"n": 3}
        transact([Write(Switch(*KEY, value={"n": 4}))])
        assert value() == {"n": 4}
        Switch(*KEY).delete()
        assert value() == {}


def test_who_must_be_sure_asks_again(asked: list[str]) -> None:
    with once.reading():
        value()
        Switch.read("x", consistent=True)
        assert len(asked) == 2
        Switch.read("x", consistent=True)
        value()
    assert len(asked) == 2


def test_nobody_changes_what_others_read(asked: list[str]) -> None:
    with once.reading():
        first = Switch.find(*KEY)
        assert first
        first.value = {"n": 9}
        assert value() == {"n": 1}


@pytest.fixture
def lists(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The partitions that the table was asked for; two rows stand in this one."""
    found: list[str] = []
    ask = Row.engine.query
    monkeypatch.setattr(Row.engine, "query", lambda pk, **more: found.append(pk) or ask(pk, **more))
    Switch(*Switch.at("xy"), value={"n": 2}).save()
    return found


def names(begins: str = "", consistent: bool = False) -> list[str]:
    return [row.sk for row in Switch.in_partition("switch", begins, consistent)]


def test_a_partition_is_read_once_and_all_that_stands_in_it(lists: list[str], asked: list[str]) -> None:
    assert [names(), names()] == [["x", "xy"]] * 2
    assert len(lists) == 2
    lists.clear()
    with once.reading():
        assert [names(), names("xy"), names("z")] == [["x", "xy"], ["xy"], []]
        assert value() == {"n": 1}
        assert Switch.read("none") == {}
    assert (lists, asked) == (["switch"], [])


def test_a_part_of_it_says_nothing_of_the_rest(lists: list[str], asked: list[str]) -> None:
    with once.reading():
        names("xy")
        assert names() == ["x", "xy"]
        assert next(Switch.in_partition("other", ""), None) is None
    assert lists == ["switch", "switch", "other"]
    with once.reading():
        next(Switch.in_partition("switch"))  # and no further
        assert names() == ["x", "xy"]


def test_a_list_that_was_written_to_is_read_again_even_if_meanwhile(lists: list[str]) -> None:
    with once.reading():
        names()
        Switch(*Switch.at("z")).save()
        assert names() == ["x", "xy", "z"]
    with once.reading():
        half = Switch.in_partition("switch")
        next(half)
        Switch(*Switch.at("zz")).save()
        list(half)
        assert "zz" in names()
        transact([Write(Switch(*Switch.at("zzz")))])
        assert "zzz" in names()


def test_who_must_be_sure_asks_for_the_list_again(lists: list[str]) -> None:
    with once.reading():
        names()
        names(consistent=True)
        names(consistent=True)
    assert len(lists) == 2
    with once.reading():
        ahead.partition("switch")
        ahead.partition("switch")
        assert names("xy", consistent=True) == ["xy"]
    assert len(lists) == 3


def test_rows_that_did_not_fit_into_an_answer_are_asked_for_again(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [Switch.at(f"n{number:03d}") for number in range(130)]
    for key in keys:
        Switch(*key).save()
    sizes, ask = [], Row.engine.batch_get_item

    def some(wanted: list[dict], **more: object) -> dict:
        sizes.append(len(wanted))
        left = {Row.Meta.table_name: {"Keys": wanted[40:]}} if wanted[40:] else {}
        return {**ask(wanted[:40], **more), "UnprocessedKeys": left}

    monkeypatch.setattr(Row.engine, "batch_get_item", some)
    assert sorted(Row.many([*keys, keys[0]])) == keys
    assert sizes == [100, 60, 20, 30]


def test_a_deed_remembers_until_it_writes(asked: list[str]) -> None:
    Switch(*Switch.at("x"), value={"is": 1}).save()
    with once.until_written():
        assert [Switch.read("x", consistent=True) for _time in range(2)] == [{"is": 1}] * 2
        # That somebody looked changes nothing.
        Look.by("s1", datetime(2026, 3, 2, tzinfo=UTC), page="/x", customers=["c1"]).save()
        Switch.read("x")
        assert len(asked) == 1
        Switch(*Switch.at("y")).save()
        assert [Switch.read("x") for _time in range(2)] == [{"is": 1}] * 2
    assert len(asked) == 3


def test_what_is_shown_after_a_deed_is_read_once_again(asked: list[str]) -> None:
    with once.until_written():
        Switch(*Switch.at("x")).save()
        with once.reading():
            assert Switch.read("x") == Switch.read("x")
    assert len(asked) == 1
    assert not once.is_reading()
