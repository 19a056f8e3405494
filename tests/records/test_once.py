"""Within what reads once, a row is asked for once, unless it was written or must be read more surely."""

from collections.abc import Iterator

import pytest

from chalicelib.records import once
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
