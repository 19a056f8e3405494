"""A ledger told day by day, as it came about: a simulation lives it, where an import takes it all at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from chalicelib.care.imports.reading import Order
from chalicelib.rules.ledgers import LedgerSale, Outcome

Page = dict[date, list[Order]]


def _page() -> Page:
    return defaultdict(list)


@dataclass(frozen=True)
class Diary:
    """What is new on which day, each time as an order that holds no more than that: who `enters`, which
    further rows `join` an order, what `returns`. Who is `installed` on a day, or booked for it
    where no more is known, is the order as it entered."""

    enters: Page = field(default_factory=_page)
    joins: Page = field(default_factory=_page)
    returns: Page = field(default_factory=_page)
    installed: Page = field(default_factory=_page)


def diary(orders: Iterable[Order], start: date) -> Diary:
    """Each row on its own day; what lies before the start, and a return without a day, as soon as can be."""
    told = Diary()
    for order in orders:
        if order.sales:
            _tell(order, start, told)
    return told


def _tell(order: Order, start: date, told: Diary) -> None:
    first, *later = _by_day(order, start)
    told.enters[first[0]].append(first[1])
    for day, rows in later:
        told.joins[day].append(rows)
    for day, back in _backs(order):
        told.returns[max(day, start)].append(replace(order, sales=(), returns=(back,)))
    if day := first[1].first.fitted_on:
        told.installed[day].append(first[1])


def _by_day(order: Order, start: date) -> Iterator[tuple[date, Order]]:
    rows = sorted(order.sales, key=_signed)
    for day, found in groupby(rows, lambda row: max(_signed(row), start)):
        same = tuple(found)
        yield day, replace(order, first=same[0], sales=same, returns=())


def _signed(row: LedgerSale) -> date:
    return row.signed_on or date.min


def _backs(order: Order) -> Iterator[tuple[date, Outcome]]:
    """The last of them by day, which need not be the file's last, is the one that leaves nothing."""
    backs = sorted(((_day_back(order, back), back) for back in order.returns), key=lambda one: one[0])
    all_comes_back = any(back.whole for _, back in backs)
    for number, (day, back) in enumerate(backs, 1):
        yield day, replace(back, whole=all_comes_back and number == len(backs))


def _day_back(order: Order, back: Outcome) -> date:
    """The day that the row gives, but not before what it takes back was bought."""
    taken = {line[:2] for line in back.taken}
    bought = [_signed(row) for row in order.sales if row.line[:2] in taken]
    return max([_signed(back.back), *bought] if back.back else bought)
