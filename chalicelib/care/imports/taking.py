"""Orders written down one by one, each as often as one likes; and a whole file at once."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.care import customers, sales
from chalicelib.care.customers import Addresses, NewCustomer
from chalicelib.care.imports import holds, mending, worklist
from chalicelib.care.imports.reading import Options, Report, import_id, report
from chalicelib.care.imports.uploads import forgotten_at, keep_left
from chalicelib.care.imports.worklist import Entry, WorkList
from chalicelib.care.metrics import troubles
from chalicelib.errors import NotConfigured
from chalicelib.records.imports import Import
from chalicelib.records.table import REST, Row, due_key, lane_name, shard_of
from chalicelib.rules.ledgers import Ledger, Outcome

Progress = Callable[[int], None]
AS_IT_IS = Options()


@dataclass
class Buyers:
    """The people of a file by number, each found or made once."""

    people: dict[int, NewCustomer]
    seen: Addresses
    ids: dict[int, str] = field(default_factory=dict)

    def id_of(self, person: int, now: datetime) -> str:
        if person not in self.ids:
            self.ids[person] = customers.find_or_create(self.people[person], now, self.seen).id
        return self.ids[person]


def _silent(done: int) -> None:
    """Nobody watches."""


def take(
    ledger: Ledger, outcomes: Sequence[Outcome], content: bytes, now: datetime, progress: Progress = _silent,
    sample: bool = False, options: Options = AS_IT_IS, who: str = "",
) -> Report:  # fmt: skip
    """Write it all. What would send more than twenty messages within a day waits for a release."""
    done = report(ledger, outcomes, import_id(content, options))
    work = worklist.of(ledger, outcomes, done, now, sample)
    if not sample:
        done.held = holds.soon(work, now)
    _note(ledger.name, done, work, who, now)
    buyers = buyers_of(work, work.entries)
    for number, entry in enumerate(work.entries, 1):
        take_entry(entry, buyers, now)
        progress(number)
    _note_end(done.import_id, work, who, now)
    return done


def buyers_of(work: WorkList, entries: Sequence[Entry]) -> Buyers:
    """The people of these orders, their addresses read all at once."""
    people = {entry.person: work.people[entry.person] for entry in entries if entry.sale}
    return Buyers(people, customers.addresses(people.values()))


def take_entry(entry: Entry, buyers: Buyers, now: datetime) -> None:
    """What of it stands there already is left as it is."""
    if entry.sale:
        new = replace(entry.sale, customer_id=buyers.id_of(entry.person, now))
        if sales.record(new, now, entry.returns):
            return
        sales.add_lines(new.order, new.lines, now)
    for back in entry.returns:
        sales.take_return_once(entry.key, back, now)


def take_back(order: str, outcome: Outcome, now: datetime) -> None:
    sales.take_return_once(order, worklist.as_return(outcome), now)


def _note(name: str, done: Report, work: WorkList, who: str, now: datetime) -> None:
    """Before the first sale, so that planning finds the hold."""
    counts = {**work.counts, "held": done.held}
    batch = Import(
        *Import.at(done.import_id), file_name=name, at_moment=now, counts=counts, released=not done.held,
        state="working", total=len(work.entries), who=who,
    )  # fmt: skip
    # The same file may find another table than it did the first time.
    if not batch.create() and done.held:
        batch.change([Import.released.set(False), Import.counts.set(counts)])


def _note_end(batch_id: str, work: WorkList, who: str, now: datetime) -> None:
    """Its rejects are kept for a while; an upload of the same file that is under way goes on by itself."""
    # The command line has put them beside the ledger, too: no reason to fail in the end.
    with suppress(NotConfigured):
        keep_left(batch_id, work.rejects, work.partly)
    mending.came_back(work, who)
    batch = Import(*Import.at(batch_id))
    lane, later = lane_name(shard_of(batch_id), REST), forgotten_at(now)
    due = [Row.due_lane.set(lane), Row.due_key.set(due_key(later, batch.pk, batch.sk))]
    ended = [Import.state.set("done"), Import.ended_at.set(now), Import.taken.set(Import.total)]
    if batch.change([*ended, *due], Row.due_key.does_not_exist() | (Import.state == "done")):
        troubles.note(batch, now)
