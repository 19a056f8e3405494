"""How often one visitor may guess at links, and how often one link may be used to change something.

Counted in this process alone: enough to make guessing and hammering pointless, no defence against a
flood from many addresses. That belongs in front of the program."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from threading import Lock

from chalicelib.errors import CareError

MOST_KEPT = 10_000


class TooMany(CareError):
    code = "too_many"
    status = 429

    def __init__(self, sentence: str, /, retry_after: int):
        super().__init__(sentence)
        self.retry_after = retry_after


@dataclass(frozen=True)
class Limit:
    """So many at once, and one more each so many seconds."""

    burst: float
    seconds: float


class Buckets:
    """What is left to each: full for whoever is new. The longest unseen are forgotten first."""

    def __init__(self, limit: Limit) -> None:
        self._limit, self._lock = limit, Lock()
        self._kept: OrderedDict[Hashable, tuple[float, datetime]] = OrderedDict()

    def take(self, who: Hashable, now: datetime, count: int = 1) -> None:
        """Refuses where nothing is left; with a count of 0 it only looks."""
        with self._lock:
            left = self._left(who, now)
            if left < 1:
                raise TooMany("Too many tries. Please wait a little.", self._wait(left))
            if count:
                self._keep(who, left - count, now)

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()

    def _left(self, who: Hashable, now: datetime) -> float:
        left, then = self._kept.get(who, (self._limit.burst, now))
        passed = max(0.0, (now - then).total_seconds())
        return min(self._limit.burst, left + passed / self._limit.seconds)

    def _wait(self, left: float) -> int:
        return max(1, ceil(round((1 - left) * self._limit.seconds, 3)))

    def _keep(self, who: Hashable, left: float, now: datetime) -> None:
        self._kept[who] = (left, now)
        self._kept.move_to_end(who)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)


# A person mistypes a link once or twice. Behind one address a whole office may sit.
GUESSES = Buckets(Limit(20, 6))
# A mail program's one press comes from its provider's few addresses, for many customers: by link only, and
# links that have expired among them must not keep the others' from being heard.
DEAD_PRESSES = Buckets(Limit(300, 0.5))
CHANGES_BY_LINK = Buckets(Limit(10, 6))
CHANGES_BY_VISITOR = Buckets(Limit(60, 2))
# Whoever comes without a link: the shop's own counter may be behind the address, not a crowd.
OPEN_BY_VISITOR = Buckets(Limit(10, 60))
# A colleague mistypes a password a few times; a shop's whole staff may sit behind one address.
SIGN_IN_BY_NAME = Buckets(Limit(10, 60))
SIGN_IN_BY_VISITOR = Buckets(Limit(40, 10))
# Nobody has another's mailbox filled with links for new passwords.
RESET_BY_NAME = Buckets(Limit(3, 1200))
# Nobody has another's telephone ring with our messages.
OPEN_BY_NUMBER = Buckets(Limit(3, 3600))


def forget() -> None:
    for buckets in (
        GUESSES,
        DEAD_PRESSES,
        CHANGES_BY_LINK,
        CHANGES_BY_VISITOR,
        OPEN_BY_VISITOR,
        OPEN_BY_NUMBER,
        SIGN_IN_BY_NAME,
        SIGN_IN_BY_VISITOR,
        RESET_BY_NAME,
    ):
        buckets.forget()
