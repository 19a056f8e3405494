"""Everybody there is, by shard: what a campaign pages through. Keys alone; the rest is on their rows."""

from collections.abc import Iterable

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute

from chalicelib.records.pages import of_partition
from chalicelib.records.table import Row, save_all, shard_of


class Enrolled(Row, discriminator="enrolled"):
    """That a customer exists. Written with the customer's row, in the same transaction."""

    @classmethod
    def at(cls, customer_id: str) -> tuple[str, str]:
        return f"roster#{shard_of(customer_id):02d}", customer_id


class Enrolment(Row, discriminator="enrolment"):
    """How far the looking for customers from before there was a roster has come. `position`: where in the
    table; `seen`: how many so far."""

    position = JSONAttribute(default=dict)
    seen = NumberAttribute(default=0)
    done = BooleanAttribute(default=False)

    @classmethod
    def at(cls) -> tuple[str, str]:
        return "enrolment", "enrolment"


def enrolment() -> Enrolment | None:
    return Enrolment.find(*Enrolment.at(), consistent=True)


def enrol(ids: Iterable[str]) -> None:
    """Put again where they stand there already."""
    save_all([Enrolled(*Enrolled.at(one)) for one in ids])


def page(shard: int, most: int, after: str = "") -> tuple[list[str], str]:
    """The next customers' ids, and the place where the page after it begins; empty on the last."""
    found = of_partition(f"roster#{shard:02d}", "", most, {"sk": after} if after else None)
    return [row.sk for row in found.rows], (found.position or {}).get("sk", "")
