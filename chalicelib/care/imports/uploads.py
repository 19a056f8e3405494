"""A ledger that somebody sends: looked at and kept at once, worked off later."""

from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib import files
from chalicelib.care import customers
from chalicelib.care.imports import owning
from chalicelib.care.imports.owning import Sees, everything
from chalicelib.care.imports.reading import Options, import_id
from chalicelib.errors import Conflict, NotFound
from chalicelib.records.imports import Import
from chalicelib.records.table import REST, Row, due_key, lane_name, shard_of
from chalicelib.retold import told
from chalicelib.rules import ledgers
from chalicelib.sentences import Said

KEPT = timedelta(days=30)
# Whatever an upload left behind; the list is what `parts` made of the ledger.
KINDS = ("ledger", "list", "rejects", "partly")


def upload(
    name: str, content: bytes, options: Options, now: datetime, who: str = "", sees: Sees = everything
) -> Import:
    """Refuses what is no ledger, else the import that is due at once. The same file again is the same
    import; one that failed goes on where it stopped. `sees`: which imports are the sender's, for one who
    sends for a shop alone (`options.store`)."""
    customers.language(options.language or "")
    found = ledgers.glance(
        name, content, mapping=options.mapping, country=options.country, dates=options.dates
    )
    if options.store:
        owning.check(found, options.store, sees)
    batch = _new(name, content, options, now, who)
    there = Import.find(batch.pk, batch.sk, consistent=True)
    if there and not _stands_still(there):
        return there
    files.put(ledger_key(batch.id), content, "application/octet-stream")
    if batch.create():
        return batch
    return _again(get(batch.id), now)


def _new(name: str, content: bytes, options: Options, now: datetime, who: str) -> Import:
    batch = Import(
        *Import.at(import_id(content, options)), file_name=name, at_moment=now, who=who, state="waiting",
        options=options.given(),
    )  # fmt: skip
    batch.is_due(now, shard_of(batch.id), REST)
    return batch


def _stands_still(batch: Import) -> bool:
    """It failed, or a command line that was at it is gone."""
    return batch.state == "failed" or (batch.state != "done" and batch.due_key is None)


def _again(batch: Import, now: datetime) -> Import:
    """What stands still is due anew."""
    if _stands_still(batch):
        lane = lane_name(shard_of(batch.id), REST)
        due = [Row.due_lane.set(lane), Row.due_key.set(due_key(now, batch.pk, batch.sk))]
        fresh = [Row.attempt.set(0), Row.failures.set(0), Row.failed.remove(), Row.lease_until.remove()]
        state = [Import.state.set("waiting"), Import.reason.set("")]
        batch.change([*due, *fresh, *state], Import.state == batch.state)
    return get(batch.id)


def get(batch_id: str) -> Import:
    found = Import.find(*Import.at(batch_id), consistent=True)
    if found is None:
        raise NotFound(
            "There is no import {batch_id}. Check the id that the import answered with.", batch_id=batch_id
        )
    return found


def rejects(batch_id: str, say: Callable[[Said], str] = str, kind: str = "rejects") -> str:
    """The rows that could not be taken, or only in part (`partly`), as CSV, each with its reason as `say`
    says it."""
    batch = get(batch_id)
    if batch.state == "failed":
        raise Conflict("The import {batch_id} failed: {reason}", batch_id=batch_id, reason=batch.reason)
    if batch.state != "done":
        raise Conflict(
            "The import {batch_id} is under way, {taken} of {total} orders: ask again later.",
            batch_id=batch_id,
            taken=int(batch.taken),
            total=int(batch.total),
        )
    kept = files.get(_key(batch_id, kind))
    if kept is None:
        raise NotFound(
            "The rejects of {batch_id} were kept for {days} days. `aftercare import` writes them anew.",
            batch_id=batch_id,
            days=KEPT.days,
        )
    return ledgers.retold(kept.content.decode(), lambda sentence: say(told(sentence)))


def keep_left(batch_id: str, rejects: str, partly: str) -> None:
    """The rows that were left behind, and those that were taken in part, for a while."""
    for key, text in ((rejects_key(batch_id), rejects), (partly_key(batch_id), partly)):
        files.put(key, text.encode(), "text/csv")


def forget(batch_id: str, *kinds: str) -> None:
    for kind in kinds or KINDS:
        files.remove(_key(batch_id, kind))


def forgotten_at(ended_at: datetime) -> datetime:
    return ended_at + KEPT


def ledger_key(batch_id: str) -> str:
    return _key(batch_id, "ledger")


def list_key(batch_id: str) -> str:
    return _key(batch_id, "list")


def rejects_key(batch_id: str) -> str:
    return _key(batch_id, "rejects")


def partly_key(batch_id: str) -> str:
    return _key(batch_id, "partly")


def _key(batch_id: str, kind: str) -> str:
    return f"imports/{batch_id}/{kind}"
