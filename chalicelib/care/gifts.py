"""The cupboard: what is in stock, and what was promised."""

from dataclasses import dataclass

from chalicelib import plans, words
from chalicelib.errors import BadInput, Conflict, NotFound
from chalicelib.records import versions
from chalicelib.records.staff import Gift
from chalicelib.sentences import Said


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
        raise BadInput(
            "There is no gift {name!r}; use one of {gifts}.",
            name=name,
            gifts=list(words.gifts()) or Said("none"),
        )
    row = Gift(*Gift.at(name))
    row.create()
    row.change([Gift.stock.set(Gift.stock + count)])
    return Stock(name, words.gift(name, plans.shop_defaults().language), int(row.stock))


def count(name: str, stock: int, seen: str = "") -> Stock:
    """So many are there now, as somebody counted who knew what stood there before."""
    _known(name)
    row = Gift.find(*Gift.at(name), consistent=True) or Gift(*Gift.at(name))
    versions.check(seen, vars(_shown(name, int(row.stock))), Said("The stock of {name}", name=name))
    before = int(row.stock)
    row.create()
    if not row.change([Gift.stock.set(stock)], Gift.stock == before):
        raise Conflict("The stock of {name} was changed meanwhile; look and count again.", name=name)
    return _shown(name, stock)


def get(name: str) -> Stock:
    _known(name)
    return _shown(name, _stock(name))


def _shown(name: str, stock: int) -> Stock:
    return Stock(name, words.gift(name, plans.shop_defaults().language), stock)


def _known(name: str) -> None:
    if name not in words.gifts():
        raise NotFound(
            "There is no gift {name!r}; use one of {gifts}.",
            name=name,
            gifts=list(words.gifts()) or Said("none"),
        )


def _stock(name: str) -> int:
    row = Gift.find(*Gift.at(name))
    return int(row.stock) if row else 0
