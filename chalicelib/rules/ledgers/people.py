"""Who is the same person: by telephone, then by e-mail; never where the names differ."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from chalicelib.rules import names
from chalicelib.rules.ledgers.values import LedgerSale
from chalicelib.rules.names import Name

Key = tuple[str, str]
Leaders = dict[Key, Key]


def identities(sales: Iterable[LedgerSale]) -> list[int]:
    """For each sale its customer's number, counted from 0 in the order in which they appear.

    Two sales are one person's if they share a telephone or e-mail address and a name, whichever way it
    is written, also by way of a third sale. One telephone under two names is two customers.
    """
    sales = list(sales)
    shared = _shared(sales)
    keys = [list(_keys(sale, shared)) for sale in sales]
    leaders: Leaders = {}
    for own in keys:
        for key in own[1:]:
            leaders[_leader(leaders, key)] = _leader(leaders, own[0])
    leaders.update(_by_surname(sales, keys, shared, leaders))
    numbers: dict[Key, int] = {}
    return [numbers.setdefault(_leader(leaders, own[0]), len(numbers)) for own in keys]


def customer_count(sales: Iterable[LedgerSale]) -> int:
    return len(set(identities(sales)))


def _addresses(sale: LedgerSale) -> list[str]:
    return [*sale.phones, *filter(None, [sale.email])]


def _shared(sales: Sequence[LedgerSale]) -> dict[str, list[Name]]:
    """The addresses that stand beside more than one name, and those names: few, and only they are read."""
    written: dict[str, dict[str, str]] = defaultdict(dict)
    for sale in sales:
        for address in _addresses(sale):
            written[address].setdefault(sale.name_key, sale.customer_name)
    return {
        address: [names.read(name) for name in found.values() if name]
        for address, found in written.items()
        if len(found) > 1
    }


def _keys(sale: LedgerSale, shared: Mapping[str, Sequence[Name]]) -> Iterator[Key]:
    """At a shared address by each form of the name, elsewhere by the name as it is written."""
    addresses = _addresses(sale)
    if not addresses:
        yield "", sale.name_key
    for address in addresses:
        if address in shared and sale.customer_name:
            name = names.read(sale.customer_name)
            yield from ((address, f"{_sex(name, shared[address])}:{key}") for key in sorted(name.keys))
        else:
            yield address, sale.name_key


def _sex(name: Name, others: Sequence[Name]) -> str:
    """Mr. and Mrs. of one name are two; who has no title is the first of them."""
    return name.sex or next((one.sex for one in others if one.sex and one.keys & name.keys), "")


def _by_surname(
    sales: Sequence[LedgerSale],
    keys: Sequence[Sequence[Key]],
    shared: Mapping[str, Sequence[Name]],
    leaders: Leaders,
) -> Leaders:
    """张先生 is whoever alone is called 张 at his address: for each such person, who that is."""
    called: dict[str, dict[Key, Name]] = defaultdict(dict)
    for sale, own in zip(sales, keys, strict=True):
        for address in filter(shared.get, _addresses(sale) if sale.customer_name else ()):
            called[address].setdefault(_leader(leaders, own[0]), names.read(sale.customer_name))
    found: Leaders = {}
    for people in called.values():
        for person, name in people.items():
            others = [key for key, one in people.items() if key != person and names.is_namesake(name, one)]
            if name.bare and len(others) == 1 and not name.contradicts(people[others[0]]):
                found.setdefault(person, others[0])
    return found


def _leader(leaders: Leaders, key: Key) -> Key:
    while leaders.setdefault(key, key) != key:
        key = leaders[key]
    return key
