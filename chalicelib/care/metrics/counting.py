"""The last days counted at somebody's wish, a day at a time: a large shop's take longer than a page waits."""

from datetime import datetime

from chalicelib.care.hands import Hands
from chalicelib.care.metrics import folding
from chalicelib.records.metrics import Counting
from chalicelib.records.table import NOW, shard_of


def begin(who: str, now: datetime) -> Counting:
    """What is under way goes on; nobody counts beside it."""
    there = under_way()
    if there:
        return there
    row = Counting(*Counting.at(), last=now.date(), days=folding.LATELY, who=who)
    row.is_due(now, shard_of(row.pk), NOW)
    row.save()
    return row


def under_way() -> Counting | None:
    """What still goes on. One that failed is over: it may be begun anew."""
    row = Counting.find(*Counting.at(), consistent=True)
    return row if row and row.due_key and not row.ended_at else None


def work(row: Counting, now: datetime, hands: Hands) -> datetime | None:
    """The dispatcher's way in: one day, or the sums once all are there. Done twice, it comes to the same."""
    if row.ended_at:
        return None
    days, done = folding.last_days(row.last, int(row.days)), int(row.done)
    if done < len(days):
        folding.fold(days[done])
        row.change([Counting.done.set(done + 1)], Counting.done == done)
        return now
    folding.sum_up(days, now)
    row.change([Counting.ended_at.set(now)])
    return None
