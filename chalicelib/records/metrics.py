"""Counters by day and by month, folded from what the drains noted; and the days to be counted once more."""

from datetime import date, datetime, timedelta

from pynamodb.attributes import UnicodeAttribute

from chalicelib.records import runs
from chalicelib.records.attributes import InstantAttribute, PackedAttribute
from chalicelib.records.table import Row, unless_refused

# The clock's job counts so many days anew each time, today among them.
RECOUNTED = 5


class Day(Row, discriminator="day"):
    """`counts`: [[step, outcome, reason, channel, count, segments, {currency: cost}]] in order;
    `figures`: [[name, what it is told apart by ..., count]] as care/metrics/entries.py has them.
    `held`: [[step, reason, count]] of what was past its day and waited at `counted_at`."""

    counts = PackedAttribute(default=list)
    figures = PackedAttribute(default=list)
    held = PackedAttribute(default=list)
    counted_at = InstantAttribute(null=True)
    source = UnicodeAttribute(default="runs")

    @classmethod
    def at(cls, day: str) -> tuple[str, str]:
        return "day", day

    @property
    def day(self) -> str:
        return self.sk


class Month(Row, discriminator="counted_month"):
    """The sum of its days, so that a year is read in twelve rows."""

    counts = PackedAttribute(default=list)
    figures = PackedAttribute(default=list)

    @classmethod
    def at(cls, month: str) -> tuple[str, str]:
        """`month` as 2026-10."""
        return "counted_month", month

    @property
    def month(self) -> str:
        return self.sk


class Stale(Row, discriminator="stale"):
    """That a day long counted is not what it was."""

    at_moment = InstantAttribute()

    @classmethod
    def at(cls, day: str) -> tuple[str, str]:
        return "stale", day

    @property
    def day(self) -> str:
        return self.sk


def counted(row: Row, day: date, now: datetime) -> None:
    """The row will be looked at when this day is counted. Said before the row is written."""
    runs.point(row, day.isoformat(), now)
    count_again(day, now)


def count_again(day: date, now: datetime) -> None:
    """Something changed that is counted on this day. Those of late are counted anew in any case."""
    if now.date() - day > timedelta(days=RECOUNTED - 2):
        Stale(*Stale.at(day.isoformat()), at_moment=now).save()


def forget(mark: Stale) -> None:
    """Unless the day changed once more while it was counted."""
    unless_refused(lambda: mark.delete(condition=Stale.at_moment == mark.at_moment))


def between(first: date, last: date) -> list[Day]:
    return list(Day._pages("day", Row.sk.between(first.isoformat(), last.isoformat())))


def months(first: str, last: str) -> list[Month]:
    return list(Month._pages("counted_month", Row.sk.between(first, last)))
