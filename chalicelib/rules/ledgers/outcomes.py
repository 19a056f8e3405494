"""What becomes of each row: a sale, a repeat of what is known, a return, or a reject."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from chalicelib.rules.ledgers import buyers
from chalicelib.rules.ledgers.buyers import Whose, nobody_known
from chalicelib.rules.ledgers.cells import quoted
from chalicelib.rules.ledgers.values import Ledger, LedgerRow, LedgerSale, Line, Trouble
from chalicelib.sentences import Said

Known = Callable[[str], Sequence[Line]]


@dataclass(frozen=True)
class Outcome:
    """`kind` is sale, duplicate, return or reject. For what comes back, a return or a sale whose row says so,
    `taken` says how much of which line goes back, and `whole` that nothing of the sale is left. `other_days`:
    the order is known with another day of delivery or installation, or with none."""

    row: LedgerRow
    kind: str
    why: Trouble | None = None
    taken: tuple[Line, ...] = ()
    whole: bool = False
    other_days: bool = False

    @property
    def back(self) -> LedgerSale | None:
        """The return, where something comes back."""
        return self.row.sale.coming_back if self.row.sale and self.taken else None


@dataclass
class Held:
    """What remains of a line that somebody bought."""

    product: str
    batch: str
    quantity: Decimal


@dataclass
class Book:
    """All that is known of the orders, from earlier imports and from this file so far."""

    known: Known
    whose: Whose = nobody_known
    seen: dict[str, set[Line]] = field(default_factory=dict)
    held: dict[str, list[Held]] = field(default_factory=lambda: defaultdict(list))
    buyers: dict[str, LedgerRow] = field(default_factory=dict)

    def open(self, order: str) -> None:
        """Learn, once, what earlier imports hold of this order."""
        if order in self.seen:
            return
        lines = list(self.known(order))
        self.seen[order] = set(lines)
        self.held[order] = [Held(*line) for line in lines if line[2] > 0]
        for line in lines:
            if line[2] < 0:
                take_back(self.held[order], line)

    def holds(self, sale: LedgerSale) -> bool:
        """Whether the same row came before."""
        self.open(sale.order_key)
        return sale.line in self.seen[sale.order_key]

    def repeats(self, sale: LedgerSale) -> bool:
        """Whether the same row came before; from now on it has."""
        if self.holds(sale):
            return True
        self.seen[sale.order_key].add(sale.line)
        return False

    def other_owner(self, sale: LedgerSale) -> Trouble | None:
        """Where this order is known as somebody else's. A row that stands there already, of the same day,
        is its buyer's, who may have been put right since."""
        buyer = self.whose(sale.order_key)
        if buyer is None or buyer.may_be_of(sale):
            return None
        same_day = sale.is_return or sale.signed_on == buyer.signed_on
        return None if same_day and self.holds(sale) else buyers.of_another_known(sale, buyer)


def nothing_known(_order: str) -> Sequence[Line]:
    return ()


def classify(ledger: Ledger, known: Known = nothing_known, whose: Whose = nobody_known) -> list[Outcome]:
    """One outcome per row, in the file's order. Sales are settled first, so that a return finds its
    sale wherever it stands."""
    book = Book(known, whose)
    outcomes: dict[int, Outcome] = {}
    for decide, is_return in ((_bought, False), (_returned, True)):
        for number, row in enumerate(ledger.rows):
            if row.sale is None:
                outcomes[number] = Outcome(row, "reject", row.reject)
            elif row.sale.is_return == is_return:
                outcomes[number] = decide(row, row.sale, book)
    return [_brought_back(outcomes[number], book) for number in range(len(ledger.rows))]


def _bought(row: LedgerRow, sale: LedgerSale, book: Book) -> Outcome:
    if other := book.other_owner(sale):
        return Outcome(row, "reject", other)
    first = book.buyers.setdefault(sale.order_key, row)
    if first.sale and not buyers.is_same(first.sale, sale):
        return Outcome(row, "reject", buyers.of_another_row(sale, first))
    if book.repeats(sale):
        return Outcome(row, "duplicate")
    product, batch, quantity = sale.line
    book.held[sale.order_key].append(Held(product, batch, quantity))
    return Outcome(row, "sale")


def _brought_back(outcome: Outcome, book: Book) -> Outcome:
    """A row that names a day of return takes its line back, unless something of it came back by a row of
    its own. If the sale was known before, the row is the return."""
    sale = outcome.row.sale
    if not sale or not sale.returned_on or outcome.kind not in ("sale", "duplicate"):
        return outcome
    held = book.held[sale.order_key]
    line = next((one for one in held if (one.product, one.batch, one.quantity) == sale.line), None)
    if line is None:
        return outcome
    line.quantity = Decimal(0)
    kind = "sale" if outcome.kind == "sale" else "return"
    return Outcome(outcome.row, kind, taken=(sale.line,), whole=not any(one.quantity for one in held))


def _returned(row: LedgerRow, sale: LedgerSale, book: Book) -> Outcome:
    if other := book.other_owner(sale):
        return Outcome(row, "reject", other)
    if book.repeats(sale):
        return Outcome(row, "duplicate")
    bought = book.held[sale.order_key]
    held = [one for one in bought if one.product == sale.line[0] or not sale.returned_by_state]
    taken = take_back(held, sale.line) if held else ()
    if taken:
        return Outcome(row, "return", taken=taken, whole=not any(line.quantity for line in bought))
    book.seen[sale.order_key].discard(sale.line)
    return Outcome(row, "reject", _too_much(sale, held) if held else _no_sale(sale))


def _no_sale(sale: LedgerSale) -> Trouble:
    if sale.order_derived:
        sentence = Said(
            "This return names no order, and nothing is known that this customer bought on the day that it"
            " gives: write the order's number, or the day of signing, the name and the telephone as they"
            " stand at the sale."
        )
        return Trouble("return_without_sale", sentence)
    return Trouble(
        "return_without_sale",
        Said(
            "Nothing was sold under the order {order} that could come back: correct the order number, or"
            " bring in the sale first.",
            order=quoted(sale.order),
        ),
    )


def _too_much(sale: LedgerSale, held: Iterable[Held]) -> Trouble:
    left = sum((line.quantity for line in _concerned(list(held), sale.line)), Decimal(0))
    return Trouble(
        "return_exceeds_sale",
        Said(
            "{quantity} come back of the order {order}, but only {left} are with the customer: correct the"
            " quantity.",
            quantity=-sale.quantity, order=quoted(sale.order), left=left,
        ),
    )  # fmt: skip


def take_back(held: list[Held], line: Line) -> tuple[Line, ...]:
    """Take a return (quantity below zero) off what is held. What was taken of which line; nothing if
    there is not enough."""
    concerned = _concerned(held, line)
    wanted = -line[2]
    if wanted > sum(each.quantity for each in concerned):
        return ()
    taken = []
    for each in concerned:
        part = min(each.quantity, wanted)
        if part:
            taken.append((each.product, each.batch, part))
        each.quantity -= part
        wanted -= part
    return tuple(taken)


def _concerned(held: list[Held], line: Line) -> list[Held]:
    """The lines that a return means: of several, those of its product, and of these those of its batch."""
    product, batch, _ = line
    of_product = [each for each in held if each.product == product] or held
    return [each for each in of_product if batch and each.batch == batch] or of_product
