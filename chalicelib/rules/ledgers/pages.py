"""From a table's records to its header and the rows that speak of sales."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from itertools import pairwise

from chalicelib.errors import Unreadable
from chalicelib.rules.ledgers import rejects, tops
from chalicelib.rules.ledgers.cells import clean, is_empty, simple
from chalicelib.rules.ledgers.headers import Columns, key, recognise
from chalicelib.rules.ledgers.synonyms import (
    CARRIED,
    DITTO,
    IN_WORDS,
    JOINED,
    PERSONAL,
    QUOTES,
    SIGNERS,
    TOTALS,
)
from chalicelib.rules.ledgers.tables import Record, Table

Cells = tuple[str, ...]
_SUMS = frozenset({"quantity", "unit_price", "amount"})
_SIGNED = re.compile(rf"(?:{'|'.join(SIGNERS)})(?:人|员|日期|时间)?\s*:")
_TOTAL = re.compile(rf".{{0,12}}(?:{'|'.join(TOTALS)}).{{0,12}}")


@dataclass(frozen=True)
class Page:
    """One sheet: what names its columns, and the records below. `read_as` is what a file of rejects
    says of the ledger that it came from: country and order of dates; `mends` which of its lines are here."""

    sheet: str
    header: Cells
    columns: Columns
    records: tuple[Record, ...]
    skipped: Mapping[str, int]
    read_as: str = ""
    mends: Mapping[str, Cells] = field(default_factory=dict)

    def fields(self, cells: Cells) -> dict[str, str]:
        """A row's text by field; several columns of one field are joined."""
        return {
            name: JOINED.get(name, " ").join(
                filter(str.strip, (cells[place] for place in places if place < len(cells)))
            )
            for name, places in self.columns.items()
        }

    def column(self, *names: str) -> list[str]:
        """All cells of these fields that hold something."""
        places = [place for name in names for place in self.columns.get(name, ())]
        cells = (
            record.cells[place] for record in self.records for place in places if place < len(record.cells)
        )
        return [cell for cell in cells if cell.strip()]

    def left_out(self) -> tuple[str, ...]:
        """The headers of columns that hold something and are not read."""
        read = {place for places in self.columns.values() for place in places}
        filled = {
            place
            for record in self.records
            for place, cell in enumerate(record.cells)
            if not is_empty(cell.strip())
        }
        return tuple(map(self._called, sorted(filled - read)))

    def _called(self, place: int) -> str:
        name = clean(self.header[place]) if place < len(self.header) else ""
        return name or f"column {place + 1}"

    def headers(self) -> dict[str, Cells]:
        return {name: tuple(self.header[place] for place in places) for name, places in self.columns.items()}


def pages(name: str, table: Table, mapping: Mapping[str, str]) -> tuple[list[Page], list[str]]:
    """The sheets that hold the ledger, and the names of those that do not: a sheet belongs to it if
    it is not hidden and its columns are called as on the first one that names the most of them."""
    found = [page for sheet, records in table.shown.items() if (page := _page(sheet, records, mapping))]
    if not found:
        raise Unreadable("{name} holds no table: no row has two cells that are filled.", name=name)
    first = max(found, key=lambda page: len(page.columns))
    alike = [page for page in found if list(map(key, page.header)) == list(map(key, first.header))]
    read = {page.sheet for page in alike}
    return alike, [
        sheet
        for sheet, records in table.sheets.items()
        if sheet not in read and not all(record.is_blank for record in records)
    ]


def _page(sheet: str, records: list[Record], mapping: Mapping[str, str]) -> Page | None:
    filled = [record for record in records if sum(bool(cell.strip()) for cell in record.cells) > 1]
    if not filled:
        return None
    top = tops.find(filled, mapping)
    above = [record for record in records if record.line < top.line]
    below = [record for record in records if record.line > top.line]
    skipped = Counter("blank" if record.is_blank else "title" for record in above)
    mends = rejects.mended(record.cells for record in below) if rejects.is_made_here(top.names) else {}
    header, below, read_as = _as_first_written(_trimmed(top.names), below)
    columns, repeats = recognise(header, mapping), {header, *map(_trimmed, top.rows)}
    kept = tuple(_continued(_sales(below, repeats, len(header), columns, skipped), columns))
    return Page(sheet, header, columns, kept, dict(skipped), read_as, mends)


def _as_first_written(header: Cells, records: list[Record]) -> tuple[Cells, list[Record], str]:
    """Without what a file of rejects has added, and with what was decided when it was made."""
    if not rejects.is_made_here(header):
        return header, records, ""
    decided = next((rejects.read_as(record.cells) for record in records if not record.is_blank), "")
    return rejects.original(header), [_original(record) for record in records], decided


