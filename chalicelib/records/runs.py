"""What drains did, in one summary row each, so that counting needs no scan."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from chalicelib.ids import derived
from chalicelib.records.attributes import InstantAttribute, instant
from chalicelib.records.table import SHARDS, Row, shard_of

# Behind all instants, so that whoever reads a stretch of time meets none of them.
POINTER = "~"

# An outcome takes up to 200 bytes, and a row of the table 400 KB at most.
MOST = 1000


class Run(Row, discriminator="run"):
    """`settled`: [[touchpoint key, step, outcome, reason, channel, segments, currency, cost]].
    `heard`: [touchpoint key, step, what] of one answer that a campaign's message got.
    `row`: keys of a row on which something happened that is counted on this day; what, the row says."""

    settled = JSONAttribute(default=list)
    heard = JSONAttribute(null=True)
    row = JSONAttribute(null=True)
    at_moment = InstantAttribute()
    origin = UnicodeAttribute(default="drain")


def note(shard: int, now: datetime, settled: list[list], origin: str = "drain") -> None:
    """Put a summary; the same outcomes at the same moment make the same row. What would not fit into one
    makes several."""
    for begin in range(0, len(settled), MOST):
        part = settled[begin : begin + MOST]
        name = f"{instant(now)}#{derived('', origin, *map(tuple, part))}"
        Run(f"run#{now:%Y-%m-%d}#{shard:02d}", name, settled=part, at_moment=now, origin=origin).save()


def hear(shard: int, now: datetime, key: str, step: str, what: str) -> None:
    """Somebody answered, refused or complained of what they got; the same at the same moment is one."""
    name = f"{instant(now)}#{derived('', 'heard', key, what)}"
    Run(
        f"run#{now:%Y-%m-%d}#{shard:02d}", name, heard=[key, step, what], at_moment=now, origin="heard"
    ).save()


def point(row: Row, day: str, now: datetime) -> None:
    """To a row that the count of this day (UTC) has to look at; before the row is written, so that none is
    overlooked. Pointed at twice, it is looked at once."""
    place = f"run#{day}#{shard_of(row.pk):02d}"
    Run(place, f"{POINTER}{row.pk}#{row.sk}", row=[row.pk, row.sk], at_moment=now, origin="row").save()


def between(day: str, shard: int, since: str, until: str) -> Iterator[Run]:
    """A shard's summaries of a day (UTC) from one instant on and before another, oldest first."""
    return Run._pages(f"run#{day}#{shard:02d}", Row.sk.between(since, until))


def of_day(day: str) -> list[Run]:
    """All summaries of a day (UTC), oldest first."""
    rows = chain.from_iterable(Run.in_partition(f"run#{day}#{shard:02d}") for shard in range(SHARDS))
    return sorted(rows, key=lambda run: run.sk)
