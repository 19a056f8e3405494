"""A complaint's clocks from its events: begun, paused, met, begun anew."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.casework import WorkCalendar
from chalicelib.rules import clocks
from chalicelib.rules.clocks import worktime

HOUR = timedelta(hours=1)
SHOP = WorkCalendar("UTC", {day: ((time(9), time(17)),) for day in range(7)})
LIMITS = {"answer": 2 * HOUR, "decision": 16 * HOUR, "finish": 40 * HOUR}


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def read(*log: tuple[datetime, str], now: datetime | None = None) -> dict[str, clocks.Clock]:
    return clocks.read(log, LIMITS, SHOP, now or log[-1][0])


def test_they_begin_with_the_opening_and_end_by_working_time() -> None:
    found = read((at(2, 16), "opened"))
    assert found["answer"].due_at == at(3, 10)
    assert found["decision"].due_at == at(4, 16)
    assert clocks.next_end(found) == at(3, 10)


def test_what_was_met_in_time_was_kept() -> None:
    found = read((at(2, 16), "opened"), (at(3, 9), "answered"))
    assert found["answer"].was_kept
    assert not found["answer"].is_late(at(9, 9))
    assert clocks.next_end(found) == at(4, 16)


def test_what_was_met_too_late_stays_late() -> None:
    found = read((at(2, 9), "opened"), (at(2, 12), "answered"))
    assert not found["answer"].was_kept
    assert found["answer"].is_late(at(2, 12))


def test_words_that_are_only_written_are_no_answer() -> None:
    """But in older chains, where the two were one."""
    assert read((at(2, 16), "opened"), (at(2, 16), "assigned"))["answer"].met_at is None
    assert read((at(2, 16), "opened"), (at(3, 9), "acknowledged"))["answer"].met_at == at(3, 9)


def test_the_one_that_breaks_next_is_told() -> None:
    opened = (at(2, 16), "opened")
    first = clocks.breaks_next(read(opened))
    then = clocks.breaks_next(read(opened, (at(3, 9), "answered")))
    assert first
    assert then
    assert (first.name, then.name, then.limit - then.worked) == ("answer", "decision", 15 * HOUR)
    assert clocks.breaks_next(read(opened, (at(3, 9), "paused"))) is None


def test_a_pause_stops_them_and_the_answer_sets_them_going() -> None:
    paused = ((at(2, 9), "opened"), (at(2, 10), "paused"))
    assert clocks.next_end(read(*paused)) is None
    found = read(*paused, (at(5, 9), "resumed"))
    assert found["answer"].due_at == at(5, 10)
    assert found["answer"].worked == HOUR


def test_a_second_pause_or_resume_changes_nothing() -> None:
    once = read((at(2, 9), "opened"), (at(2, 10), "paused"), (at(3, 9), "resumed"))
    log = [(at(2, 9), "opened"), (at(2, 10), "paused"), (at(2, 12), "paused"), (at(3, 9), "resumed")]
    assert read(*log, (at(3, 9), "resumed")) == once


def test_reopening_grants_a_new_time_for_all_but_the_first_answer() -> None:
    found = read(
        (at(2, 9), "opened"), (at(2, 10), "acknowledged"), (at(9, 9), "closed"), (at(20, 9), "reopened")
    )
    assert found["decision"].due_at == at(21, 17)
    assert found["answer"].met_at == at(2, 10)


def test_what_was_paused_when_it_was_reopened_waits_for_the_resume() -> None:
    found = read((at(2, 9), "opened"), (at(2, 10), "paused"), (at(3, 9), "reopened"))
    assert found["finish"].due_at is None


def test_a_complaint_that_was_never_opened_has_no_clock() -> None:
    assert clocks.read([], LIMITS, SHOP, at(2, 9)) == {}


WORDS = st.sampled_from(
    ["acknowledged", "paused", "resumed", "offered", "declined", "reopened", "note", "closed"]
)


@given(st.lists(st.tuples(st.integers(0, 600), WORDS), max_size=12))
def test_a_running_clock_has_what_it_was_granted_to_the_minute(steps: list[tuple[int, str]]) -> None:
    moment, log = at(2, 9), [(at(2, 9), "opened")]
    for minutes, what in steps:
        moment += timedelta(minutes=minutes)
        log.append((moment, what))
    for clock in clocks.read(log, LIMITS, SHOP, moment).values():
        if clock.due_at and clock.worked <= clock.limit:
            left = worktime.between(moment, clock.due_at, SHOP)
            assert clock.worked + left == clock.limit
        assert clock.met_at is None or clock.due_at is None
