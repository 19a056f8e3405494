"""Who may promise how much."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.casework import Authority
from chalicelib.rules import authority

LADDER = (
    Authority("rep", Decimal(200), Decimal(400)),
    Authority("manager", Decimal(3000), Decimal(8000)),
    Authority("admin", None, None),
)
MONEY = st.decimals(0, 100_000, places=2)


def who(cost: int, spent: int = 0) -> str:
    return authority.decider(Decimal(cost), Decimal(spent), LADDER)


def test_the_lowest_whose_limit_covers_it_decides() -> None:
    assert [who(cost) for cost in (0, 200, 201, 3000, 3001)] == ["rep", "rep", "manager", "manager", "admin"]


def test_splitting_an_amount_does_not_help() -> None:
    assert who(200, spent=200) == "rep"
    assert who(200, spent=201) == "manager"
    assert who(1, spent=8000) == "admin"


def test_who_is_not_on_the_ladder_promises_nothing() -> None:
    assert not authority.may("marketing", Decimal(0), Decimal(0), LADDER)


def test_it_goes_up_step_by_step_and_ends_at_the_top() -> None:
    assert [authority.above(role, LADDER) for role in ("rep", "manager", "admin", "marketing")] == [
        "manager", "admin", "admin", "rep",
    ]  # fmt: skip
    assert (
        authority.higher("rep", "manager", LADDER) == authority.higher("manager", "rep", LADDER) == "manager"
    )


@given(MONEY, MONEY)
def test_whoever_decides_may_and_nobody_below(cost: Decimal, spent: Decimal) -> None:
    chosen = authority.decider(cost, spent, LADDER)
    roles = [step.role for step in LADDER]
    assert authority.may(chosen, cost, spent, LADDER)
    assert not any(authority.may(role, cost, spent, LADDER) for role in roles[: roles.index(chosen)])
