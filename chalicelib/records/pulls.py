"""Rows that bring others forward: after a release, a resume, the closing of a complaint."""

from pynamodb.attributes import UnicodeAttribute

from chalicelib.records.table import SHARDS, Row


class Pull(Row, discriminator="pull"):
    """Look through one shard for touchpoints that waited for this reason; `position` is how far it came."""

    shard_number = UnicodeAttribute()
    reason = UnicodeAttribute()
    position = UnicodeAttribute(default="")

    @classmethod
    def at(cls, shard: int, reason: str) -> tuple[str, str]:
        return f"pull#{shard:02d}", f"pull#{reason}"


def shards() -> range:
    return range(SHARDS)
