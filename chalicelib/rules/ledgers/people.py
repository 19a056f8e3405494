"""Who is the same person: by telephone, then by e-mail; never where the names differ."""

from collections.abc import Iterable

from chalicelib.rules.ledgers.values import LedgerSale


def identities(sales: Iterable[LedgerSale]) -> list[int]:
    """For each sale its customer's number, counted from 0 in the order in which they appear.

    Two sales are one person's if they share a name and a telephone or e-mail address, also by way
    of a third sale. One telephone under two names is two customers.
    """
    keys = [_keys(sale) for sale in sales]
    leaders: dict[tuple[str, str], tuple[str, str]] = {}
    for own in keys:
        first = _leader(leaders, own[0])
        for key in own[1:]:
            leaders[_leader(leaders, key)] = first
    numbers: dict[tuple[str, str], int] = {}
    return [numbers.setdefault(_leader(leaders, own[0]), len(numbers)) for own in keys]


def customer_count(sales: Iterable[LedgerSale]) -> int:
    return len(set(identities(sales)))


def _keys(sale: LedgerSale) -> list[tuple[str, str]]:
    addresses = [*sale.phones, *filter(None, [sale.email])]
    return [(address, sale.name_key) for address in addresses] or [("", sale.name_key)]


def _leader(leaders: dict[tuple[str, str], tuple[str, str]], key: tuple[str, str]) -> tuple[str, str]:
    while leaders.setdefault(key, key) != key:
        key = leaders[key]
    return key
