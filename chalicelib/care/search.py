"""Finding a person by what one has at hand: an address, an order number, an estate."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

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
    found = [customer for one in ids if (customer := Customer.today(one))]
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
    found = {one.id: one for text in ids if (one := Customer.today(text))}
    return list(found.values())


def _by_address(text: str) -> list[str]:
    """A bare number is read as the shop's country would, then as each other country that we know."""
    if "@" in text:
        return _named_by("email", address(text))
    countries = dict.fromkeys([plans.shop_defaults().country, *plans.countries()])
    readings = dict.fromkeys(_readings(text, [one for one in countries if one != "default"]))
    return next((found for phone in readings if (found := _named_by("sms", phone))), [])


def _readings(text: str, countries: Iterable[str]) -> Iterator[str]:
    for country in countries:
        with suppress(BadInput):
            yield phones.read(text, country)


def _named_by(channel: str, address: str) -> list[str]:
    contact = effects.contact_of(channel, address)
    return contact.customers if contact else []


def _by_order(text: str) -> list[str]:
    sale = Sale.find(*Sale.at(text))
    return [sale.customer_id] if sale else []


def _of_estate(text: str) -> list[Customer]:
    rows = Row.by_lookup(f"estate#{plain_name(text)}", most=MOST)
    return [row for row in rows if isinstance(row, Customer)]
