"""Summaries of what drains did: however much it was, each fits into a row."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from chalicelib.records import runs
from chalicelib.records.memory import Memory
from chalicelib.records.runs import Run
from chalicelib.records.table import kept_apart

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
LARGEST_ROW = 400_000


@pytest.fixture(autouse=True)
def memory() -> Iterator[Memory]:
    with kept_apart(Memory()) as table:
        yield table


def outcome(number: int) -> list:
    key = f"c{number:013d}.t{number:013d}"
    return [key, "a-campaign-with-a-rather-long-name", "refused", "no_consent", "", 0, "", "0"]


def test_a_drain_that_settled_very_many_writes_rows_that_the_table_takes(memory: Memory) -> None:
    settled = [outcome(number) for number in range(4500)]
    runs.note(3, NOW, settled)
    found = runs.of_day("2026-03-02")
    assert sorted(one for run in found for one in run.settled) == settled
    assert max(len(str(item)) for item in memory.items()) < LARGEST_ROW


def test_the_same_outcomes_at_the_same_moment_are_noted_once() -> None:
    for _ in range(2):
        runs.note(3, NOW, [outcome(number) for number in range(1500)])
    assert sum(len(run.settled) for run in runs.of_day("2026-03-02")) == 1500


def test_nothing_settled_writes_nothing() -> None:
    runs.note(3, NOW, [])
    assert not list(Run.in_partition("run#2026-03-02#03"))
