"""What whoever brings a ledger should hear of it beside its rejects: what was not read, what was supposed."""

from collections.abc import Iterator, Sequence

from chalicelib.rules.ledgers.cells import quoted
from chalicelib.rules.ledgers.values import Ledger
from chalicelib.sentences import Said

NAMED = 10
GOODS = {"appliance": Said("appliance"), "flooring": Said("flooring"), "furniture": Said("furniture")}


def notes(ledger: Ledger) -> list[Said]:
    """Sentences, each with what to do."""
    return [*_left_out(ledger), *_supposed(ledger)]


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
