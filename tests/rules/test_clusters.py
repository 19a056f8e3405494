"""When complaints of one batch are no chance."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.casework import ClusterPolicy
from chalicelib.rules import clusters

POLICY = ClusterPolicy(3, 180, ("quality", "other"))
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(("count", "size"), [(2, 0), (3, 1), (5, 1), (6, 2), (11, 2), (12, 3)])
def test_it_is_told_again_when_it_has_doubled(count: int, size: int) -> None:
    assert clusters.size(count, POLICY) == size


@pytest.mark.parametrize(
    ("about", "days", "does"), [("quality", 180, True), ("quality", 181, False), ("delivery", 1, False)]
)
def test_old_ones_and_other_matters_do_not_count(about: str, days: int, does: bool) -> None:
    assert clusters.counts((about, NOW - timedelta(days=days)), POLICY, NOW) is does
