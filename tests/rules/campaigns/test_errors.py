"""When a campaign stops itself."""

from decimal import Decimal

import pytest

from chalicelib.policies import Price
from chalicelib.rules.campaigns import errors

BUDGET = Price(Decimal(10), "USD")


@pytest.mark.parametrize(
    ("counts", "spent", "why"),
    [
        ({"sent": 18, "failed undelivered_30003": 2}, {}, ""),  # one in ten may go wrong
        ({"sent": 17, "failed undelivered_30003": 3}, {}, "errors"),
        ({"refused content_30007": 19}, {}, ""),  # too few to judge
        ({"refused content_30007": 20}, {}, "errors"),
        ({"sent": 5, "refused no_consent": 500, "refused stopped": 90}, {}, ""),  # no error of ours
        ({"sent": 5}, {"USD": "10.00"}, ""),
        ({"sent": 5}, {"USD": "10.01"}, "budget"),
        ({"sent": 5}, {"HKD": "900"}, ""),
    ],
)
def test_what_makes_it_stop(counts: dict[str, int], spent: dict[str, str], why: str) -> None:
    assert errors.why_stop(counts, spent, BUDGET) == why
