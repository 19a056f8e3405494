"""What an import has to write, worked out over the whole file, and kept so that parts can be taken of it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from chalicelib.care import sales
from chalicelib.care.customers import NewCustomer
from chalicelib.care.imports.reading import Order, Report, orders, persons
from chalicelib.care.sales import NewSale, Return
from chalicelib.records import plain
from chalicelib.retold import kept
from chalicelib.rules import ledgers
from chalicelib.rules.ledgers import Ledger, LedgerSale, Outcome

SAID = ("store", "rep", "fitter", "delivered_on", "booked_on", "installed_on", "warranty", "note")
DAYS = ("signed_on", "delivered_on", "booked_on", "installed_on")


@dataclass(frozen=True)
class Entry:
    """One order as it is to be written; `sale` names no customer yet, only the `person` of the list."""

    key: str
    person: int
    sale: NewSale | None
    returns: tuple[Return, ...] = ()

    @property
    def all_comes_back(self) -> bool:
        return any(back.whole for back in self.returns)


@dataclass(frozen=True)
class WorkList:
    """Every order of a file and every person. `counts` is what the import's row tells of it; `partly`: the
    rows that are taken without an address; `mends`: which lines of earlier imports came with it."""

    people: dict[int, NewCustomer]
    entries: list[Entry]
    counts: dict[str, Any] = field(default_factory=dict)
    rejects: str = ""
    partly: str = ""
    mends: dict[str, list[str]] = field(default_factory=dict)


def of(
    ledger: Ledger, outcomes: Sequence[Outcome], done: Report, now: datetime, sample: bool = False
) -> WorkList:
    """`done`: what will have been done when all of it is written."""
    wanted = orders(outcomes)
    return WorkList(
        persons(wanted, ledger, sample), [_entry(order, done.import_id, now) for order in wanted],
        {**counts(done), "stores": ledger.named("store") or [*filter(None, [ledger.store])]},
        ledgers.rejects_csv(ledger, outcomes, done.import_id, kept),
        ledgers.partly_csv(ledger, outcomes, kept),
        {name: list(lines) for name, lines in ledger.mends.items()},
    )  # fmt: skip


def counts(done: Report) -> dict[str, Any]:
    names = ("rows", "sales", "customers", "duplicates", "returns", "rejects", "partly")
    return {**{name: getattr(done, name) for name in names}, "notes": [kept(one) for one in done.notes]}


def _entry(order: Order, import_id: str, now: datetime) -> Entry:
    sale = sales.as_of(new_sale(order, "", import_id), now) if order.sales else None
    if sale:
        sales.check(sale)
    return Entry(order.key, order.person, sale, tuple(map(as_return, order.returns)))


def new_sale(order: Order, customer_id: str, import_id: str) -> NewSale:
    """The order as a sale. An installation that lies ahead of today is only booked."""
    first = order.first
    said = {name: _said(order, name) for name in SAID}
    amounts = [sale.amount for sale in order.sales if sale.amount is not None]
    return NewSale(
        order=first.order, customer_id=customer_id, signed_on=first.signed_on or date.min,
        lines=[_line(sale) for sale in order.sales], category=first.category or "flooring",
        amount=sum(amounts, Decimal(0)) if amounts else None, currency=first.currency,
        import_id=import_id, **said,
    )  # fmt: skip


def _said(order: Order, name: str) -> Any:
    """By the first of its rows that says it: many name the day or the seller in one alone. No day is before
    the one that the order counts as signed."""
    signed = order.first.signed_on or date.min
    found = (getattr(row, name) for row in order.sales)
    fits = (one for one in found if one and not (isinstance(one, date) and one < signed))
    return next(fits, getattr(order.first, name))


def _line(sale: LedgerSale) -> dict[str, Any]:
    facts = {
        "product": sale.product, "series": sale.series, "model": sale.model, "batch": sale.batch,
        "produced_on": sale.produced_on.isoformat() if sale.produced_on else "", "serial": sale.serial,
        "quantity": format(sale.quantity, "f"), "unit": sale.unit,
        "amount": format(sale.amount, "f") if sale.amount is not None else "", "category": sale.category,
    }  # fmt: skip
    return {name: value for name, value in facts.items() if value}


def as_return(outcome: Outcome) -> Return:
    back = outcome.back
    if back is None:
        raise LookupError("a return that takes nothing back")
    line = [back.line[0], back.line[1], format(back.quantity, "f")]
    taken = [[product, batch, format(quantity, "f")] for product, batch, quantity in outcome.taken]
    return Return(line, taken, outcome.whole, back.amount, back.note)


def packed(work: WorkList) -> bytes:
    """As JSON: whoever takes a later part may be another program version, which reads no ledger again."""
    return json.dumps(asdict(work), ensure_ascii=False, default=plain.value).encode()


def unpacked(content: bytes) -> WorkList:
    facts = json.loads(content)
    people = {int(number): _person(person) for number, person in facts["people"].items()}
    return WorkList(
        people, list(_entries(facts["entries"])), facts["counts"], facts["rejects"], facts.get("partly", ""),
        facts.get("mends", {}),
    )  # fmt: skip


def _person(facts: dict[str, Any]) -> NewCustomer:
    addresses = {name: tuple(facts.get(name, ())) for name in ("phones", "emails", "no_sms", "tags")}
    return NewCustomer(**{**facts, **addresses})


def _entries(found: list[dict[str, Any]]) -> Iterable[Entry]:
    for facts in found:
        returns = tuple(Return(**_with_amount(back)) for back in facts["returns"])
        yield Entry(facts["key"], facts["person"], _sale(facts["sale"]), returns)


def _sale(facts: dict[str, Any] | None) -> NewSale | None:
    if facts is None:
        return None
    days = {name: date.fromisoformat(facts[name]) for name in DAYS if facts[name]}
    return NewSale(**_with_amount({**facts, **days}))


def _with_amount(facts: dict[str, Any]) -> dict[str, Any]:
    return {**facts, "amount": Decimal(facts["amount"]) if facts["amount"] is not None else None}
