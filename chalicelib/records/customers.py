"""Customers, and the addresses by which they are known and silenced."""

from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.records import pages
from chalicelib.records.attributes import InstantAttribute, MoneyAttribute
from chalicelib.records.pages import Position
from chalicelib.records.table import Row

REMEMBERED = timedelta(days=35)
# Of so many digits people say the end of a telephone.
TAIL = 4


class Customer(Row, discriminator="customer"):
    """A person or household. The snapshots (`consents`, `open_complaints`, `recent`, `stopped`)
    are what the decision to send reads; their history stands in events and touchpoints.

    `offers` counts what complaints offered them: two offers at once cannot both overlook each other.
    `sellers`: [[shop, rep]] of what they bought, as its planning left them; nothing where nobody noted them.
    `recent`: [instant, purpose, whether it counts for the caps, touchpoint id, provider id], newest last.
    `consents`: {purpose: {channel or "*": "granted" | "refused"}}. `stopped`: {address: reason}.
    """

    name = UnicodeAttribute()
    store = UnicodeAttribute(default="")
    phones = JSONAttribute(default=list)
    emails = JSONAttribute(default=list)
    no_sms = JSONAttribute(default=list)
    language = UnicodeAttribute(default="")
    zone = UnicodeAttribute(default="")
    country = UnicodeAttribute(default="")
    estate = UnicodeAttribute(default="")
    estate_grade = UnicodeAttribute(default="")
    estate_age = NumberAttribute(null=True)
    address = UnicodeAttribute(default="")
    neighbours = NumberAttribute(default=0)
    spend = MoneyAttribute(null=True)
    currency = UnicodeAttribute(default="")
    tier = UnicodeAttribute(default="")
    tier_reasons = JSONAttribute(default=list)
    referrals = NumberAttribute(default=0)
    vulnerability = UnicodeAttribute(default="")
    rep = UnicodeAttribute(default="")
    sample = BooleanAttribute(default=False)
    tags = JSONAttribute(default=list)
    consents = JSONAttribute(default=dict)
    open_complaints = NumberAttribute(default=0)
    offers = NumberAttribute(null=True)
    recent = JSONAttribute(default=list)
    stopped = JSONAttribute(default=dict)
    asked_rating = UnicodeAttribute(default="")
    sellers = JSONAttribute(null=True)
    acted_at = InstantAttribute(null=True)
    chain_length = NumberAttribute(default=0)
    chain_head = UnicodeAttribute(default="")
    merged_into = UnicodeAttribute(default="")
    merged_from = JSONAttribute(default=list)
    erased_at = InstantAttribute(null=True)

    @classmethod
    def at(cls, customer_id: str) -> tuple[str, str]:
        return f"customer#{customer_id}", "customer"

    @classmethod
    def today(cls, customer_id: str) -> "Customer | None":
        """Through merges to the row that counts."""
        found = cls.find(*cls.at(customer_id), consistent=True)
        while found and found.merged_into:
            found = cls.find(*cls.at(found.merged_into), consistent=True)
        return found

    @property
    def id(self) -> str:
        return self.pk.removeprefix("customer#")

    @property
    def age_of_estate(self) -> int | None:
        """In years, where it is known."""
        return int(self.estate_age) if self.estate_age is not None else None

    @property
    def partitions(self) -> list[str]:
        """Where the person's rows stand: their own partition, before it those merged into it."""
        return [*(self.at(merged)[0] for merged in self.merged_from), self.pk]

    def recent_with(self, entry: list[Any], now: datetime) -> list[list[Any]]:
        """`recent` with one more, the forgotten left out; the same touchpoint stands there once."""
        kept = [
            old
            for old in self.recent
            if now - datetime.fromisoformat(old[0]) < REMEMBERED and (old[3], old[4]) != (entry[3], entry[4])
        ]
        return [*kept, entry]


class Contact(Row, discriminator="contact"):
    """One address: whom it belongs to, and whether it wants to hear from us at all. `told`: of the last
    campaigns {touchpoint id: which customer it went to here}, where several share it. `lookup` finds a
    telephone by its end."""

    customers = JSONAttribute(default=list)
    stopped = UnicodeAttribute(default="")
    stopped_at = InstantAttribute(null=True)
    version = NumberAttribute(default=0)
    told = JSONAttribute(default=dict)

    @classmethod
    def at(cls, channel: str, address: str) -> tuple[str, str]:
        return f"contact#{channel}#{address}", "contact"

    @property
    def channel(self) -> str:
        return self.pk.split("#")[1]

    @property
    def address(self) -> str:
        return self.pk.split("#", 2)[2]

    def listed(self) -> None:
        """Under its last digits, read backwards, so that more of them narrow it down; nowhere while it is
        nobody's, or no telephone."""
        found = self.channel == "sms" and bool(self.customers)
        self.lookup_pk = f"tail#{self.address[-TAIL:]}" if found else None
        self.lookup_sk = self.address[::-1] if found else None

    def list_anew(self) -> None:
        """Unless somebody did so meanwhile."""
        self.listed()
        if self.lookup_pk:
            place = [Row.lookup_pk.set(self.lookup_pk), Row.lookup_sk.set(self.lookup_sk)]
            self.change(place, Row.lookup_pk.does_not_exist())

    @classmethod
    def ending(
        cls, digits: str, most: int, after: Position | None = None
    ) -> tuple[list[tuple[str, str]], Position | None]:
        """Where the telephones are that end so, and where the next page begins."""
        within = Row.lookup_sk.startswith(digits[::-1])
        found, position = pages.keys(f"tail#{digits[-TAIL:]}", most, after, within)
        return [(raw["pk"]["S"], raw["sk"]["S"]) for raw in found], position
