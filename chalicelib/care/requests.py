"""A request that comes twice under one Idempotency-Key is carried out once."""

from datetime import datetime, timedelta

from chalicelib.care.hands import Hands
from chalicelib.errors import Conflict, Reused
from chalicelib.records.idempotency import Request
from chalicelib.records.table import NOW, Row, shard_of

LEASE = timedelta(seconds=60)
KEPT = timedelta(hours=24)
GIVEN_BACK = "-"


def begin(key_id: str, given: str, asked: str, now: datetime) -> Request:
    """Ours to carry out where `status` is 0, else answered before. One that died half-way runs again
    after its lease: whatever stands below can be done twice or refuses to be, but for what `cut_short`
    is there to stop."""
    row = _row(key_id, given, asked, now)
    row.lease_until = now + LEASE
    if row.create():
        return row
    found = _same(key_id, given, asked)
    if found is None:
        return begin(key_id, given, asked, now)
    return found if found.status else _taken_over(found, asked, now)


def _row(key_id: str, given: str, asked: str, now: datetime) -> Request:
    row = Request(*Request.at(key_id, given), asked=asked)
    row.is_due(now + KEPT, shard_of(row.pk), NOW)
    return row


def _same(key_id: str, given: str, asked: str) -> Request | None:
    """What this key brought before, if anything; refused where that was something else."""
    found = Request.find(*Request.at(key_id, given), consistent=True)
    if found and found.asked not in (asked, GIVEN_BACK):
        raise Reused(
            "The Idempotency-Key {given!r} was used for another request. Send what you sent then, or take "
            "a new key for a new request.",
            given=given,
        )
    return found


def refuse_other(key_id: str, given: str, asked: str) -> None:
    """For a deed that knows by itself whether it was done: only that the key was not for another."""
    _same(key_id, given, asked)


def remember(key_id: str, given: str, asked: str, now: datetime) -> None:
    """The key stands for this request from now on, and for no other."""
    if not _row(key_id, given, asked, now).create():
        _same(key_id, given, asked)


def _taken_over(row: Request, asked: str, now: datetime) -> Request:
    free = Row.lease_until.does_not_exist() | (Row.lease_until < now)
    row_died = row.asked != GIVEN_BACK
    mine = [Request.asked.set(asked), Row.lease_until.set(now + LEASE), Request.cut_short.set(row_died)]
    if not row.change(mine, free & (Request.status == 0) & (Request.asked == row.asked)):
        raise Conflict("This very request is being carried out; ask again in a moment.")
    return row


def end(row: Request, status: int, place: str) -> None:
    """Carried out; who asks again is shown what stands at `place`."""
    row.change([Request.status.set(status), Request.place.set(place), Row.lease_until.remove()])


def give_back(row: Request) -> None:
    """It was refused and nothing done: the key may be used for the mended request."""
    row.change([Request.asked.set(GIVEN_BACK), Row.lease_until.remove()], Request.status == 0)


def forget(row: Request, now: datetime, hands: Hands) -> datetime | None:
    """The dispatcher's way in, a day later."""
    Request(row.pk, row.sk).delete()
    return None
