"""What customers answered: ratings, and the supervision sheets they ticked."""

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.records.attributes import InstantAttribute
from chalicelib.records.table import Row


class Rating(Row, discriminator="rating"):
    """One to five, once per survey; a later answer to the same survey replaces the comment only."""

    touch_key = UnicodeAttribute()
    sale_id = UnicodeAttribute(default="")
    score = NumberAttribute()
    comment = UnicodeAttribute(default="")
    source = UnicodeAttribute(default="")
    at_moment = InstantAttribute()

    @classmethod
    def at(cls, customer_id: str, touch_id: str) -> tuple[str, str]:
        return f"customer#{customer_id}", f"rating#{touch_id}"


class Checklist(Row, discriminator="checklist"):
    """`answers`: {point: "yes" | "no"}; `notes`: {point: the customer's words}."""

    touch_key = UnicodeAttribute()
    sale_id = UnicodeAttribute(default="")
    answers = JSONAttribute(default=dict)
    notes = JSONAttribute(default=dict)
    at_moment = InstantAttribute()

    @classmethod
    def at(cls, customer_id: str, touch_id: str) -> tuple[str, str]:
        return f"customer#{customer_id}", f"checklist#{touch_id}"
