"""Who may come in: a key that stands, with the scope for this door, and not too often."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from chalice.app import Request

from chalicelib import settings
from chalicelib.care import keys
from chalicelib.http.api.problems import Problem
from chalicelib.records.keys import Key

# A key may save up requests for so many seconds and then send them at once.
SAVED = 2
MOST_BUCKETS = 1000


@dataclass
class Bucket:
    """What a key has left, and when that was."""

    left: float
    at: datetime


_buckets: dict[str, Bucket] = {}
_lock = Lock()


def admit(asked: Request, scope: str, now: datetime) -> Key:
    """Every process counts for itself: a table's counter would make each request pay a write. So behind
    several processes a key gets as many times its rate."""
    key = _presented(asked, now)
    if wait := _wait(key.id, float(settings.read().api_per_second), now):
        raise Problem(
            "too_many", f"This key has used up its share; come back in {wait} s.", {"Retry-After": str(wait)}
        )
    if scope not in key.scopes:
        raise Problem("forbidden", f"This needs a key with the scope {scope!r}; {key.name!r} has none.")
    keys.note_use(key, now)
    return key


def _presented(asked: Request, now: datetime) -> Key:
    scheme, _, token = asked.headers.get("authorization", "").partition(" ")
    key = keys.holder(token.strip(), now) if scheme.lower() == "bearer" else None
    if key is None:
        raise Problem(
            "unauthorized",
            "Send `Authorization: Bearer` and a key that stands; `aftercare key create` makes one.",
            {"WWW-Authenticate": 'Bearer realm="aftercare"'},
        )
    return key


def _wait(key_id: str, rate: float, now: datetime) -> int:
    """Takes one from the bucket; else how many seconds until there is one again."""
    with _bucket(key_id, rate, now) as bucket:
        passed = max(0.0, (now - bucket.at).total_seconds())
        bucket.left, bucket.at = min(rate * SAVED, bucket.left + passed * rate), now
        if bucket.left >= 1:
            bucket.left -= 1
            return 0
        return max(1, math.ceil((1 - bucket.left) / rate))


@contextmanager
def _bucket(key_id: str, rate: float, now: datetime) -> Iterator[Bucket]:
    with _lock:
        if key_id not in _buckets and len(_buckets) >= MOST_BUCKETS:
            _buckets.clear()
        yield _buckets.setdefault(key_id, Bucket(rate * SAVED, now))
