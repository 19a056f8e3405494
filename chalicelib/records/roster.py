"""Everybody there is, by shard: what a campaign pages through. Keys alone; the rest is on their rows."""

from chalicelib.records.pages import of_partition
from chalicelib.records.table import Row, shard_of


class Enrolled(Row, discriminator="enrolled"):
    """That a customer exists. Written with the customer's row, in the same transaction."""

    @classmethod
    def at(cls, customer_id: str) -> tuple[str, str]:
        return f"roster#{shard_of(customer_id):02d}", customer_id


def page(shard: int, most: int, after: str = "") -> tuple[list[str], str]:
    """The next customers' ids, and the place where the page after it begins; empty on the last."""
    found = of_partition(f"roster#{shard:02d}", "", most, {"sk": after} if after else None)
    return [row.sk for row in found.rows], (found.position or {}).get("sk", "")
