"""What the table knows of the orders in a ledger: what was bought and came back, and whose they are."""

from collections.abc import Mapping
from decimal import Decimal

from chalicelib.records.customers import Customer
from chalicelib.records.sales import Sale
from chalicelib.rules.ledgers import Buyer, Ledger, LedgerSale, Line
from chalicelib.rules.ledgers.lines import key_of

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
