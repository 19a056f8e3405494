"""The file of rejects: each row as it came, with the reason before it, to be mended and read again."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence

from chalicelib.rules.ledgers.cells import simple
from chalicelib.rules.ledgers.outcomes import Outcome
from chalicelib.rules.ledgers.values import Ledger, LedgerRow, Trouble
from chalicelib.sentences import Said

# `read_as` keeps what was decided over the whole ledger, since a few rows could not decide it again, and
# which import left the row behind.
ADDED = ("line", "code", "sentence", "read_as")
# What a sale can be taken without, and its buyer perhaps not be reached.
CONTACT = ("bad_phone", "bad_email")
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_QUOTED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def rejects_csv(
    ledger: Ledger, outcomes: Iterable[Outcome], import_id: str = "", write: Callable[[Said], str] = str
) -> str:
    """CSV text, its sentences as `write` writes them. With the import's id, which rows are mended is known
    once the file comes back. Cells that a spreadsheet would take for a formula begin with an apostrophe,
    which reading the file again takes off."""
    read_as = f"{ledger.country} {ledger.date_order} {import_id}".strip()
    rejected = [(outcome.row, outcome.why) for outcome in outcomes if outcome.why]
    return _written(ledger, rejected, read_as, write)


def partly_csv(ledger: Ledger, outcomes: Iterable[Outcome], write: Callable[[Said], str] = str) -> str:
    """Rows that were taken without a part of their contact, in the same shape. Sent again they would be known
    already: nobody is told that they are mended."""
    read_as = f"{ledger.country} {ledger.date_order}"
    return _written(ledger, partly(outcomes), read_as, write)


def partly(outcomes: Iterable[Outcome]) -> list[tuple[LedgerRow, Trouble]]:
    """Each new sale of whose buyer an address was left out, with the first that was."""
    found = [(outcome.row, _without(outcome.row)) for outcome in outcomes if outcome.kind == "sale"]
    return [(row, trouble) for row, trouble in found if trouble]


def _without(row: LedgerRow) -> Trouble | None:
    return next((one for one in row.warnings if one.code in CONTACT), None)


def _written(
    ledger: Ledger, rows: Iterable[tuple[LedgerRow, Trouble]], read_as: str, write: Callable[[Said], str]
) -> str:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([*ADDED, *map(safe, ledger.header)])
    for row, why in rows:
        line = f"{row.sheet}!{row.line}" if row.sheet else row.line
        writer.writerow([line, why.code, safe(write(why.sentence)), read_as, *map(safe, row.cells)])
    return file.getvalue()


def retold(text: str, say: Callable[[str], str]) -> str:
    """The same file, with the sentences as this reader is told them."""
    file, place = io.StringIO(newline=""), ADDED.index("sentence")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    writer = csv.writer(file)
    writer.writerow(header)
    for cells in rows:
        writer.writerow([*cells[:place], safe(say(unquoted(cells[place]))), *cells[place + 1 :]])
    return file.getvalue()


def safe(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unquoted(cell: str) -> str:
    return cell[1:] if _QUOTED.match(cell) else cell


def is_made_here(header: Sequence[str]) -> bool:
    """Whether a header is that of a file of rejects."""
    return tuple(map(simple, header[: len(ADDED)])) == ADDED


def original(cells: Sequence[str]) -> tuple[str, ...]:
    """The cells of a row as they were in the ledger."""
    return tuple(map(unquoted, cells[len(ADDED) :]))


def read_as(cells: Sequence[str]) -> str:
    return cells[len(ADDED) - 1] if len(cells) >= len(ADDED) else ""


def mended(records: Iterable[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """By import: which of the lines that it left behind stand here again."""
    found: dict[str, dict[str, None]] = {}
    for cells in records:
        import_id = "".join(read_as(cells).split()[2:3])
        if import_id and cells[0].strip():
            found.setdefault(import_id, {})[cells[0].strip()] = None
    return {import_id: tuple(lines) for import_id, lines in found.items()}
