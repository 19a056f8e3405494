"""A sample that nobody can foresee and everybody with the key can draw again; what stands out."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from chalicelib import plans
from chalicelib.rules import audits
from chalicelib.rules.audits import Paid

NUMBERS = [f"N{place:03d}" for place in range(100)]
POLICY = replace(plans.review(), per_cent=10, at_least=3, far_above=3, often=3)


def paid(*amounts: int, handler: str = "a", customer: str = "") -> list[Paid]:
    return [
        Paid(f"{handler}{place}", handler, customer or f"{handler}{place}", Decimal(amount))
        for place, amount in enumerate(amounts)
    ]


def test_drawn_again_it_is_the_same_in_whichever_order() -> None:
    first = audits.sample("key", "2026-10", NUMBERS, POLICY)
    assert first == audits.sample("key", "2026-10", NUMBERS[::-1], POLICY)
    assert len(first) == 10
    assert len(set(first)) == 10


def test_another_key_or_month_draws_others_and_each_has_its_chance() -> None:
    drawn = Counter(
        number for key in range(200) for number in audits.sample(f"k{key}", "2026-10", NUMBERS, POLICY)
    )
    assert set(drawn) == set(NUMBERS)
    assert max(drawn.values()) < 45
    assert audits.sample("k", "2026-10", NUMBERS, POLICY) != audits.sample("k", "2026-11", NUMBERS, POLICY)


@pytest.mark.parametrize(("count", "drawn"), [(0, 0), (1, 1), (2, 2), (20, 3), (31, 4), (100, 10), (101, 11)])
def test_so_many_are_drawn(count: int, drawn: int) -> None:
    numbers = [f"N{place}" for place in range(count)]
    assert len(audits.sample("key", "2026-10", numbers, POLICY)) == drawn


def test_an_amount_is_measured_by_the_others() -> None:
    found = audits.far_above(paid(100, 100, 100, 110, 290, 320), POLICY)
    assert [one.amount for one in found] == [Decimal(320)]
    assert audits.far_above(paid(9000), POLICY) == []
    assert audits.far_above([], POLICY) == []


def test_whoever_usually_gives_far_more_is_listed_and_one_case_is_no_habit() -> None:
    house = paid(100, 100, 120, 90, handler="a")
    assert [one.handler for one in audits.generous([*house, *paid(400, 500, handler="b")], POLICY)] == ["b"]
    assert audits.generous([*house, *paid(900, handler="b")], POLICY) == []


def test_a_handler_and_a_customer_who_meet_often_are_listed() -> None:
    often = paid(50, 60, 70, handler="b", customer="c1")
    (met,) = audits.pairs([*paid(1, 2, 3, 4), *often], POLICY)
    assert (met.handler, met.customer, met.total) == ("b", "c1", Decimal(180))
    assert audits.pairs(often[:2], POLICY) == []
