"""Rates with what they rest on, medians from counted values, ages of goods."""

from datetime import date, timedelta

import pytest

from chalicelib.rules import rates


def test_a_median_is_a_value_that_was_measured() -> None:
    counted = {10: 1, 20: 1, 1000: 1}
    assert rates.percentile(counted, 0.5) == 20
    assert rates.percentile(counted, 0.9) == 1000
    assert rates.percentile({}, 0.5) is None


def test_nine_of_ten_are_not_ten_of_ten() -> None:
    assert rates.percentile({1: 9, 99: 1}, 0.9) == 1


def test_nothing_is_no_rate() -> None:
    assert rates.share(0, 0) is None
    assert rates.mean({}) is None
    assert rates.per_thousand(3, 0) is None
    assert rates.per_thousand(3, 1500) == 2.0


@pytest.mark.parametrize(
    ("minutes", "kept"), [(0.2, 1), (119.5, 120), (121, 125), (481, 510), (2881, 2940), (15000, 15840)]
)
def test_the_longer_the_coarser_and_never_shorter_than_it_was(minutes: float, kept: int) -> None:
    assert rates.rounded(timedelta(minutes=minutes)) == kept


@pytest.mark.parametrize(
    ("produced", "age"),
    [("2026-03", "0-2"), ("2026-01-31", "0-2"), ("2025-12", "3-5"), ("2025-03", "12-23"), ("2019-01", "24+"),
     ("", ""), ("2026-09", "0-2")],
)  # fmt: skip
def test_goods_are_so_many_months_old(produced: str, age: str) -> None:
    assert rates.age(produced, date(2026, 3, 31)) == age


LINES = [
    {"product": "Oak", "batch": "B1", "produced_on": "2025-01-10"},
    {"product": "Ash", "batch": "B2", "produced_on": "2026-01-10"},
]


@pytest.mark.parametrize(
    ("facts", "product", "produced"),
    [
        ({}, "Oak", "2025-01-10"),
        ({"product": "Ash"}, "Ash", "2026-01-10"),
        ({"batch": "B2"}, "Ash", "2026-01-10"),
        ({"product": "Skirting"}, "Skirting", "2025-01-10"),
        ({"produced_on": "2024-05"}, "Oak", "2024-05"),
    ],
)
def test_what_was_noted_goes_before_what_was_sold(facts: dict, product: str, produced: str) -> None:
    assert rates.line_of(facts, LINES) == {"product": product, "produced_on": produced}


def test_nothing_sold_and_nothing_noted_is_nothing_known() -> None:
    assert rates.line_of({}, []) == {"product": "", "produced_on": ""}
