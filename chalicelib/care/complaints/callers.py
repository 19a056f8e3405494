"""Whose a complaint is that comes without a link: an address proves nothing, so that only who is known
already, with a sale or an open complaint, is written to, and only at the address that we have."""

from chalicelib.care import effects
from chalicelib.ids import plain_name
from chalicelib.records.customers import Customer
from chalicelib.records.sales import Sale


def owner(channel: str, address: str, name: str, order: str) -> tuple[str, str]:
    """Customer and sale, or nothing: then a person finds out. Of several who share the address it is the one
    of the order, else of the name."""
    contact = effects.contact_of(channel, address) if address else None
    known = [one for text in (contact.customers if contact else ()) if (one := Customer.today(text))]
    sale = Sale.find(*Sale.at(order.strip())) if order.strip() else None
    if sale and sale.customer_id in {one.id for one in known}:
        return sale.customer_id, sale.id
    named = [one for one in known if plain_name(one.name) == plain_name(name)]
    found = next(iter(named if len(known) > 1 else known), None)
    return (found.id, "") if found and (found.open_complaints or sales(found)) else ("", "")


def sales(customer: Customer) -> list[Sale]:
    """What they have of us, the latest first."""
    rows = [row for row in Sale.by_lookup(customer.pk) if isinstance(row, Sale)]
    active = [sale for sale in rows if sale.state == "active"]
    return sorted(active, key=lambda sale: sale.signed_on, reverse=True)
