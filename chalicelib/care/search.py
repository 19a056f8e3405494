"""Finding a person by what one has at hand: an address, an order number, an estate."""

from chalicelib import plans
from chalicelib.care import effects
from chalicelib.errors import BadInput
from chalicelib.ids import plain_name
from chalicelib.records.customers import Customer
from chalicelib.records.sales import Sale
from chalicelib.records.table import Row
from chalicelib.rules import phones

MOST = 50


def find(text: str) -> list[Customer]:
    """An id, a phone, an e-mail address or an order number finds the one or few; else an estate's people."""
    text = text.strip()
    ids = _by_address(text) or _by_order(text) or [text]
    found = [customer for one in ids if (customer := _followed(one))]
    return found or _of_estate(text)


def address(text: str, country: str = "") -> str:
    """As it is stored: E.164, or an e-mail address in small letters."""
    return (
        text.strip().lower() if "@" in text else phones.read(text, country or plans.shop_defaults().country)
    )


def known_by(channel: str, name: str) -> list[Customer]:
    """Whose address (sms, email) or order this is."""
    contact = effects.contact_of(channel, name) if channel != "order" else None
    ids = _by_order(name) if channel == "order" else contact.customers if contact else []
    found = {one.id: one for text in ids if (one := _followed(text))}
    return list(found.values())


def _by_address(text: str) -> list[str]:
    try:
        contact = effects.contact_of("email" if "@" in text else "sms", address(text))
    except BadInput:
        return []
    return contact.customers if contact else []


def _by_order(text: str) -> list[str]:
    sale = Sale.find(*Sale.at(text))
    return [sale.customer_id] if sale else []


def _followed(customer_id: str) -> Customer | None:
    """Through merges to the row that counts."""
    found = Customer.find(*Customer.at(customer_id), consistent=True)
    while found and found.merged_into:
        found = Customer.find(*Customer.at(found.merged_into), consistent=True)
    return found


def _of_estate(text: str) -> list[Customer]:
    rows = Row.by_lookup(f"estate#{plain_name(text)}", most=MOST)
    return [row for row in rows if isinstance(row, Customer)]
