"""Counters by day and by month, folded from what the drains noted; and the days to be counted once more."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.records import runs
from chalicelib.records.attributes import DateAttribute, InstantAttribute, PackedAttribute
from chalicelib.records.table import Row, unless_refused

# The clock's job counts so many days anew each time, today among them.
RECOUNTED = 5
# How many rows stand in a list, and how many lists are read at once: a month of days with one each.
LISTED, AT_ONCE = 50, 32


class Day(Row, discriminator="day"):
    """`counts`: [[step, outcome, reason, channel, count, segments, {currency: cost}]] in order;
    `figures`: [[name, what it is told apart by ..., count]] as care/metrics/entries.py has them.
    `held`: [[step, reason, count]] of what was past its day and waited at `counted_at`; `held_rows`:
    [[step, reason, [[pk, sk] of the first]]] behind these."""

    counts = PackedAttribute(default=list)
    figures = PackedAttribute(default=list)
    held = PackedAttribute(default=list)
    held_rows = PackedAttribute(default=list)
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


class Listed(Row, discriminator="listed"):
    """Some of the rows behind one figure of one day: [[what it is told apart by ..., pk, sk]], in order."""

    entries = PackedAttribute(default=list)

    @classmethod
    def at(cls, day: str, figure: str, number: int) -> tuple[str, str]:
        return f"listed#{day[:7]}", f"{figure}#{day}#{number:05d}"

    @property
    def place(self) -> str:
        """Its day and number."""
        return self.sk.partition("#")[2]


class Counting(Row, discriminator="counting"):
    """The last days counted at somebody's wish: so many days are `done` of `days`, back from `last`."""

    last = DateAttribute()
    days = NumberAttribute()
    done = NumberAttribute(default=0)
    who = UnicodeAttribute(default="")
    ended_at = InstantAttribute(null=True)

    @classmethod
    def at(cls) -> tuple[str, str]:
        return "counting", "counting"


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


def enlist(day: str, figure: str, entries: list[list[str]]) -> None:
    """Keep this list in place of the one that was kept before; what is the same is not written again."""
    parts = [entries[start : start + LISTED] for start in range(0, len(entries), LISTED)]
    fresh = [Listed(*Listed.at(day, figure, number), entries=part) for number, part in enumerate(parts)]
    there = {row.sk: row for row in Listed.in_partition(f"listed#{day[:7]}", f"{figure}#{day}#")}
    for row in fresh:
        old = there.pop(row.sk, None)
        if old is None or old.entries != row.entries:
            row.save()
    for row in there.values():
        row.delete()


def enlisted(figure: str, first: str, last: str, before: str = "") -> Iterator[Listed]:
    """A figure's lists from the last day back to the first, those before a place alone; read some at a
    time, as far as they are asked for."""
    end = before or f"{last}~"
    for month in _months_back(first[:7], end[:7]):
        while True:
            within = Row.sk.between(f"{figure}#{first}", f"{figure}#{end}")
            page = list(Listed._pages(f"listed#{month}", within, most=AT_ONCE, scan_index_forward=False))
            rows = [row for row in page if row.place != end]
            yield from rows
            if len(page) < AT_ONCE:
                break
            end = rows[-1].place


def _months_back(first: str, last: str) -> Iterator[str]:
    month = date.fromisoformat(f"{last}-01")
    while f"{month:%Y-%m}" >= first:
        yield f"{month:%Y-%m}"
        month = (month - timedelta(days=1)).replace(day=1)


def between(first: date, last: date) -> list[Day]:
    return list(Day._pages("day", Row.sk.between(first.isoformat(), last.isoformat())))


def months(first: str, last: str) -> list[Month]:
    return list(Month._pages("counted_month", Row.sk.between(first, last)))
