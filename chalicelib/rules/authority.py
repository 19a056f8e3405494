"""Who may decide an offer: the lowest person whose limits cover it, by case and by customer and year, so
that cutting an amount in pieces does not help (F0-04, F2-12)."""

from collections.abc import Sequence
from decimal import Decimal

from chalicelib.casework import Authority


def covers(step: Authority, cost: Decimal, spent: Decimal) -> bool:
    """Whether somebody of this role may promise it; `spent` is what the customer got within a year."""
    in_case = step.per_case is None or cost <= step.per_case
    return in_case and (step.per_year is None or spent + cost <= step.per_year)


def may(role: str, cost: Decimal, spent: Decimal, ladder: Sequence[Authority]) -> bool:
    """A role that is not on the ladder promises nothing."""
    return any(step.role == role and covers(step, cost, spent) for step in ladder)


def decider(cost: Decimal, spent: Decimal, ladder: Sequence[Authority]) -> str:
    """The lowest role that may; the last of the ladder has no limits."""
    return next(step.role for step in ladder if covers(step, cost, spent))


def above(role: str, ladder: Sequence[Authority]) -> str:
    """The next higher role; of the highest, itself; of one that is not on the ladder, the lowest."""
    roles = [step.role for step in ladder]
    return roles[min(roles.index(role) + 1, len(roles) - 1)] if role in roles else roles[0]


def higher(one: str, other: str, ladder: Sequence[Authority]) -> str:
    """Whichever stands higher."""
    roles = [step.role for step in ladder]
    return max(one, other, key=lambda role: roles.index(role) if role in roles else -1)
