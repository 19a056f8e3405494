"""The dispatcher's way through an upload: judge it once, reckon the hold, then take part after part.

What becomes of each row is settled over the whole file, before the first order is written, and kept: in
the middle of an import the table holds half of it, and would make repeats of the rest's returns and sales.
"""

from datetime import datetime, timedelta
from itertools import takewhile

from chalicelib import files
from chalicelib.care.hands import Hands
from chalicelib.care.imports import holds, mending, worklist
from chalicelib.care.imports.reading import judge, read, report
from chalicelib.care.imports.taking import buyers_of, take_entry
from chalicelib.care.imports.uploads import forget, forgotten_at, keep_left, ledger_key, list_key
from chalicelib.care.imports.worklist import WorkList
from chalicelib.care.metrics import troubles
from chalicelib.errors import BadInput, NotFound
from chalicelib.records.imports import Import
from chalicelib.sentences import Said

PART_ORDERS = 1000
PART_TIME = timedelta(seconds=20)
JSON = "application/json"


def work(batch: Import, now: datetime, hands: Hands) -> datetime | None:
    """One step of the import; when the next is due. A file that cannot be taken fails, and stops nobody."""
    if batch.state in ("done", "failed"):
        return _clear(batch, now)
    try:
        return _step(batch, now, hands)
    except (BadInput, NotFound) as refusal:
        reason = Said(
            "{refusal} What was taken stays: correct the file and bring it in again.", refusal=refusal.said
        )
        batch.change([Import.state.set("failed"), Import.reason.set(reason), Import.ended_at.set(now)])
        troubles.note(batch, now)
        return forgotten_at(now)


def gives_up(batch: Import) -> tuple:
    why = Said(
        "It failed again and again. Look at the log, then bring the file in again: it goes on where it was."
    )
    return (Import.state.set("failed"), Import.reason.set(why)) if batch.state != "done" else ()


def _step(batch: Import, now: datetime, hands: Hands) -> datetime:
    if batch.state == "waiting":
        return _judge(batch, now)
    if "held" not in batch.counts:
        return _hold(batch, now)
    return _part(batch, now, hands)


def _judge(batch: Import, now: datetime) -> datetime:
    """The first list that is kept stands: a second one might have been judged against its own sales. So
    does a hold that was reckoned before, over more than is left now."""
    if files.get(list_key(batch.id)) is None:
        ledger = read(batch.file_name, _kept(ledger_key(batch.id)), **batch.options)
        outcomes = judge(ledger, batch.at_moment)
        work = worklist.of(ledger, outcomes, report(ledger, outcomes, batch.id), batch.at_moment)
        files.put_new(list_key(batch.id), worklist.packed(work), JSON)
    work = _list(batch)
    counts = batch.counts if "held" in batch.counts else work.counts
    judged = [Import.total.set(len(work.entries)), Import.counts.set(counts)]
    batch.change([Import.state.set("working"), *judged], Import.state == "waiting")
    return now


def _hold(batch: Import, now: datetime) -> datetime:
    """Before the first sale, so that planning finds it; who released it already is not asked again."""
    held = holds.soon(_list(batch), batch.at_moment)
    noted = [Import.counts.set({**batch.counts, "held": held})]
    released = bool(batch.released_by) or not held
    batch.change(
        [*noted, Import.released.set(released)],
        (Import.counts == batch.counts) & (Import.released_by == batch.released_by),
    )
    return now


def _part(batch: Import, now: datetime, hands: Hands) -> datetime:
    """So many orders as a lease allows; the position moves on after them, so a crash repeats a part."""
    work, begin = _list(batch), int(batch.taken)
    entries, ends, taken = work.entries[begin : begin + PART_ORDERS], hands.moment(now) + PART_TIME, begin
    buyers = buyers_of(work, entries)
    try:
        for entry in takewhile(lambda _: hands.moment(now) < ends, entries):
            take_entry(entry, buyers, hands.moment(now))
            taken += 1
    except BadInput:
        batch.change([Import.taken.set(taken)], Import.taken == begin)
        raise
    batch.change([Import.taken.set(taken)], Import.taken == begin)
    return _finish(batch, work, now) if taken == len(work.entries) else hands.moment(now)


def _finish(batch: Import, work: WorkList, now: datetime) -> datetime:
    keep_left(batch.id, work.rejects, work.partly)
    mending.came_back(work, batch.who)
    batch.change([Import.state.set("done"), Import.ended_at.set(now)])
    troubles.note(batch, now)
    forget(batch.id, "ledger", "list")
    return forgotten_at(now)


def _clear(batch: Import, now: datetime) -> datetime | None:
    """A ledger is full of people: what is left of it goes after a month, the rejects last."""
    later = forgotten_at(batch.ended_at or now)
    if batch.state == "done":
        forget(batch.id, "ledger", "list")
    if now < later:
        return later
    forget(batch.id)
    if batch.state == "failed":
        batch.change([Import.total.set(0), Import.taken.set(0)])
    return None


def _list(batch: Import) -> WorkList:
    return worklist.unpacked(_kept(list_key(batch.id)))


def _kept(key: str) -> bytes:
    found = files.get(key)
    if found is None:
        raise NotFound("The file that was uploaded is not there any more.")
    return found.content
