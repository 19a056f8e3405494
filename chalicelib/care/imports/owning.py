"""A ledger that a manager sends is of the own shop alone: by what the file says, and by the orders that it is
about."""

from collections.abc import Callable, Mapping

from chalicelib.errors import BadInput
from chalicelib.ids import plain_name
from chalicelib.records.imports import Import
from chalicelib.records.sales import Sale
from chalicelib.records.staff import Staff
from chalicelib.rules.ledgers import Glance, LedgerRow, Outcome, Trouble
from chalicelib.sentences import Said

Sees = Callable[[Import], bool]


def everything(_: Import) -> bool:
    return True


def check(found: Glance, store: str, sees: Sees) -> None:
    """At once, while whoever sends it looks on: what it says of shops, and whose rows it brings again."""
    if others := [one for one in found.stores if plain_name(one) != plain_name(store)]:
        raise BadInput(
            "It has rows of another shop: {others}. You can send those of {store}; take the others out, or"
            " give the file to an admin.",
            others=others, store=store,
        )  # fmt: skip
    earlier = Import.many([Import.at(name) for name in found.mends]).values()
    if not all(sees(row) for row in earlier if isinstance(row, Import)):
        raise BadInput(
            "Its rows were left behind by a ledger that is not of {store} alone. Give the file to an admin.",
            store=store,
        )


def judged(outcome: Outcome, store: str, there: Mapping[tuple[str, str], Sale]) -> Outcome:
    """What a row is about may be another shop's, whatever it says itself."""
    sale = outcome.row.sale
    if sale is None or _is_ours(outcome.row, store, there.get(Sale.at(sale.order_key))):
        return outcome
    why = Said("The order {order} is of another shop: give this row to an admin.", order=sale.order)
    return Outcome(outcome.row, "reject", Trouble("other_shop", why))


def _is_ours(row: LedgerRow, store: str, known: Sale | None) -> bool:
    written = row.sale.store if row.sale else ""
    return plain_name(written) == plain_name(store) and (
        known is None or _shop_of(known) == plain_name(store)
    )


def _shop_of(sale: Sale) -> str:
    """Where it was sold; if that is not known, where its rep works."""
    staff = Staff.find(*Staff.at(sale.rep)) if sale.rep and not sale.store else None
    return plain_name(sale.store or (staff.store if staff else ""))
