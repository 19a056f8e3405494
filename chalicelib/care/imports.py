"""A shop's ledger into customers, sales and returns. Doing it twice changes nothing."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from chalicelib import plans
from chalicelib.care import customers, planning, sales
from chalicelib.care.customers import NewCustomer
from chalicelib.care.sales import NewSale
from chalicelib.ids import derived
from chalicelib.records.imports import Import
from chalicelib.records.sales import Sale
from chalicelib.rules import ledgers, phones
from chalicelib.rules.ledgers import Ledger, LedgerSale, Line, Outcome

HELD_ABOVE = 20
SOON = timedelta(hours=24)
LANGUAGES = {"CN": "zh-CN", "HK": "zh-HK", "MO": "zh-MO", "TW": "zh-TW"}

Progress = Callable[[int], None]


def _silent(done: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Order:
    """All that a ledger says of one order: its lines, its buyer, and what came back."""

    key: str
    person: int
    first: LedgerSale
    sales: tuple[LedgerSale, ...] = ()
    returns: tuple[Outcome, ...] = ()


@dataclass
class Report:
    """What an import did; `held` says what waits for a release, and is empty where nothing does."""

    import_id: str
    rows: int = 0
    sales: int = 0
    units: int = 0
    customers: int = 0
    duplicates: int = 0
    returns: int = 0
    rejects: int = 0
    reject_reasons: dict[str, int] = field(default_factory=dict)
    warnings: dict[str, int] = field(default_factory=dict)
    held: dict[str, Any] = field(default_factory=dict)


def read(
    name: str, content: bytes, *, mapping: dict[str, str] | None = None, country: str | None = None,
    dates: str | None = None,
) -> Ledger:  # fmt: skip
    """The file as values; refuses what is no ledger at all."""
    shop = plans.shop_defaults()
    return ledgers.read(
        name, content, mapping=mapping, country=country, dates=dates, shop_country=shop.country
    )


def judge(ledger: Ledger) -> list[Outcome]:
    """What becomes of each row, given what the table holds already."""
    keys = {row.sale.order_key for row in ledger.rows if row.sale}
    there = Sale.many([Sale.at(key) for key in sorted(keys)], consistent=True)
    return ledgers.classify(ledger, lambda order: _known(there.get(Sale.at(order))))


def report(ledger: Ledger, outcomes: Sequence[Outcome], import_id: str = "") -> Report:
    counts: dict[str, int] = defaultdict(int)
    reasons: dict[str, int] = defaultdict(int)
    for outcome in outcomes:
        counts[outcome.kind] += 1
        if outcome.why:
            reasons[outcome.why.code] += 1
    taken = [outcome.row.sale for outcome in outcomes if outcome.kind == "sale" and outcome.row.sale]
    return Report(
        import_id, rows=len(ledger.rows), sales=counts["sale"], units=len(taken),
        customers=ledgers.customer_count(taken), duplicates=counts["duplicate"], returns=counts["return"],
        rejects=counts["reject"], reject_reasons=dict(sorted(reasons.items())),
        warnings=dict(sorted(Counter(one.code for row in ledger.rows for one in row.warnings).items())),
    )  # fmt: skip


def foretell(ledger: Ledger, outcomes: Sequence[Outcome], now: datetime) -> Report:
    """What taking it would do; nothing is written."""
    done, wanted = report(ledger, outcomes), orders(outcomes)
    done.held = _soon(wanted, persons(wanted, ledger.country, False), ledger, now)
    return done


def take(
    ledger: Ledger, outcomes: Sequence[Outcome], content: bytes, now: datetime, progress: Progress = _silent,
    sample: bool = False,
) -> Report:  # fmt: skip
    """Write it all. What would send more than twenty messages within a day waits for a release."""
    done = report(ledger, outcomes, derived("i", sha256(content).hexdigest()))
    wanted = orders(outcomes)
    people = persons(wanted, ledger.country, sample)
    if not sample:
        done.held = _soon(wanted, people, ledger, now)
    for order in wanted:
        if order.sales:
            sales.check(new_sale(order, "", ledger, ""))
    _note_import(ledger, done, now)
    buyers = customers.Buyers(people, customers.addresses(people.values()))
    for number, order in enumerate(wanted, 1):
        _take(order, buyers, ledger, done.import_id, now)
        progress(number)
    return done


def orders(outcomes: Iterable[Outcome]) -> list[Order]:
    """Sales and returns by order, in the order in which the file names them."""
    bought: dict[str, list[LedgerSale]] = defaultdict(list)
    back: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        sale = outcome.row.sale
        if sale and outcome.kind == "sale":
            bought[sale.order_key].append(sale)
        elif sale and outcome.kind == "return":
            back[sale.order_key].append(outcome)
    keys = list(dict.fromkeys([*bought, *back]))
    firsts = [bought[key][0] if bought[key] else _sale_of(back[key][0]) for key in keys]
    numbers = ledgers.identities(firsts)
    return [
        Order(key, number, first, tuple(bought[key]), tuple(back[key]))
        for key, number, first in zip(keys, numbers, firsts, strict=True)
    ]


def _sale_of(outcome: Outcome) -> LedgerSale:
    if outcome.row.sale is None:
        raise LookupError("a return without its row")
    return outcome.row.sale


def persons(wanted: Iterable[Order], country: str, sample: bool) -> dict[int, NewCustomer]:
    """One customer per person, with every address that the file gives them."""
    found: dict[int, NewCustomer] = {}
    for order in wanted:
        for sale in order.sales:
            found[order.person] = _joined(found.get(order.person), sale, country, sample)
    return found


def _joined(known: NewCustomer | None, sale: LedgerSale, country: str, sample: bool) -> NewCustomer:
    numbers = dict.fromkeys([*(known.phones if known else ()), *sale.phones])
    emails = dict.fromkeys([*(known.emails if known else ()), *filter(None, [sale.email])])
    no_sms = dict.fromkeys([*(known.no_sms if known else ()), *sale.no_sms])
    home = next((phones.country_of(phone) for phone in sale.phones), "") or country
    return NewCustomer(
        name=sale.customer_name, phones=tuple(numbers), emails=tuple(emails), no_sms=tuple(no_sms),
        language=sale.language or LANGUAGES.get(home, "en"), country=home, store=sale.store, rep=sale.rep,
        estate=sale.estate, estate_grade=sale.estate_grade, estate_age=sale.estate_age, address=sale.address,
        sample=sample,
    )  # fmt: skip


def new_sale(order: Order, customer_id: str, ledger: Ledger, import_id: str) -> NewSale:
    """The order as a sale. An installation that lies ahead of today is only booked."""
    first = order.first
    amounts = [sale.amount for sale in order.sales if sale.amount is not None]
    return NewSale(
        order=first.order, customer_id=customer_id, signed_on=first.signed_on or date.min,
        lines=[_line(sale) for sale in order.sales], category=first.category or "flooring", store=first.store,
        rep=first.rep, fitter=first.fitter, delivered_on=first.delivered_on, installed_on=first.installed_on,
        amount=sum(amounts, Decimal(0)) if amounts else None, currency=first.currency,
        warranty=first.warranty, note=first.note, import_id=import_id,
    )  # fmt: skip


def _line(sale: LedgerSale) -> dict[str, Any]:
    facts = {
        "product": sale.product, "series": sale.series, "model": sale.model, "batch": sale.batch,
        "produced_on": sale.produced_on.isoformat() if sale.produced_on else "", "serial": sale.serial,
        "quantity": format(sale.quantity, "f"), "unit": sale.unit,
        "amount": format(sale.amount, "f") if sale.amount is not None else "",
    }  # fmt: skip
    return {name: value for name, value in facts.items() if value}


def _take(order: Order, buyers: customers.Buyers, ledger: Ledger, import_id: str, now: datetime) -> None:
    if order.sales:
        new = sales.as_of(new_sale(order, buyers.id_of(order.person, now), ledger, import_id), now)
        if not sales.record(new, now):
            sales.add_lines(new.order, new.lines, new.amount, now)
    for outcome in order.returns:
        take_back(order.key, outcome, now)


def take_back(order: str, outcome: Outcome, now: datetime) -> None:
    back = _sale_of(outcome)
    line = [back.line[0], back.line[1], format(back.quantity, "f")]
    taken = [[product, batch, format(quantity, "f")] for product, batch, quantity in outcome.taken]
    sales.take_return(order, sales.Return(line, taken, outcome.whole, back.amount, back.note), now)


def _known(sale: Sale | None) -> list[Line]:
    """The lines and returns of an order that the table holds."""
    if sale is None:
        return []
    bought = [(*sales.key_of(line), Decimal(line["quantity"])) for line in sale.lines]
    return [*bought, *((product, batch, Decimal(quantity)) for product, batch, quantity in sale.returns)]


def _soon(
    wanted: list[Order], people: dict[int, NewCustomer], ledger: Ledger, now: datetime
) -> dict[str, Any]:
    """How many messages the plans would send within a day, to how many people and for which steps."""
    steps: dict[str, int] = defaultdict(int)
    reached = set()
    for order in wanted:
        if not order.sales or any(outcome.whole for outcome in order.returns):
            continue
        new = sales.as_of(new_sale(order, "", ledger, ""), now)
        buyer = customers.row(people[order.person])
        for step in planning.messages_until(sales.row(new, now), buyer, now, now + SOON):
            steps[step] += 1
            reached.add(order.person)
    total = sum(steps.values())
    return {"messages": total, "customers": len(reached), "steps": dict(steps)} if total > HELD_ABOVE else {}


def _note_import(ledger: Ledger, done: Report, now: datetime) -> None:
    """Before the first sale, so that planning finds the hold."""
    names = ("rows", "sales", "customers", "duplicates", "returns", "rejects", "held")
    counts = {name: getattr(done, name) for name in names}
    batch = Import(
        *Import.at(done.import_id), file_name=ledger.name, at_moment=now, counts=counts,
        released=not done.held,
    )  # fmt: skip
    # The same file read another way may bring what the first reading did not.
    if not batch.create() and done.held:
        batch.change([Import.released.set(False), Import.counts.set(counts)])
