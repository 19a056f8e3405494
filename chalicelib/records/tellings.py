"""What somebody told us, by whichever way, until it is part of a complaint or a person has seen to it."""

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute

from chalicelib.records.attributes import InstantAttribute
from chalicelib.records.table import Row

# Where a person looks for those that nobody has seen to.
WAITING = "tellings#asked"


class Telling(Row, discriminator="telling"):
    """`state` is new, opened or joined (then `number` is the complaint), asked (a person decides), then taken
    (it went on as another) or dismissed. `opens`: a complaint in itself; else it only adds to one that is
    open. `key` makes it one.

    `files` are kept outside the table: [[key, name, media type, bytes]]; `media` are addresses of the
    provider's from which more are still to be fetched.
    """

    customer_id = UnicodeAttribute(default="")
    sale_id = UnicodeAttribute(default="")
    channel = UnicodeAttribute()
    sender = UnicodeAttribute(default="")
    name = UnicodeAttribute(default="")
    store = UnicodeAttribute(default="")
    words = UnicodeAttribute(default="")
    wish = UnicodeAttribute(default="other")
    about = UnicodeAttribute(default="other")
    case = UnicodeAttribute(default="")
    opens = BooleanAttribute(default=True)
    files = JSONAttribute(default=list)
    media = JSONAttribute(default=list)
    provider = UnicodeAttribute(default="")
    key = UnicodeAttribute()
    state = UnicodeAttribute(default="new")
    number = UnicodeAttribute(default="")
    told_at = InstantAttribute()

    @classmethod
    def at(cls, customer_id: str, reference: str) -> tuple[str, str]:
        """With its customer, so that it goes with an erasure; apart while nobody knows whose it is."""
        if customer_id:
            return f"customer#{customer_id}", f"telling#{reference}"
        return f"telling#{reference}", "telling"

    @property
    def reference(self) -> str:
        return (self.sk if self.customer_id else self.pk).removeprefix("telling#")
