"""What people declare: kept one by one, taken back without a trace lost."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

from chalicelib import plans
from chalicelib.climate import Declared
from chalicelib.forecasts import manual
from chalicelib.settings import Settings
from tests.forecasts.benches import NOW

DAMP = Declared(
    "damp-floor", "guangzhou", date(2012, 2, 13), date(2012, 2, 15), "回南天 starts tomorrow", "阿玲", NOW
)


def outlook(region: str = "guangzhou", days: int = 0) -> tuple[Declared, ...]:
    return manual.FORECAST.outlook(
        Settings(), plans.climate().regions[region], NOW + timedelta(days=days)
    ).declared


def test_what_was_declared_is_known_there_and_nowhere_else() -> None:
    manual.declare(DAMP)
    assert outlook() == (DAMP,)
    assert outlook("foshan") == ()


def test_long_ago_and_far_ahead_are_left_out() -> None:
    manual.declare(DAMP)
    assert [bool(outlook(days=days)) for days in (-30, -5, 0, 90, 120)] == [False, True, True, True, False]


def test_what_was_taken_back_counts_no_more() -> None:
    first, second = manual.declare(DAMP), manual.declare(replace(DAMP, words="until Friday"))
    manual.take_back("guangzhou", first, "阿玲", NOW)
    assert [said.words for said in outlook()] == ["until Friday"]
    assert manual.declare(DAMP) == 4
    assert [number for number, _ in manual.numbered("guangzhou")] == [second, 4]


def test_of_two_at_once_both_are_kept() -> None:
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda n: manual.declare(replace(DAMP, words=str(n))), range(16)))
    assert sorted(numbers) == list(range(1, 17))
    assert {said.words for said in outlook()} == {str(n) for n in range(16)}
