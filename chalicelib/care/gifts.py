"""The cupboard: what is in stock, and what was promised."""

from dataclasses import dataclass

from chalicelib import plans, words
from chalicelib.errors import BadInput
from chalicelib.records.staff import Gift


@dataclass(frozen=True)
class Stock:
    """A negative `stock` is promised and not there. `title` is in the shop's language."""

    gift: str
    title: str
    stock: int


def listing() -> list[Stock]:
    """Every gift that has a name, in stock or not."""
    language = plans.shop_defaults().language
    return [Stock(name, words.gift(name, language), _stock(name)) for name in words.gifts()]


def add(name: str, count: int) -> Stock:
    """So many more came in; a negative count: went out by another way."""
    if name not in words.gifts():
        raise BadInput(f"There is no gift {name!r}; use one of {', '.join(words.gifts()) or 'none'}.")
    row = Gift(*Gift.at(name))
    row.create()
    row.change([Gift.stock.set(Gift.stock + count)])
    return Stock(name, words.gift(name, plans.shop_defaults().language), int(row.stock))


def _stock(name: str) -> int:
    row = Gift.find(*Gift.at(name))
    return int(row.stock) if row else 0
