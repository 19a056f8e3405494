"""When a campaign has to stop by itself: too many of its messages go wrong, or it costs too much."""

from collections.abc import Mapping
from decimal import Decimal

from chalicelib.policies import Price

FEWEST = 20
MOST = Decimal("0.1")
# What a provider says, or ours to mend; that somebody has no address or said STOP is no error.
WRONG = ("bad_address_", "content_", "failed_", "misconfigured_", "permanent_", "undelivered", "uncertain")

Counts = Mapping[str, int]  # "outcome reason" -> how many


def errors(counts: Counts) -> int:
    return sum(count for name, count in counts.items() if is_error(*name.partition(" ")[::2]))


def is_error(outcome: str, reason: str) -> bool:
    return outcome == "failed" or (outcome == "refused" and reason.startswith(WRONG))


def reached(counts: Counts) -> int:
    """What went by message or by a person."""
    return sum(count for name, count in counts.items() if name.partition(" ")[0] == "sent")


def waiting(counts: Counts, meant: int) -> int:
    """For how many of those it is meant for nothing came of it yet."""
    ended = ("sent", "refused", "cancelled")
    return max(0, meant - sum(count for name, count in counts.items() if name.partition(" ")[0] in ended))


def why_stop(counts: Counts, spent: Mapping[str, str], budget: Price | None) -> str:
    """`errors`, `budget` or nothing."""
    wrong, tried = errors(counts), errors(counts) + reached(counts)
    if tried >= FEWEST and Decimal(wrong) > MOST * tried:
        return "errors"
    if budget and Decimal(spent.get(budget.currency, "0")) > budget.amount:
        return "budget"
    return ""


def may_stop(counts: Counts, meant: int, budget: Price | None) -> bool:
    """Whether so much still waits that it would have to stop if all of that went wrong, or cost too much."""
    left = waiting(counts, meant)
    worst = {**counts, "failed": counts.get("failed", 0) + left}
    return left > 0 and (budget is not None or bool(why_stop(worst, {}, None)))
