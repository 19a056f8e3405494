"""Due rows: found by the sparse index (which may be behind), claimed and settled on the table itself."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import NamedTuple

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.records.attributes import instant
from chalicelib.records.table import NOW, REST, Row, lane_name, leave_due, move_due, unless_refused

PAGE = {REST: 50}
LEASE = timedelta(seconds=120)


class Entry(NamedTuple):
    """Where a due row stands, and the place in the index at which it was seen."""

    pk: str
    sk: str
    due_key: str


def keys(shard: int, lane: str, now: datetime, after: str = "") -> Iterator[Entry]:
    """Due entries of a lane, oldest first, paging forward; `after` leaves out what was seen before."""
    last = instant(now) + "#\U0010ffff"
    within = Row.due_key.between(after + "\0", last) if after else Row.due_key <= last
    start = None
    while True:
        page = Row._get_connection().query(
            lane_name(shard, lane), range_key_condition=within, index_name="due",
            exclusive_start_key=start, limit=PAGE.get(lane, 100),
        )  # fmt: skip
        for raw in page["Items"]:
            yield Entry(raw["pk"]["S"], raw["sk"]["S"], raw["due_key"]["S"])
        if not (start := page.get("LastEvaluatedKey")):
            return


class Waiting(NamedTuple):
    """What is due in a shard, as a first look found it; None is a lane that was not asked yet."""

    now: Iterator[Entry] | None = None
    rest: Iterator[Entry] | None = None


UNASKED = Waiting()


def waiting(shard: int, now: datetime) -> Waiting | None:
    """Nothing where a shard has nothing due; else what was found, so that nobody asks for it again."""
    if found := _unless_empty(keys(shard, NOW, now)):
        return Waiting(now=found)
    if found := _unless_empty(keys(shard, REST, now)):
        return Waiting(now=iter(()), rest=found)
    return None


def _unless_empty(entries: Iterator[Entry]) -> Iterator[Entry] | None:
    first = next(entries, None)
    return chain([first], entries) if first else None


class Undecodable(Row):
    """A row of which only what every row has can be read; it is changed without looking at the rest."""

    def change(self, actions: Sequence[Action], condition: Condition | None = None) -> bool:
        table, same = self._get_connection(), Row.pk.exists()
        known = same if condition is None else same & condition
        return unless_refused(
            lambda: table.update_item(self.pk, range_key=self.sk, actions=list(actions), condition=known)
        )


def stored(entry: Entry, kind: type[Row]) -> Row | None:
    """The row as it stands; where it cannot be decoded, only what every row has."""
    raw = Row._get_connection().get_item(entry.pk, range_key=entry.sk, consistent_read=True).get("Item")
    try:
        return kind.from_raw_data(raw) if raw else None
    except (ValueError, TypeError, ArithmeticError):
        bare = {name: raw[name]["S"] for name in ("due_lane", "due_key") if name in raw}
        return Undecodable(entry.pk, entry.sk, **bare, failures=int(raw.get("failures", {}).get("N", 0)))


def claim(row: Row, now: datetime) -> bool:
    """Take an inner row for the length of a lease; its place in the index is left alone."""
    free = Row.lease_until.does_not_exist() | (Row.lease_until < now)
    return row.change(
        [Row.attempt.set((Row.attempt | 0) + 1), Row.lease_until.set(now + LEASE)],
        (Row.due_key == row.due_key) & free,
    )


def settle(row: Row, key: str, again_at: datetime | None, *actions: Action) -> bool:
    """Finish an inner row or make it due again; not if somebody made it due anew in the meantime."""
    free = [Row.lease_until.remove(), Row.attempt.set(0), Row.failures.set(0), *actions]
    place = move_due(row, again_at) if again_at else leave_due()
    return row.change([*place, *free], Row.due_key == key) or row.change(free)


def first_due(shard: int) -> tuple[str, int] | None:
    """The earliest due key of a shard, of whichever lane."""
    lanes = [Row._raw(lane_name(shard, lane), None, most=1, index_name="due") for lane in (NOW, REST)]
    return min(((raw["due_key"]["S"], shard) for found in lanes for raw in found), default=None)
