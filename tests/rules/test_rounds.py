"""A day's errands in the order in which one would run them."""

from datetime import date, timedelta

from chalicelib.rules import rounds
from chalicelib.rules.rounds import Errand

TODAY = date(2026, 3, 20)


def visit(key: str, place: str, days: int = 0, **more: object) -> Errand:
    return Errand(key, "visit", TODAY + timedelta(days=days), place=place, **more)  # type: ignore[arg-type]


def phone(key: str, days: int = 0, **more: object) -> Errand:
    return Errand(key, "call", TODAY + timedelta(days=days), **more)  # type: ignore[arg-type]


def keys(*errands: Errand) -> list[list[str]]:
    return [[one.key for one in stop.errands] for stop in rounds.plan(errands, TODAY)]


def test_what_is_to_be_done_in_one_estate_is_one_stop() -> None:
    assert keys(visit("a", "云山花园"), visit("b", "海怡半岛", -1), visit("c", "云山 花园", -2)) == [
        ["c", "a"],
        ["b"],
    ]


def test_an_agreed_hour_comes_before_what_may_wait() -> None:
    late, early = visit("late", "B", at_time="16:00"), visit("early", "C", at_time="09:30")
    assert keys(visit("old", "A", -9), late, early) == [["early"], ["late"], ["old"]]


def test_an_hour_of_another_day_is_no_hour_of_today() -> None:
    assert keys(visit("tomorrow", "A", 1, at_time="08:00"), visit("now", "B")) == [["now"], ["tomorrow"]]


def test_within_a_stop_the_hour_leads_then_urgency_then_age() -> None:
    found = keys(
        visit("old", "A", -5), visit("urgent", "A", urgent=True), visit("hour", "A", at_time="11:00"),
        visit("new", "A"),
    )  # fmt: skip
    assert found == [["hour", "urgent", "old", "new"]]


def test_calls_are_made_from_the_desk_after_the_round() -> None:
    assert keys(phone("call", -30), visit("go", "A")) == [["go"], ["call"]]


def test_an_urgent_call_is_made_before_anybody_sets_out() -> None:
    assert keys(visit("go", "A", at_time="09:00"), phone("call", urgent=True)) == [["call"], ["go"]]


def test_homes_that_nobody_knows_are_not_one_place() -> None:
    first, second = visit("a", "", name="陈静"), visit("b", "", name="王芳")
    assert sorted(keys(first, second)) == [["a"], ["b"]]
    assert {stop.place for stop in rounds.plan([first, second], TODAY)} == {"陈静", "王芳"}
