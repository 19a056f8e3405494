"""Whose work is looked at again: a sample that nobody can foresee, and what stands out among the rest
(F0-14, F0-16)."""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from chalicelib.casework import ReviewPolicy


def sample(key: str, month: str, numbers: Sequence[str], policy: ReviewPolicy) -> list[str]:
    """The same for the same key, month and numbers, in whichever order they come; without the key no more
    to be known than a draw of lots."""
    wanted = max(policy.at_least, -(-len(numbers) * policy.per_cent // 100))
    return sorted(numbers, key=lambda number: _lot(key, month, number))[:wanted]


def _lot(key: str, month: str, number: str) -> bytes:
    return hmac.new(key.encode(), f"{month}\x1f{number}".encode(), hashlib.sha256).digest()


@dataclass(frozen=True)
class Paid:
    """What was agreed in a complaint: `handler` offered it, to `customer`."""

    number: str
    handler: str
    customer: str
    amount: Decimal


@dataclass(frozen=True)
class Meeting:
    """A handler, or a handler and a customer, with what was paid by the one (to the other)."""

    handler: str
    customer: str
    numbers: tuple[str, ...]
    total: Decimal
    usual: Decimal


def usual(paid: Sequence[Paid]) -> Decimal:
    """What the house usually gives: half of all cases got no more."""
    return _median([one.amount for one in paid])


def far_above(paid: Sequence[Paid], policy: ReviewPolicy) -> list[Paid]:
    """Each measured by what the others came to, so that a large one does not hide itself."""
    return [one for one in paid if _stands_out(one.amount, [x for x in paid if x is not one], policy)]


def handlers(paid: Sequence[Paid]) -> list[Meeting]:
    """Each with what they usually give."""
    return _met(paid, lambda one: (one.handler, ""))


def generous(paid: Sequence[Paid], policy: ReviewPolicy) -> list[Meeting]:
    """Those who usually give far more than the others do; one case is no habit."""
    return [
        one for one in handlers(paid)
        if len(one.numbers) > 1
        and _stands_out(one.usual, [x for x in paid if x.handler != one.handler], policy)
    ]  # fmt: skip


def pairs(paid: Sequence[Paid], policy: ReviewPolicy) -> list[Meeting]:
    """Who met so often that somebody else should look."""
    found = _met(paid, lambda one: (one.handler, one.customer))
    return [one for one in found if len(one.numbers) >= policy.often]


def _stands_out(amount: Decimal, others: Sequence[Paid], policy: ReviewPolicy) -> bool:
    """Where there are no others nothing can be said."""
    return bool(others) and amount >= policy.far_above * usual(others)


def _met(paid: Sequence[Paid], key: Callable[[Paid], tuple[str, str]]) -> list[Meeting]:
    found: dict[tuple[str, str], list[Paid]] = defaultdict(list)
    for one in paid:
        found[key(one)].append(one)
    met = [
        Meeting(
            handler, customer, tuple(one.number for one in those),
            sum((one.amount for one in those), Decimal(0)), usual(those),
        )
        for (handler, customer), those in found.items()
    ]  # fmt: skip
    return sorted(met, key=lambda one: (-one.total, one.handler, one.customer))


def _median(amounts: Sequence[Decimal]) -> Decimal:
    return Decimal(median(amounts)) if amounts else Decimal(0)
