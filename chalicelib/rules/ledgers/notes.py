"""What whoever brings a ledger should hear of it beside its rejects: what was not read, what was supposed."""

from collections.abc import Iterator, Sequence

from chalicelib.rules.ledgers.cells import quoted
from chalicelib.rules.ledgers.labels import CATEGORIES
from chalicelib.rules.ledgers.values import Ledger

NAMED = 10


def notes(ledger: Ledger) -> list[str]:
    """Sentences, each with what to do."""
    return [*_left_out(ledger), *_supposed(ledger)]


def _left_out(ledger: Ledger) -> Iterator[str]:
    if sheets := ledger.sheets_left_out:
        yield (
            f"Not read: {_counted('sheet', sheets)}, hidden or with other columns than what was read."
            " If there are sales or returns, put them below those columns, or into a file of their own."
        )
    if columns := ledger.columns_left_out:
        yield (
            f"Not read: {_counted('column', columns)}. Where one of them matters, say by a mapping which"
            " field it is, such as “Colour: note”."
        )


def _supposed(ledger: Ledger) -> Iterator[str]:
    goods: dict[str, list[str]] = {}
    for sale in (row.sale for row in ledger.rows if row.sale and row.sale.category_assumed):
        goods.setdefault(sale.category, []).append(sale.product or sale.series or sale.model)
    for category, names in goods.items():
        known = list(dict.fromkeys(filter(None, names)))
        yield (
            f"Cared for as {category}, as nothing says what kind of goods they are:"
            f" {_list(known) if known else 'rows without a product'}. If that is wrong, give each row its"
            f" kind in a column “category”: {', '.join(sorted(CATEGORIES))}."
        )


def _counted(what: str, names: Sequence[str]) -> str:
    return f"the {what}{'s' if len(names) > 1 else ''} {_list(names)}"


def _list(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(map(quoted, names[:NAMED])) + more
