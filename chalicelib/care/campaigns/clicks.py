"""Clicks: people who came to a page of ours by the link in a campaign's message; each message counts once."""

from datetime import datetime, timedelta

from chalicelib.records import runs
from chalicelib.records.table import shard_of
from chalicelib.records.touchpoints import Touchpoint

# Within this a mail gateway opens what it lets through, with a browser of its own.
LOOKED_INTO = timedelta(seconds=60)


def note(touch_key: str, now: datetime, surely: bool = False) -> None:
    """`surely`: something was answered there, which no program does."""
    touch = Touchpoint.by_key(touch_key)
    if touch is None or not touch.campaign or not (surely or _may_be_read(touch, now)):
        return
    if touch.change([Touchpoint.clicked_at.set(now)], Touchpoint.clicked_at.does_not_exist()):
        runs.hear(shard_of(touch.pk), now, touch.key, touch.campaign, "clicked")


def _may_be_read(touch: Touchpoint, now: datetime) -> bool:
    return touch.channel != "email" or touch.sent_at is None or now - touch.sent_at >= LOOKED_INTO
