"""Imports: what came with which file, and whether its messages may go."""

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.records.attributes import InstantAttribute, PackedAttribute, SaidAttribute
from chalicelib.records.table import Row


class Import(Row, discriminator="import"):
    """`released` is false while its messages wait for `aftercare release`.

    `state` is waiting, working, done or failed (then `reason` says why, and what to do); `taken` of
    `total` orders are written. `options` are how the file is to be read. `settled`: lines it left behind
    that came back in a later file, or that somebody (`settled_by`, the last of them) left out for good.
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
    reason = SaidAttribute(default="")
    ended_at = InstantAttribute(null=True)
    settled = PackedAttribute(default=list)
    settled_by = UnicodeAttribute(default="")

    @classmethod
    def at(cls, import_id: str) -> tuple[str, str]:
        return "import", import_id

    @property
    def left_behind(self) -> int:
        """How many of its rows still wait for somebody: not taken, or only in part."""
        return max(
            0, sum(int(self.counts.get(name, 0)) for name in ("rejects", "partly")) - len(self.settled)
        )

    @property
    def id(self) -> str:
        return self.sk
