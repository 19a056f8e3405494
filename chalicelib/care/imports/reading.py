"""What a ledger says: its rows, what becomes of each, the orders and people they add up to."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from chalicelib import plans, tags
from chalicelib.care import customers
from chalicelib.care.customers import NewCustomer
from chalicelib.care.imports import earlier, owning
from chalicelib.ids import derived
from chalicelib.records.sales import Sale
from chalicelib.rules import days, ledgers, names, phones
from chalicelib.rules.ledgers import Ledger, LedgerRow, LedgerSale, Outcome, Trouble
from chalicelib.sentences import Said

KEPT = ("store", "rep", "estate", "estate_grade", "address")
LANGUAGES = {"CN": "zh-CN", "HK": "zh-HK", "MO": "zh-MO", "TW": "zh-TW"}


@dataclass(frozen=True)
class Options:
    """How whoever imports wants a file read, where it does not say so itself: `mapping` from their
    headers to our fields, `country` of bare phone numbers, `dates` dmy or mdy, `language` of customers
    whose row names none, `store` that it is sent for, where nothing of another one is to be taken."""

    mapping: dict[str, str] | None = None
    country: str | None = None
    dates: str | None = None
    language: str | None = None
    store: str | None = None

    def given(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if value}


def import_id(content: bytes, options: Options) -> str:
    """The same for the same file read the same way."""
    given = sorted((name, _plain(value)) for name, value in options.given().items())
    return derived("i", sha256(content).hexdigest(), *given)


def _plain(value: Any) -> Any:
    return sorted(value.items()) if isinstance(value, dict) else value.casefold()


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
    """What an import did. `rows` are `sales` (lines of `orders`; `partly` of them without an address that
    cannot be right), `duplicates`, `returns` and `rejects`;
    `came_back` counts the sales whose own row says so. `held` says what waits for a release, and is empty
    where nothing does."""

    import_id: str
    rows: int = 0
    sales: int = 0
    orders: int = 0
    units: int = 0
    customers: int = 0
    duplicates: int = 0
    returns: int = 0
    came_back: int = 0
    rejects: int = 0
    partly: int = 0
    reject_reasons: dict[str, int] = field(default_factory=dict)
    warnings: dict[str, int] = field(default_factory=dict)
    notes: list[Said] = field(default_factory=list)
    sheets_left_out: list[str] = field(default_factory=list)
    columns_left_out: list[str] = field(default_factory=list)
    held: dict[str, Any] = field(default_factory=dict)


def read(
    name: str, content: bytes, *, mapping: dict[str, str] | None = None, country: str | None = None,
    dates: str | None = None, language: str | None = None, store: str | None = None,
) -> Ledger:  # fmt: skip
    """The file as values; refuses what is no ledger at all."""
    spoken, shop = customers.language(language or ""), plans.shop_defaults()
    ledger = ledgers.read(
        name, content, mapping=mapping, country=country, dates=dates, shop_country=shop.country
    )
    rows = tuple(_of_store(row, store) for row in ledger.rows) if store else ledger.rows
    return replace(ledger, language=spoken, rows=rows, store=store or "")


def _of_store(row: LedgerRow, store: str) -> LedgerRow:
    """A row that names no shop is of the one that it is sent for."""
    unnamed = row.sale and not row.sale.store
    return replace(row, sale=replace(row.sale, store=store)) if row.sale and unnamed else row


def judge(ledger: Ledger, now: datetime | None = None) -> list[Outcome]:
    """What becomes of each row, given what the table holds already. Without a `now`, as where a ledger is
    played through, every day is as good."""
    if now:
        ledger = replace(ledger, rows=tuple(_by(row, now) for row in ledger.rows))
    there = earlier.sales(ledger)
    owners = earlier.owners(ledger, there)
    judged = ledgers.classify(ledger, lambda order: earlier.lines(there.get(Sale.at(order))), owners.get)
    found = [earlier.compared(one, there) for one in judged]
    return [owning.judged(one, ledger.store, there) for one in found] if ledger.store else found


def _by(row: LedgerRow, now: datetime) -> LedgerRow:
    """Nobody would hear of a sale that is signed for years ahead: a year is mistyped sooner."""
    if row.sale is None or row.sale.signed_on is None or row.sale.signed_on <= now.date() + days.AHEAD:
        return row
    why = Said(
        "It is said to be signed on {signed_on}, more than a year ahead: correct the day.",
        signed_on=row.sale.signed_on,
    )
    return replace(row, sale=None, reject=Trouble("signed_ahead", why))


def report(ledger: Ledger, outcomes: Sequence[Outcome], import_id: str = "") -> Report:
    counts: dict[str, int] = defaultdict(int)
    reasons: dict[str, int] = defaultdict(int)
    for outcome in outcomes:
        counts[outcome.kind] += 1
        if outcome.why:
            reasons[outcome.why.code] += 1
    taken = [outcome.row.sale for outcome in outcomes if outcome.kind == "sale" and outcome.row.sale]
    return Report(
        import_id, rows=len(ledger.rows), sales=counts["sale"],
        orders=len({sale.order_key for sale in taken}), units=len(taken),
        customers=ledgers.customer_count(taken), duplicates=counts["duplicate"], returns=counts["return"],
        came_back=sum(one.kind == "sale" and bool(one.taken) for one in outcomes),
        rejects=counts["reject"], partly=len(ledgers.partly(outcomes)),
        reject_reasons=dict(sorted(reasons.items())),
        warnings=dict(sorted(Counter(one.code for row in ledger.rows for one in row.warnings).items())),
        notes=[*ledgers.notes(ledger), *earlier.days_apart(outcomes)],
        sheets_left_out=list(ledger.sheets_left_out), columns_left_out=list(ledger.columns_left_out),
    )  # fmt: skip


def orders(outcomes: Iterable[Outcome]) -> list[Order]:
    """Sales and returns by order, in the order in which the file names them."""
    bought: dict[str, list[LedgerSale]] = defaultdict(list)
    back: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        sale = outcome.row.sale
        if sale and outcome.kind == "sale":
            bought[sale.order_key].append(sale)
        if sale and outcome.taken:
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


def persons(wanted: Iterable[Order], ledger: Ledger, sample: bool) -> dict[int, NewCustomer]:
    """One customer per person, with every address that the file gives them."""
    found: dict[int, NewCustomer] = {}
    for order in wanted:
        for sale in order.sales:
            found[order.person] = _joined(found.get(order.person), sale, ledger, sample)
    return found


def _joined(known: NewCustomer | None, sale: LedgerSale, ledger: Ledger, sample: bool) -> NewCustomer:
    """What a later row does not say stays as an earlier one said it."""
    was = known or NewCustomer("")
    home = next((phones.country_of(phone) for phone in sale.phones), "") or was.country or ledger.country
    stated = was.language if was.language != _usual(was.country, ledger) else ""
    facts = {name: getattr(sale, name) or getattr(was, name) for name in KEPT}
    return NewCustomer(
        name=names.fuller(was.name, sale.customer_name), country=home, sample=sample,
        phones=tuple(dict.fromkeys([*was.phones, *sale.phones])),
        emails=tuple(dict.fromkeys([*was.emails, *filter(None, [sale.email])])),
        no_sms=tuple(dict.fromkeys([*was.no_sms, *sale.no_sms])),
        language=sale.language or stated or _usual(home, ledger),
        estate_age=was.estate_age if sale.estate_age is None else sale.estate_age,
        tags=tags.joined(was.tags, sale.tags)[: tags.MOST], **facts,
    )  # fmt: skip


def _usual(country: str, ledger: Ledger) -> str:
    """The language of somebody there whose row names none."""
    return ledger.language or LANGUAGES.get(country, "en")
