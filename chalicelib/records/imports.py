"""Imports: what came with which file, and whether its messages may go."""

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute

from chalicelib.records.attributes import InstantAttribute
from chalicelib.records.table import Row


class Import(Row, discriminator="import"):
    """`released` is false while its messages wait for `aftercare release`."""

    file_name = UnicodeAttribute()
    at_moment = InstantAttribute()
    counts = JSONAttribute(default=dict)
    released = BooleanAttribute(default=True)
    released_by = UnicodeAttribute(default="")

    @classmethod
    def at(cls, import_id: str) -> tuple[str, str]:
        return "import", import_id

    @property
    def id(self) -> str:
        return self.sk
