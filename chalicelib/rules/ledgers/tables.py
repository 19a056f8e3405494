"""From a file's bytes to rows of text cells, each with its line."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from chalicelib.errors import Unreadable
from chalicelib.rules.ledgers import workbooks
from chalicelib.rules.ledgers.encodings import decode

DELIMITERS = ",;\t|"
HEAD = 60
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MARKUP = re.compile(r"\s*<(!doctype|html|\?xml|table)", re.IGNORECASE)


@dataclass(frozen=True)
class Record:
    """A row. `continues` the order above; `dittoed`: some cells said “the same” and hold what stood above."""

    line: int
    cells: tuple[str, ...]
    continues: bool = False
    dittoed: bool = False

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """A file's sheets by name; a CSV file has one without a name."""

    encoding: str
    sheets: dict[str, list[Record]]
    hidden: frozenset[str] = frozenset()

    @property
    def shown(self) -> dict[str, list[Record]]:
        return {title: records for title, records in self.sheets.items() if title not in self.hidden}


def open_table(name: str, content: bytes, known: Callable[[Sequence[str]], int]) -> Table:
    """`known` counts the headers in a row that mean something, which tells the delimiter."""
    if content.startswith(_ZIP):
        sheets, hidden = workbooks.read(name, content)
        records = {title: [Record(*row) for row in rows] for title, rows in sheets.items()}
        return Table("xlsx", records, hidden)
    if content.startswith(_OLD_EXCEL):
        raise Unreadable(
            "{name} is a workbook of the old kind (XLS) or is locked by a password. Save it as XLSX.",
            name=name,
        )
    encoding, text = decode(name, content)
    if _MARKUP.match(text):
        raise Unreadable(
            "{name} is a web page or XML, not a table. Open it in Excel and save it as XLSX.", name=name
        )
    return Table(encoding, {"": _records(name, text, _delimiter(text, known))})


def _delimiter(text: str, known: Callable[[Sequence[str]], int]) -> str:
    """The one by which a row names the most columns, else the one that makes the widest rows."""
    head = "".join(text.splitlines(keepends=True)[:HEAD])
    return max(DELIMITERS, key=lambda delimiter: _fitness(head, delimiter, known))


def _fitness(head: str, delimiter: str, known: Callable[[Sequence[str]], int]) -> tuple[int, int]:
    try:
        rows = list(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter))
    except csv.Error:
        return 0, 0
    widths = sorted(len(row) for row in rows) or [0]
    return max(map(known, rows), default=0), widths[len(widths) // 2]


def _records(name: str, text: str, delimiter: str) -> list[Record]:
    try:
        return list(_numbered(text, delimiter))
    except csv.Error as error:
        raise Unreadable(
            "{name} is not a CSV file that can be read ({error}). Save it as “CSV UTF-8”.",
            name=name,
            error=error,
        ) from error


def _numbered(text: str, delimiter: str) -> Iterable[Record]:
    """A row that runs over several lines bears the number of its first."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    for cells in reader:
        yield Record(line, tuple(cells))
        line = reader.line_num + 1
