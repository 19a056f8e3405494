"""Rows that were left behind, and what became of them: they came back in a mended file of rejects, or
somebody left them out for good."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from chalicelib import files
from chalicelib.care.imports.uploads import get, partly_key, rejects_key
from chalicelib.care.imports.worklist import WorkList
from chalicelib.errors import Conflict
from chalicelib.records.imports import Import
from chalicelib.retold import told
from chalicelib.rules import ledgers
from chalicelib.sentences import Said

TRIES = 5


@dataclass(frozen=True)
class Left:
    """A row: its line in the ledger, what is wrong with it."""

    line: str
    sentence: Said


def listed(batch: Import, most: int) -> list[Left]:
    """Those that still wait, from the first on, what was not taken before what was taken in part; none once
    the files of them are gone."""
    keys = (rejects_key(batch.id), partly_key(batch.id)) if batch.left_behind else ()
    kept = [found.content.decode() for key in keys if (found := files.get(key))]
    return list(islice((left for text in kept for left in _waiting(batch, text)), most))


def _waiting(batch: Import, text: str) -> Iterator[Left]:
    settled = set(batch.settled)
    for row in csv.DictReader(io.StringIO(text, newline="")):
        if row["line"] not in settled:
            yield Left(row["line"], told(ledgers.unquoted(row["sentence"])))


def came_back(work: WorkList, who: str) -> None:
    """What a mended file still says wrong is its own to tell."""
    for import_id, lines in work.mends.items():
        if found := Import.find(*Import.at(import_id), consistent=True):
            _settle(found, lines, who)


def leave_out(batch_id: str, lines: Iterable[str], who: str) -> None:
    """These are not wanted, or were written down in another way."""
    _settle(get(batch_id), lines, who)


def leave_out_all(batch_id: str, who: str) -> None:
    batch = get(batch_id)
    waiting = [one.line for one in listed(batch, batch.left_behind)]
    # Where the file is gone, their number alone is left to settle.
    missing = batch.left_behind - len(waiting)
    _settle(batch, [*waiting, *(f"?{number}" for number in range(missing))], who)


def _settle(batch: Import, lines: Iterable[str], who: str) -> None:
    wanted = list(lines)
    for _ in range(TRIES):
        settled = list(dict.fromkeys([*batch.settled, *wanted]))
        as_read = (Import.settled == batch.settled) | Import.settled.does_not_exist()
        if settled == batch.settled or batch.change(
            [Import.settled.set(settled), Import.settled_by.set(who)], as_read
        ):
            return
        batch = get(batch.id)
    raise Conflict("Others are at the rejects of {batch}, too. Try again in a moment.", batch=batch.id)