def _original(record: Record) -> Record:
    return replace(record, cells=rejects.original(record.cells))


def _trimmed(cells: Cells) -> Cells:
    """Without the empty cells at the right end."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _fitted(cells: Cells, width: int) -> Cells:
    """At least as wide as the header; what is written beyond it is kept."""
    cells = _trimmed(cells)
    return cells + ("",) * (width - len(cells))


def _sales(
    records: Iterable[Record], headers: Set[Cells], width: int, columns: Columns, skipped: Counter[str]
) -> Iterator[Record]:
    """The rows that mean a sale; the others are counted by what they are."""
    for record in records:
        if other := _other(record, headers, columns):
            skipped[other] += 1
        else:
            yield replace(record, cells=_fitted(record.cells, width))


def _other(record: Record, headers: Set[Cells], columns: Columns) -> str:
    """What a row is that speaks of no sale; nothing if it does."""
    filled = [place for place, cell in enumerate(record.cells) if cell.strip()]
    if not filled:
        return "blank"
    if _trimmed(record.cells) in headers:
        return "header"
    if _is_total(record.cells, filled, columns):
        return "total"
    return "note" if len(filled) == 1 or _is_signed(record.cells, filled, columns) else ""


def _is_signed(cells: Cells, filled: list[int], columns: Columns) -> bool:
    """Who made the sheet, and nobody who bought. After a mere `审核人:` the name stands in the next cell."""
    texts = {place: simple(cells[place]) for place in filled}
    if not _SIGNED.match(texts[filled[0]]):
        return False
    signed = {place for place in filled if _SIGNED.match(texts[place])}
    names = {after for place, after in pairwise(filled) if place in signed and texts[place].endswith(":")}
    of_a_sale = {place for name in (*PERSONAL, "order") for place in columns.get(name, ())}
    return not of_a_sale & set(filled) - signed - names


def _is_total(cells: Cells, filled: list[int], columns: Columns) -> bool:
    """Sums below the sales: a word that says so, or nothing but numbers, and nobody who bought."""
    if set(filled) <= {place for name in _SUMS for place in columns.get(name, ())}:
        return True
    named = {place for place in filled[:2] if _TOTAL.fullmatch(simple(cells[place]))}
    if any(IN_WORDS in simple(cells[place]) for place in named):
        return True
    personal = {place for name in PERSONAL for place in columns.get(name, ())}
    return bool(named) and not (personal & set(filled)) - named


def _continued(records: Iterable[Record], columns: Columns) -> Iterator[Record]:
    """Cells that a sheet merges over the lines of one order stand only in the first: fill the others."""
    previous = None
    for record in records:
        record = _spelt_out(record, previous, columns)
        if previous and _is_continuation(record, previous, columns):
            record = replace(record, cells=_filled(record.cells, previous.cells, columns), continues=True)
        yield record
        previous = record


def _spelt_out(record: Record, previous: Record | None, columns: Columns) -> Record:
    """With what stands above where a cell says “the same”; how many and how much is never the same."""
    sums = {place for name in _SUMS for place in columns.get(name, ())}
    same, quotes = (
        {place for place, cell in enumerate(record.cells) if cell.strip() in marks} - sums
        for marks in (DITTO, QUOTES)
    )
    if previous and quotes and _is_continuation(_put(record, same | quotes), previous, columns):
        same |= {place for place in quotes if _cell(previous, place)}
    return _put(record, same, previous.cells if previous else ()) if same else record


def _put(record: Record, places: Set[int], above: Cells = ()) -> Record:
    """These cells as they are in the row above; without one they are empty."""
    there = dict(enumerate(above))
    cells = [there.get(place, "") if place in places else cell for place, cell in enumerate(record.cells)]
    return replace(record, cells=tuple(cells), dittoed=True)


def _is_continuation(record: Record, previous: Record, columns: Columns) -> bool:
    orders = {_cell(record, place) for place in columns.get("order", ())}
    same = {_cell(previous, place) for place in columns.get("order", ())}
    nobody = not any(_cell(record, at) for name in (*PERSONAL, "signed_on") for at in columns.get(name, ()))
    follows = record.line == previous.line + 1
    return follows and nobody and (not any(orders) or orders == same)


def _cell(record: Record, place: int) -> str:
    text = record.cells[place].strip() if place < len(record.cells) else ""
    return "" if is_empty(text) else text


def _filled(cells: Cells, above: Cells, columns: Columns) -> Cells:
    carried = {place for name in CARRIED for place in columns.get(name, ())}
    width = max(len(cells), len(above))
    mine, theirs = (row + ("",) * (width - len(row)) for row in (cells, above))
    return tuple(
        theirs[place] if place in carried and not cell.strip() else cell for place, cell in enumerate(mine)
    )
