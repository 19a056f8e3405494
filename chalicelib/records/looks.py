"""Which colleague looked at whose data, and when: ids alone."""

from datetime import datetime

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from chalicelib.records.attributes import instant
from chalicelib.records.table import Row


class Look(Row, discriminator="look"):
    """One page that was shown; `customers` are the ids of those on it."""

    is_aside = True

    page = UnicodeAttribute()
    customers = JSONAttribute(default=list)

    @classmethod
    def at(cls, staff_id: str, now: datetime) -> tuple[str, str]:
        return cls.of(staff_id), instant(now)

    @classmethod
    def of(cls, staff_id: str) -> str:
        return f"looks#{staff_id}"

    @property
    def at_moment(self) -> datetime:
        """A file that was made for somebody has its own name behind it."""
        return datetime.fromisoformat(self.sk.partition("#")[0])
