"""Who comes to a gathering: one answer for each invitation, the latest counts; listed by `lookup`."""

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.records.attributes import InstantAttribute
from chalicelib.records.table import Row


class Guest(Row, discriminator="guest"):
    """`people`: how many, the invited one included; 0 where they do not come."""

    touch_key = UnicodeAttribute()
    coming = BooleanAttribute()
    people = NumberAttribute(default=0)
    note = UnicodeAttribute(default="")
    who = UnicodeAttribute(default="customer")
    at_moment = InstantAttribute()

    @classmethod
    def at(cls, customer_id: str, touch_id: str) -> tuple[str, str]:
        return f"customer#{customer_id}", f"guest#{touch_id}"

    @property
    def customer_id(self) -> str:
        return self.pk.removeprefix("customer#")


def listed(campaign: str, occurrence: str) -> list[Guest]:
    return Guest.by_lookup(_list(campaign, occurrence))


def enter(guest: Guest, campaign: str, occurrence: str) -> None:
    guest.lookup_pk, guest.lookup_sk = _list(campaign, occurrence), guest.customer_id


def _list(campaign: str, occurrence: str) -> str:
    return f"guests#{campaign}#{occurrence}"
