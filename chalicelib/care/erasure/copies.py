"""What providers keep of a message: they are asked to forget it too."""

from datetime import datetime, timedelta

from chalicelib import message
from chalicelib.care.hands import Hands
from chalicelib.records.erasures import Copy
from chalicelib.records.table import NOW, Row, shard_of
from chalicelib.records.touchpoints import Rendered, Touchpoint

# By then a provider has said its last word on any message, and lets go of it.
ON_ITS_WAY = timedelta(hours=73)


def recall(copy: Copy, now: datetime, hands: Hands) -> None:
    """The dispatcher's way in: the provider removes what it keeps. Whatever it answers but done comes
    back later, at last before a person."""
    hands.channels[copy.provider].forget(hands.settings, copy.message_id)


def ask_back(rows: list[Row], now: datetime, hands: Hands) -> None:
    """Before our own rows go: they alone know what went by whom."""
    by = {
        (row.touch_key, row.sk.rpartition("#")[2]): row.provider for row in rows if isinstance(row, Rendered)
    }
    for touch in (row for row in rows if isinstance(row, Touchpoint)):
        for number, facts in touch.archived_attempts.items():
            provider = by.get((touch.key, number)) or touch.provider
            if facts.get("provider_id") and getattr(hands.channels.get(provider), "keeps_copies", False):
                copy = Copy(*Copy.at(provider, facts["provider_id"]))
                copy.is_due(_let_go_at(touch, number, now), shard_of(copy.pk), NOW)
                copy.create()


def _let_go_at(touch: Touchpoint, number: str, now: datetime) -> datetime:
    """No provider removes a message that is still on its way."""
    present = number == str(int(touch.attempt)) and touch.state == "sent"
    on_its_way = present and touch.delivery not in (*message.FINAL, "unconfirmed")
    return max(now, (touch.sent_at or now) + ON_ITS_WAY) if on_its_way else now
