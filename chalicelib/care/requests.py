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
    after its lease: whatever stands below can be done twice or refuses to be."""
    row = Request(*Request.at(key_id, given), asked=asked, lease_until=now + LEASE)
    row.is_due(now + KEPT, shard_of(row.pk), NOW)
    if row.create():
        return row
    found = Request.find(row.pk, row.sk, consistent=True)
    if found is None:
        return begin(key_id, given, asked, now)
    if found.asked not in (asked, GIVEN_BACK):
        raise Reused(
            f"The Idempotency-Key {given!r} was used for another request. Send what you sent then, "
            "or take a new key for a new request."
        )
    return found if found.status else _taken_over(found, asked, now)


def _taken_over(row: Request, asked: str, now: datetime) -> Request:
    free = Row.lease_until.does_not_exist() | (Row.lease_until < now)
    mine = [Request.asked.set(asked), Row.lease_until.set(now + LEASE)]
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
