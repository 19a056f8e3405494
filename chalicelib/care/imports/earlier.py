"""What the table knows of the orders in a ledger: what was bought and came back, and whose they are."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from chalicelib.records.customers import Customer
from chalicelib.records.sales import Sale
from chalicelib.rules import ledgers
from chalicelib.rules.ledgers import Buyer, Ledger, LedgerSale, Line, Outcome
from chalicelib.rules.ledgers.lines import key_of
from chalicelib.sentences import Said

There = Mapping[tuple[str, str], Sale]


def sales(ledger: Ledger) -> There:
    keys = {row.sale.order_key for row in ledger.rows if row.sale}
    return Sale.many([Sale.at(key) for key in sorted(keys)], consistent=True)


def lines(sale: Sale | None) -> list[Line]:
    """The lines and returns of an order."""
    if sale is None:
        return []
    bought = [(*key_of(line), Decimal(line["quantity"])) for line in sale.lines]
    return [*bought, *((product, batch, Decimal(quantity)) for product, batch, quantity in sale.returns)]


def owners(ledger: Ledger, there: There) -> dict[str, Buyer]:
    """By order, where a row says something new of it: that may be another's, whose order bears the same
    number. Whoever was erased is nobody."""
    rows = [(row.sale, there.get(Sale.at(row.sale.order_key))) for row in ledger.rows if row.sale]
    asked = {written.order_key: known for written, known in rows if known and _is_news(written, known)}
    found = Customer.many([Customer.at(sale.customer_id) for sale in asked.values()])
    people = {order: _today(found.get(Customer.at(sale.customer_id))) for order, sale in asked.items()}
    return {
        order: Buyer(one.name, frozenset([*one.phones, *one.emails]), asked[order].signed_on)
        for order, one in people.items()
        if one and not one.erased_at
    }


def _is_news(written: LedgerSale, known: Sale) -> bool:
    return written.signed_on != known.signed_on or written.line not in lines(known)


def _today(customer: Customer | None) -> Customer | None:
    return Customer.today(customer.id) if customer and customer.merged_into else customer


def compared(outcome: Outcome, there: There) -> Outcome:
    """With a word on whether its days are those that are noted of the order."""
    sale = outcome.row.sale
    known = there.get(Sale.at(sale.order_key)) if sale and outcome.kind in ("sale", "duplicate") else None
    if sale is None or known is None or known.state != "active":
        return outcome
    fitted = known.installed_on or known.booked_on
    pairs = ((sale.fitted_on, fitted), (sale.delivered_on, known.delivered_on))
    return replace(outcome, other_days=any(written and written != noted for written, noted in pairs))


def days_apart(outcomes: Iterable[Outcome]) -> list[Said]:
    """A ledger adds to a known order and never moves its days: somebody may have put them right by hand."""
    rows = [(one.row.sale, one.other_days) for one in outcomes if one.row.sale]
    # Of an order that was fitted on two days the first is noted.
    agreed = {sale.order_key for sale, apart in rows if not apart and (sale.fitted_on or sale.delivered_on)}
    found = {sale.order_key: sale.order for sale, apart in rows if apart and sale.order_key not in agreed}
    if not (orders := list(found.values())):
        return []
    return [
        Said(
            "Known already, with another day of delivery or installation, or none: the orders {orders}. A"
            " ledger does not change days that are noted: where it is right, note its days at each of these"
            " orders.",
            orders=ledgers.listed(orders),
        )
    ]
