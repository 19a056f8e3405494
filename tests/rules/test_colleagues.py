"""Who stands above whom: by the staff list first, else by role; who is away decides nothing."""

import pytest

from chalicelib import plans
from chalicelib.rules.colleagues import Colleague, chain, decider, reachable, superior

LADDER = plans.compensation().ladder
LING = Colleague("Ling", manager="Mei")
EVERYBODY = [
    LING,
    Colleague("Tao"),
    Colleague("Mei", "manager", reachable=False),
    Colleague("Bo", "manager"),
    Colleague("Ops", "ops"),
    Colleague("Boss", "admin"),
    Colleague("Ad", "marketing"),
]


@pytest.mark.parametrize(
    ("name", "above"),
    [
        ("Ling", "Mei"),
        ("Tao", "Bo"),
        ("Mei", "Ops"),
        ("Ops", "Boss"),
        ("Boss", "Boss"),
        ("Ad", "Bo"),
        ("nobody", "Bo"),
        ("", "Bo"),
    ],
)
def test_the_one_above(name: str, above: str) -> None:
    assert superior(name, EVERYBODY, LADDER) == above


def test_a_ring_of_managers_ends() -> None:
    ring = [Colleague("a", manager="b"), Colleague("b", manager="a")]
    assert [one.name for one in chain("a", ring, LADDER)] == ["a", "b"]


def test_a_manager_who_is_not_on_the_list_leads_on_by_role() -> None:
    people = [Colleague("a", manager="gone"), Colleague("m", "manager")]
    assert [one.name for one in chain("a", people, LADDER)] == ["a", "m"]


def test_whom_a_message_can_reach() -> None:
    assert reachable("Ling", EVERYBODY, LADDER) == Colleague("Ling", manager="Mei")
    assert reachable("Mei", EVERYBODY, LADDER) == Colleague("Ops", "ops")
    dumb = [Colleague("a", reachable=False), Colleague("b", "manager", reachable=False)]
    assert reachable("a", dumb, LADDER) is None


def test_the_lowest_who_may_and_of_equals_the_handlers_own() -> None:
    assert decider("manager", "Ling", EVERYBODY, LADDER) == Colleague("Mei", "manager", reachable=False)
    assert decider("manager", "Tao", EVERYBODY, LADDER) == Colleague("Bo", "manager")
    assert decider("rep", "Tao", EVERYBODY, LADDER) == Colleague("Tao")


def test_who_is_away_is_passed_over_and_where_nobody_may_there_is_nobody() -> None:
    away = [Colleague("m", "manager", away=True), Colleague("o", "ops")]
    assert decider("manager", "", away, LADDER) == Colleague("o", "ops")
    assert decider("admin", "", away, LADDER) is None
