"""What customers wrote back, by the provider's id: how it was understood, and whether it was acted upon."""

from pynamodb.attributes import UnicodeAttribute

from chalicelib.records.attributes import InstantAttribute
from chalicelib.records.table import Row


class Heard(Row, discriminator="heard"):
    """One message from outside, never its words. `meaning` is stop, start, rating, text ...; `touch_key`
    the question that a rating answers, `score` its answer."""

    meaning = UnicodeAttribute()
    touch_key = UnicodeAttribute(default="")
    score = UnicodeAttribute(default="")
    heard_at = InstantAttribute()
    done_at = InstantAttribute(null=True)

    @classmethod
    def at(cls, channel: str, reply_id: str) -> tuple[str, str]:
        return f"heard#{channel}#{reply_id}", "heard"
