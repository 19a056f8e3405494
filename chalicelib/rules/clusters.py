"""When complaints of one batch are no chance any more."""

from datetime import datetime, timedelta

from chalicelib.casework import ClusterPolicy

# About what, and when it came in.
Case = tuple[str, datetime]


def counts(case: Case, policy: ClusterPolicy, now: datetime) -> bool:
    about, opened_at = case
    return about in policy.about and now - opened_at <= timedelta(days=policy.days)


def size(count: int, policy: ClusterPolicy) -> int:
    """0 for none; 1 from the number that the policy names, 2 from twice as many, 3 from four times: whoever
    was told once hears again when it has doubled."""
    found, threshold = 0, policy.complaints
    while count >= threshold:
        found, threshold = found + 1, threshold * 2
    return found
