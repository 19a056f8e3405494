"""Which complaints a batch of goods brought, and the batches that brought too many."""

from datetime import datetime

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.records.attributes import InstantAttribute
from chalicelib.records.table import NOW, Row, shard_of


class Struck(Row, discriminator="struck"):
    """That a complaint may come from a batch. Due at once, for its batch to be looked at; whether it still
    is said to come from there, the complaint says."""

    @classmethod
    def at(cls, batch: str, number: str) -> tuple[str, str]:
        return f"struck#{batch}", f"struck#{number}"

    @property
    def batch(self) -> str:
        return self.pk.removeprefix("struck#")

    @property
    def number(self) -> str:
        return self.sk.removeprefix("struck#")


class Cluster(Row, discriminator="cluster"):
    """A batch with too many complaints. `numbers` are theirs, `task_key` that of the last task about it."""

    product = UnicodeAttribute(default="")
    numbers = JSONAttribute(default=list)
    owners = NumberAttribute(default=0)
    task_key = UnicodeAttribute(default="")
    found_at = InstantAttribute()

    @classmethod
    def at(cls, batch: str) -> tuple[str, str]:
        return "cluster", batch

    @property
    def batch(self) -> str:
        return self.sk


def strike(batch: str, number: str, now: datetime) -> Struck:
    row = Struck(*Struck.at(batch, number))
    row.is_due(now, shard_of(row.pk), NOW)
    return row


def struck(batch: str) -> list[str]:
    """The numbers of all complaints that were ever said to come from it."""
    return [row.number for row in Struck.in_partition(f"struck#{batch}", "struck#", consistent=True)]
