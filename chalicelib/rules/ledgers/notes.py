"""What whoever brings a ledger should hear of it beside its rejects: what was not read, what was supposed."""

from collections.abc import Iterator, Sequence

from chalicelib.rules.ledgers import dates
from chalicelib.rules.ledgers.cells import quoted
from chalicelib.rules.ledgers.synonyms import DATES
from chalicelib.rules.ledgers.values import Ledger
from chalicelib.sentences import Said, named

NAMED = 10
# As the field that asks for it says it.
_MEANT = {"dmy": Said("02/03/2026 as 2 March"), "mdy": Said("02/03/2026 as 3 February")}
EITHER = {code: named(code, label) for code, label in _MEANT.items()}
GOODS = {"appliance": Said("appliance"), "flooring": Said("flooring"), "furniture": Said("furniture")}


def notes(ledger: Ledger) -> list[Said]:
    """Sentences, each with what to do."""
    return [*_left_out(ledger), *_dittoed(ledger), *_either_way(ledger), *_supposed(ledger)]


def _left_out(ledger: Ledger) -> Iterator[Said]:
    if sheets := ledger.sheets_left_out:
        names = listed(sheets)
        several, single = Said("the sheets {names}", names=names), Said("the sheet {names}", names=names)
        yield Said(
            "Not read: {sheets}, hidden or with other columns than what was read. If there are sales or"
            " returns, put them below those columns, or into a file of their own.",
            sheets=several if len(sheets) > 1 else single,
        )
    if columns := ledger.columns_left_out:
        names = listed(columns)
        several, single = Said("the columns {names}", names=names), Said("the column {names}", names=names)
        yield Said(
            "Not read: {columns}. Where one of them matters, write the field that it is above it, such as"
            " “note”, or say so by a mapping, such as “Colour: note”.",
            columns=several if len(columns) > 1 else single,
        )


def _dittoed(ledger: Ledger) -> Iterator[Said]:
    if ledger.dittoed:
        yield Said(
            "Rows in which “the same” was written, such as 同上 or a ditto mark, and what stands above was"
            " taken for it: {count}. Where that is wrong, write the value itself.",
            count=ledger.dittoed,
        )


def _either_way(ledger: Ledger) -> Iterator[Said]:
    """Days that are as good with the month first, in a file in which nothing decides."""
    votes = ledger.date_votes
    other = next((name for name in EITHER if name != ledger.date_order), "")
    if not votes or ledger.date_order not in EITHER or votes[other] != votes[ledger.date_order]:
        return
    for cell in (cell for name in DATES for cell in ledger.named(name)):
        day = dates.parse(cell, ledger.date_order)
        if day and dates.parse(cell, other) not in (day, None):
            yield Said(
                "Days such as {cell} are read as {day}, and nothing in the file tells day from month. If that"
                " is the wrong way round, send it with the other order of days ({other}) before anything is"
                " taken.",
                cell=quoted(cell), day=day, other=EITHER[other],
            )  # fmt: skip
            return


def _supposed(ledger: Ledger) -> Iterator[Said]:
    goods: dict[str, list[str]] = {}
    for sale in (row.sale for row in ledger.rows if row.sale and row.sale.category_assumed):
        goods.setdefault(sale.category, []).append(sale.product or sale.series or sale.model)
    for category, names in goods.items():
        known = list(dict.fromkeys(filter(None, names)))
        yield Said(
            "Cared for as {category}, as nothing says what kind of goods they are: {goods}. If that is wrong,"
            " give each row its kind in a column “category”: {categories}.",
            category=GOODS.get(category, category),
            goods=listed(known) if known else Said("rows without a product"),
            categories=list(GOODS.values()),
        )  # fmt: skip


def listed(names: Sequence[str]) -> Said | list[str]:
    shown = [quoted(name) for name in names[:NAMED]]
    if len(names) <= NAMED:
        return shown
    return Said("{names} and {count} more", names=shown, count=len(names) - NAMED)
