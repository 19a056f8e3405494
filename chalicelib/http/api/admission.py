"""Who may come in: a key that stands, with the scope for this door, and not too often."""

from datetime import datetime
from functools import cache

from chalice.app import Request

from chalicelib import settings
from chalicelib.care import keys
from chalicelib.http.api.problems import Problem
from chalicelib.http.limits import Buckets, Limit, TooMany
from chalicelib.records.keys import Key

# A key may save up requests for so many seconds and then send them at once.
SAVED = 2


def admit(asked: Request, scope: str, now: datetime) -> Key:
    """Every process counts for itself: a table's counter would make each request pay a write. So behind
    several processes a key gets as many times its rate."""
    key = _presented(asked, now)
    try:
        shares(float(settings.read().api_per_second)).take(key.id, now)
    except TooMany as refusal:
        wait = refusal.retry_after
        raise Problem(
            "too_many", f"This key has used up its share; come back in {wait} s.", {"Retry-After": str(wait)}
        ) from None
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


@cache
def shares(rate: float) -> Buckets:
    """What each key has left, of so many requests a second."""
    return Buckets(Limit(rate * SAVED, 1 / rate))
