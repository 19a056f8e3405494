"""Signed links to customers' pages: stored hashed, expiring, spent by use."""

import hashlib

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from chalicelib.records.attributes import InstantAttribute
from chalicelib.records.table import Row

# About all that a customer has, the rest about one message.
OF_A_PERSON = ("care", "preferences", "complaint", "friend")
PAGES = ("checklist", "rating", "unsubscribe", "offer", "verdict", "case", "gathering", *OF_A_PERSON)


class Link(Row, discriminator="link"):
    """`page` says what it opens, `facts` for whom; `spent_at` when it was used for what it is for."""

    page = UnicodeAttribute()
    customer_id = UnicodeAttribute(default="")
    touch_key = UnicodeAttribute(default="")
    facts = JSONAttribute(default=dict)
    expires_at = InstantAttribute()
    spent_at = InstantAttribute(null=True)

    @classmethod
    def at(cls, token: str) -> tuple[str, str]:
        return f"link#{hashlib.sha256(token.encode()).hexdigest()[:32]}", "link"
