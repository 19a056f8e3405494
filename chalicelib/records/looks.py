"""Which colleague looked at whose data, and when: ids alone."""

from datetime import datetime
from typing import Any, Self

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from chalicelib.records.attributes import instant
from chalicelib.records.table import Row

TOGETHER = "looks"


class Look(Row, discriminator="look"):
    """One page that was shown; `customers` are the ids of those on it. Everybody's stand together by time,
    and each colleague's in `lookup`."""

    is_aside = True

    page = UnicodeAttribute()
    customers = JSONAttribute(default=list)

    @classmethod
    def by(cls, staff_id: str, now: datetime, beside: str = "", **more: Any) -> Self:
        """`beside`: what tells it from another of the same moment."""
        row = cls(TOGETHER, "#".join(filter(None, (instant(now), staff_id, beside))), **more)
        row.lookup_pk, row.lookup_sk = cls.of(staff_id), instant(now)
        return row

    @classmethod
    def of(cls, staff_id: str) -> str:
        return f"looks#{staff_id}"

    @property
    def staff_id(self) -> str:
        return self.sk.split("#")[1]

    @property
    def at_moment(self) -> datetime:
        return datetime.fromisoformat(self.sk.split("#")[0])

    def stands_apart(self) -> bool:
        """Of a table from before, where each colleague's were a partition of their own."""
        return self.pk != TOGETHER

    def together(self) -> Self:
        """The same where it stands now."""
        at, _, beside = self.sk.partition("#")
        staff_id = self.pk.partition("#")[2]
        return self.by(staff_id, datetime.fromisoformat(at), beside, page=self.page, customers=self.customers)
