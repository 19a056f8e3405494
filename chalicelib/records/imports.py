"""Imports: what came with which file, and whether its messages may go."""

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.records.attributes import InstantAttribute
from chalicelib.records.table import Row


class Import(Row, discriminator="import"):
    """`released` is false while its messages wait for `aftercare release`.

    `state` is waiting, working, done or failed (then `reason` says why, and what to do); `taken` of
    `total` orders are written. `options` are how the file is to be read.
    """

    file_name = UnicodeAttribute()
    at_moment = InstantAttribute()
    counts = JSONAttribute(default=dict)
    released = BooleanAttribute(default=True)
    released_by = UnicodeAttribute(default="")
    state = UnicodeAttribute(default="done")
    total = NumberAttribute(default=0)
    taken = NumberAttribute(default=0)
    options = JSONAttribute(default=dict)
    who = UnicodeAttribute(default="")
    reason = UnicodeAttribute(default="")
    ended_at = InstantAttribute(null=True)

    @classmethod
    def at(cls, import_id: str) -> tuple[str, str]:
        return "import", import_id

    @property
    def id(self) -> str:
        return self.sk
