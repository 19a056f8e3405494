"""Requests that came with an Idempotency-Key: what was asked, and where its result stands."""

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.ids import fingerprint
from chalicelib.records.table import Row


class Request(Row, discriminator="request"):
    """`asked` is the fingerprint of the request, `status` how it was answered (0: not yet), `place` where
    the result is looked at. No answer is kept, so that nothing personal outlives an erasure here.
    `cut_short`: it died half-way once, so nobody knows how much of it was done."""

    asked = UnicodeAttribute()
    status = NumberAttribute(default=0)
    place = UnicodeAttribute(default="")
    cut_short = BooleanAttribute(default=False)

    @classmethod
    def at(cls, key_id: str, given: str) -> tuple[str, str]:
        name = fingerprint([key_id, given])
        return f"request#{name}", f"request#{name}"
