"""What is kept to look back on complaints: each month's list, and what was paid in cases of a kind."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from chalicelib.ids import plain_name
from chalicelib.records.attributes import InstantAttribute, MoneyAttribute, instant
from chalicelib.records.complaints import Complaint
from chalicelib.records.table import Row

LONGEST_PRODUCT = 80


class Arrival(Row, discriminator="arrival"):
    """That a complaint came in, in the list of its month. It is written with the complaint itself and never
    changed, so that none can be left out of the month's count."""

    opened_at = InstantAttribute()

    @classmethod
    def at(cls, month: str, number: str) -> tuple[str, str]:
        """`month` as 2026-10, on the shop's calendar."""
        return f"month#{month}", f"arrival#{number}"

    @property
    def number(self) -> str:
        return self.sk.removeprefix("arrival#")


def of_month(month: str) -> list[Complaint]:
    """All that came in, oldest first, as they stand now."""
    return of_months([month])[0]


def of_months(months: Sequence[str]) -> list[list[Complaint]]:
    """The same of each of them, the complaints read together."""
    came = [list(Arrival.in_partition(f"month#{one}", "arrival#", consistent=True)) for one in months]
    found = Row.many([Complaint.at(one.number) for each in came for one in each], consistent=True)
    there = ([found.get(Complaint.at(one.number)) for one in each] for each in came)
    return [_oldest_first(row for row in each if isinstance(row, Complaint)) for each in there]


def _oldest_first(rows: Iterable[Complaint]) -> list[Complaint]:
    return sorted(rows, key=lambda row: (instant(row.opened_at), row.id))


class Precedent(Row, discriminator="precedent"):
    """What a reviewed complaint came to, without anybody's name or words; it stands beside the complaint
    and in `lookup` under its cause, by product and amount."""

    cause = UnicodeAttribute()
    about = UnicodeAttribute()
    product = UnicodeAttribute(default="")
    severity = UnicodeAttribute()
    at_fault = UnicodeAttribute(default="")
    total = MoneyAttribute()
    goodwill = MoneyAttribute()
    currency = UnicodeAttribute()
    gives = JSONAttribute(default=list)
    satisfaction = UnicodeAttribute(default="")
    reviewed_at = InstantAttribute()

    @classmethod
    def at(cls, number: str) -> tuple[str, str]:
        return f"complaint#{number}", "precedent"

    @property
    def number(self) -> str:
        return self.pk.removeprefix("complaint#")

    def listed(self) -> None:
        self.lookup_pk = f"precedents#{self.cause}"
        self.lookup_sk = f"{_place(self.product, self.total)}#{self.number}"


def near(cause: str, product: str, amount: Decimal, most: int) -> list[Precedent]:
    """Those of the cause and the product whose amounts lie next to this one, from both sides."""
    here, begins = _place(product, amount), _place(product)
    above = Row.lookup_sk.between(here, f"{begins}~")
    below = Row.lookup_sk.between(begins, here)
    return [*_some(cause, above, most, True), *_some(cause, below, most, False)]


def of_cause(cause: str, most: int) -> list[Precedent]:
    return list(_some(cause, None, most, True))


def _some(cause: str, within: object, most: int, forward: bool) -> Iterator[Precedent]:
    rows = Row.by_lookup(f"precedents#{cause}", within, most=most, scan_index_forward=forward)  # type: ignore[arg-type]
    return (row for row in rows if isinstance(row, Precedent))


def _place(product: str, amount: Decimal | None = None) -> str:
    """Amounts to the cent and filled up, so that the order of texts is theirs."""
    name = plain_name(product)[:LONGEST_PRODUCT]
    return f"{name}#" if amount is None else f"{name}#{amount:014.2f}"
