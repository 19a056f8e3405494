"""What a sale tells of its customer: what they own, by which name they are found, which tier that makes."""

from collections.abc import Iterable

from chalicelib.care import effects
from chalicelib.ids import plain_name
from chalicelib.records import roster
from chalicelib.records.customers import Contact, Customer
from chalicelib.records.sales import Sale, Unit
from chalicelib.records.table import Row
from chalicelib.rules import names

NEIGHBOURS_COUNTED = 60


def renew(sale: Sale, customer: Customer) -> None:
    _own(sale)
    bought = _bought(customer, sale)
    if not customer.erased_at:  # listed here and not at the till, whose writes are counted
        roster.keep(customer.id, names.spelling(customer.name), (one.id for one in bought))
        _list_telephones(customer)
    _classify(customer, bought)


def _list_telephones(customer: Customer) -> None:
    """By their ends, unless they are so already."""
    keys = [Contact.at("sms", phone) for phone in customer.phones]
    found = Contact.many(keys, consistent=True).values() if keys else ()
    for contact in found:
        if not contact.lookup_pk:
            contact.list_anew()


def _bought(customer: Customer, latest: Sale) -> list[Sale]:
    """The one that is planned may not have come into the index yet."""
    listed = [row for row in Sale.by_lookup(customer.pk) if isinstance(row, Sale)]
    return listed if latest.pk in {one.pk for one in listed} else [*listed, latest]


def _own(sale: Sale) -> None:
    """The units that the customer has now, found by their batch."""
    for number, line in enumerate(sale.lines, 1):
        unit = Unit(*Unit.at(sale.id, number), customer_id=sale.customer_id, line=line)
        if line.get("batch"):
            unit.lookup_pk, unit.lookup_sk = f"batch#{line['batch']}", f"{sale.id}#{number}"
        unit.create()


def _classify(customer: Customer, sales: list[Sale]) -> None:
    """Spend and neighbours counted afresh, and the tier they give (F1-28)."""
    bought = [sale for sale in sales if sale.state == "active"]
    same = [sale for sale in bought if sale.amount is not None and sale.currency == bought[-1].currency]
    spend = sum((sale.amount for sale in same), start=same[0].amount * 0) if same else None
    customer.currency = same[0].currency if same else ""
    customer.neighbours = _neighbours(customer)
    counted = [Customer.neighbours.set(customer.neighbours), Customer.currency.set(customer.currency)]
    if spend is not None:
        counted.append(Customer.spend.set(spend))
    customer.spend, sellers = spend, _sellers(sales)
    if customer.sellers != sellers:
        counted.append(Customer.sellers.set(sellers))
    effects.classify(customer, counted)


def _sellers(sales: Iterable[Sale]) -> list[list[str]]:
    """Whose customer they are besides by their own row, so that a list need not read every sale."""
    return [list(pair) for pair in sorted({(sale.store, sale.rep) for sale in sales})]


def _neighbours(customer: Customer) -> int:
    if not customer.estate:
        return 0
    rows = Row._raw(
        f"estate#{plain_name(customer.estate)}", None, most=NEIGHBOURS_COUNTED, index_name="lookup"
    )
    return max(0, sum(1 for _ in rows) - 1)
