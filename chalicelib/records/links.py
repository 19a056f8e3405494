"""Signed links to customers' pages: stored hashed, expiring, spent by use."""

import hashlib
from datetime import datetime

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from chalicelib.records.attributes import InstantAttribute
from chalicelib.records.table import Row
from chalicelib.records.touchpoints import Touchpoint

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

    @classmethod
    def of_message(
        cls, token: str, page: str, touch: Touchpoint, language: str, expires_at: datetime
    ) -> "Link":
        """The same for whoever makes it: as the message is written, or again at the counter."""
        return cls(
            *cls.at(token), page=page, customer_id=touch.owner, touch_key=touch.key, expires_at=expires_at,
            facts={"purpose": touch.purpose, "language": language},
        )  # fmt: skip
