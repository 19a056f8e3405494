"""Friends whom customers sent to us, and what came of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute

from chalicelib.ids import derived
from chalicelib.records.attributes import InstantAttribute, instant
from chalicelib.records.customers import Customer
from chalicelib.records.table import NOW, Row, Write, leave_due, shard_of, transact

# By then whoever wanted to buy has bought; of all others nothing is kept.
KEPT = timedelta(days=365)


class Referral(Row, discriminator="referral"):
    """A friend who asked to be phoned, in the partition of who sent them. `state` is new or bought; `lookup`
    finds it by the friend's telephone while it is new. `rep`: whose care won it (F1-09)."""

    name = UnicodeAttribute(default="")
    phone = UnicodeAttribute()
    about = UnicodeAttribute(default="")
    language = UnicodeAttribute(default="")
    rep = UnicodeAttribute(default="")
    said_at = InstantAttribute()
    state = UnicodeAttribute(default="new")
    sale_id = UnicodeAttribute(default="")
    bought_at = InstantAttribute(null=True)

    @classmethod
    def at(cls, customer_id: str, phone: str) -> tuple[str, str]:
        return f"customer#{customer_id}", f"referral#{derived('f', phone)}"

    @classmethod
    def at_key(cls, key: str) -> tuple[str, str]:
        customer_id, _, friend_id = key.partition(".")
        return f"customer#{customer_id}", f"referral#{friend_id}"

    @property
    def key(self) -> str:
        return f"{self.referrer}.{self.sk.removeprefix('referral#')}"

    @property
    def referrer(self) -> str:
        return self.pk.removeprefix("customer#")

    def awaited(self) -> None:
        """Found by the telephone, and forgotten in time."""
        self.lookup_pk, self.lookup_sk = f"referral#{self.phone}", f"{instant(self.said_at)}#{self.referrer}"
        self.is_due(self.said_at + KEPT, shard_of(self.pk), NOW)


def bought(phones: Iterable[str], buyer: str, sale_id: str, at: datetime) -> bool:
    """Whoever sent this buyer is counted, the first of several and each sale once."""
    found = [row for phone in phones for row in Referral.by_lookup(f"referral#{phone}", most=5)]
    for row in (row for row in found if isinstance(row, Referral) and row.referrer != buyer):
        won = (
            Referral.state.set("bought"), Referral.sale_id.set(sale_id), Referral.bought_at.set(at),
            Row.lookup_pk.remove(), Row.lookup_sk.remove(), *leave_due(),
        )  # fmt: skip
        owner = Customer.today(row.referrer)
        counted = [Write(owner, (Customer.referrals.add(1),), Row.pk.exists())] if owner else []
        if transact([Write(row, won, Referral.state == "new"), *counted]):
            return True
    return False
