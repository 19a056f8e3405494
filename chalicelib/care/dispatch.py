"""The drain loop: take what is due in one shard, have it done, settle it. The only consumer of due rows.

A row is finished, due again later, or after its last try `failed`, where a person sees it.
"""

import logging
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import chain, takewhile
from pkgutil import resolve_name
from typing import Any, NamedTuple

from chalicelib.care import effects
from chalicelib.care.hands import Hands
from chalicelib.records import due
from chalicelib.records.table import NOW, REST, Action, Row, leave_due, move_due
from chalicelib.sentences import Said

log = logging.getLogger(__name__)

BUDGET = timedelta(seconds=50)
SLICE = timedelta(seconds=5)
SLICE_ROWS = 25
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))

Clock = Callable[[], datetime]


class Job(NamedTuple):
    """Who works on rows whose sort key begins so. An inner job is claimed and settled here and
    returns when it is due again, or None; an `outer` one reads the row and does both itself.
    `gives_up` is what a row says of itself once its last try has failed. What is done `in_parts` goes
    on within the same drain where it is due again at once, each part behind all others.

    All three are said by name, `records.sales:Sale`: a cold start loads what is due and nothing else."""

    row: str
    work: str
    outer: bool = False
    gives_up: str = ""
    in_parts: bool = False

    @property
    def kind(self) -> type[Row]:
        return _named(self.row)

    def do(self, row: Row, now: datetime, hands: Hands) -> datetime | None:
        return _named(self.work)(row, now, hands)

    def last_words(self, row: Row) -> Iterable[Action]:
        return _named(self.gives_up)(row) if self.gives_up and isinstance(row, self.kind) else ()


def _named(name: str) -> Any:
    return resolve_name(f"chalicelib.{name}")


def drain(
    shard: int, clock: Clock, jobs: Mapping[str, Job], hands: Hands, found: due.Waiting = due.UNASKED
) -> int:
    """Work off one shard for at most BUDGET, at first what was `found` already; how many rows were taken
    up. A clock may raise to end it between two rows; then the hands bring one of their own, which does
    not, for what is under way."""
    hands.clock = hands.clock or clock
    started, count, seen, urgent = clock(), 0, "", found.now
    ends = started + BUDGET
    further: deque[due.Entry] = deque()
    rest = chain(_in_slices(shard, clock, found.rest), _part_by_part(further))
    while clock() < ends:
        for entry in _until(ends, urgent or due.keys(shard, NOW, clock(), after=seen), clock):
            seen = entry.due_key
            count += work(entry, clock, jobs, hands, further)
        urgent, part = None, next(rest, None)
        if part is None:
            break
        for entry in _until(ends, part, clock):
            count += work(entry, clock, jobs, hands, further)
    hands.note(shard, started)
    return count


def _until(ends: datetime, entries: Iterator[due.Entry], clock: Clock) -> Iterator[due.Entry]:
    return takewhile(lambda _: clock() < ends, entries)


def _in_slices(shard: int, clock: Clock, found: Iterator[due.Entry] | None) -> Iterator[Iterator[due.Entry]]:
    """Lane `rest` in slices, so that lane `now` is looked at again in between."""
    entries = found or due.keys(shard, REST, clock())
    for first in entries:
        yield _slice(first, entries, clock)


def _slice(first: due.Entry, entries: Iterator[due.Entry], clock: Clock) -> Iterator[due.Entry]:
    ends, taken = clock() + SLICE, 1
    yield first
    while taken < SLICE_ROWS and clock() < ends and (entry := next(entries, None)):
        taken += 1
        yield entry


def _part_by_part(further: deque[due.Entry]) -> Iterator[Iterator[due.Entry]]:
    """Known by what was written: the index may not show yet where a row has moved."""
    while further:
        yield iter([further.popleft()])


def work(
    entry: due.Entry, clock: Clock, jobs: Mapping[str, Job], hands: Hands, further: deque[due.Entry]
) -> int:
    """Do what one due row asks; what goes on at once joins `further`. What goes wrong stays with the row."""
    # A row whose sort key is its own name, as an import's, goes by its partition.
    job = jobs.get(entry.sk.split("#")[0]) or jobs.get(entry.pk)
    if job is None:
        log.error("%s is of a kind that nobody here works on", entry.sk)
        return 0
    try:
        row = (_outer if job.outer else _inner)(entry, job, clock(), hands)
        if row and job.in_parts and row.due_since and row.due_since <= clock():
            further.append(due.Entry(row.pk, row.sk, row.due_key))
    except Exception as error:
        # Only the kind and the place: an exception's own words may hold a customer's.
        place = traceback.extract_tb(error.__traceback__)[-1]
        log.error("%s failed: %s at %s:%s", entry.sk, type(error).__name__, place.name, place.lineno)
        _put_off(entry, job, clock(), type(error).__name__)
    return 1


def _put_off(entry: due.Entry, job: Job, now: datetime, error: str) -> None:
    """A row that cannot even be put off must not stop those behind it."""
    try:
        _failed(entry, job, now, error)
    except Exception as again:
        log.error("%s cannot be put off: %s", entry.sk, type(again).__name__)


def _outer(entry: due.Entry, job: Job, now: datetime, hands: Hands) -> None:
    row = job.kind.find(entry.pk, entry.sk)
    if row and row.due_key == entry.due_key:
        job.do(row, now, hands)


def _inner(entry: due.Entry, job: Job, now: datetime, hands: Hands) -> Row | None:
    """The row as it was settled, where it was worked on."""
    row = job.kind(entry.pk, entry.sk, due_key=entry.due_key)
    if not due.claim(row, now):
        return None
    if row.attempt > len(BACKOFF) + 1:
        _give_up(row, job, Said("it died each time"), now)
        return None
    due.settle(row, entry.due_key, job.do(row, now, hands))
    return row


def _failed(entry: due.Entry, job: Job, now: datetime, error: str) -> None:
    row = due.stored(entry, job.kind)
    if row is None or row.due_key != entry.due_key:
        return
    tries = int(row.failures) + 1
    if tries > len(BACKOFF):
        _give_up(row, job, error, now)
    else:
        # An outer row keeps its lease: whether its message went is found out from when it was claimed.
        free = [] if job.outer else [Row.lease_until.remove()]
        later = [*move_due(row, now + BACKOFF[tries - 1]), Row.failures.set(tries), *free]
        row.change(later, Row.due_key == entry.due_key)


def _give_up(row: Row, job: Job, error: str, now: datetime) -> None:
    """Out of the index and before a person's eyes; nothing vanishes."""
    effects.open_fault(row, error, now)
    row.change([*leave_due(), *job.last_words(row), Row.failed.set(error), Row.lease_until.remove()])
