"""Offers of a complaint, a version after the other; none is ever changed."""

from collections.abc import Iterator

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.records.attributes import InstantAttribute, MoneyAttribute
from chalicelib.records.table import Row


class Offer(Row, discriminator="offer"):
    """`gives`: [[kind, amount, words]]. `total` of it is what it costs us, `owed` what we must, `goodwill`
    what is more than that. `fault` is what was known of it then, `precedents` the cases that were shown.
    What became of it stands on the complaint and in its events.
    `beside`: why it is no second payment, where something was promised for the same sale already.
    `below`: why it is less than we owe.
    """

    version = NumberAttribute()
    gives = JSONAttribute(default=list)
    total = MoneyAttribute()
    owed = MoneyAttribute()
    goodwill = MoneyAttribute()
    currency = UnicodeAttribute()
    fault = JSONAttribute(default=dict)
    precedents = JSONAttribute(default=list)
    beside = UnicodeAttribute(null=True)
    below = UnicodeAttribute(null=True)
    effort = UnicodeAttribute(default="")
    who = UnicodeAttribute()
    made_at = InstantAttribute()

    @classmethod
    def at(cls, number: str, version: int) -> tuple[str, str]:
        return f"complaint#{number}", f"offer#{version:03d}"

    @classmethod
    def of(cls, complaint_pk: str) -> "Iterator[Offer]":
        """Oldest first."""
        return cls.in_partition(complaint_pk, "offer#", consistent=True)
