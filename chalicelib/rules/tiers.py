"""File classification: points for what is known of a customer, and the tier they add up to (F1-28)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from chalicelib.policies import Band, Points, TierPolicy


@dataclass(frozen=True)
class Facts:
    """What counts; what is not known gives no points. `estate_age` in years."""

    spend: Decimal | None
    currency: str
    grade: str
    estate_age: int | None
    neighbours: int


@dataclass(frozen=True)
class Tier:
    """`reasons`: {language: words} for each fact that gave or took points."""

    name: str
    points: int
    reasons: tuple[dict[str, str], ...]


def tier(policy: TierPolicy, facts: Facts) -> Tier:
    worth = [found for found in _worth(policy, facts) if found]
    points = sum(found.points for found in worth)
    return Tier(policy.tier(points), points, tuple(dict(found.reason) for found in worth))


def _worth(policy: TierPolicy, facts: Facts) -> Sequence[Points | None]:
    return (
        _band(policy.spend.get(facts.currency, ()), facts.spend),
        policy.grade.get(facts.grade),
        _band(policy.estate_age, facts.estate_age),
        _band(policy.neighbours, facts.neighbours),
    )


def _band(bands: Sequence[Band], figure: Decimal | int | None) -> Points | None:
    if figure is None:
        return None
    fitting = [band for band in bands if figure >= band.least]
    return max(fitting, key=lambda band: band.least).worth if fitting else None
