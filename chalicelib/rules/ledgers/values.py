"""What a ledger says, as values: its rows, each a sale, a return or a reject with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from chalicelib.ids import plain_name
from chalicelib.sentences import Said

Line = tuple[str, str, Decimal]


@dataclass(frozen=True)
class Trouble:
    """Something wrong with a row: the code for machines, the sentence for whoever mends it."""

    code: str
    sentence: Said


@dataclass(frozen=True)
class LedgerSale:
    """One row: a line of a sale, or (quantity below zero) of a return.

    `signed_on` is None only where a return does not say. `returned_on`: all of it came back on that day;
    `returned_by_state`: it came back, says the state of the sale's own row, whose day is the signing's.
    `phones` are E.164, `no_sms` those of them that are landlines. `estate_grade` is luxury, high, middle,
    ordinary or nothing, and `estate_grade_written` what the cell says. `order_derived`: the ledger gives
    no order number. `category_assumed`: nothing in the row says what kind of goods they are.
    """

    order: str
    signed_on: date | None
    quantity: Decimal
    delivered_on: date | None = None
    booked_on: date | None = None
    installed_on: date | None = None
    returned_on: date | None = None
    customer_name: str = ""
    phones: tuple[str, ...] = ()
    no_sms: tuple[str, ...] = ()
    email: str = ""
    language: str = ""
    estate: str = ""
    estate_grade: str = ""
    estate_grade_written: str = ""
    estate_age: int | None = None
    address: str = ""
    category: str = ""
    product: str = ""
    series: str = ""
    model: str = ""
    batch: str = ""
    produced_on: date | None = None
    serial: str = ""
    unit: str = ""
    unit_price: Decimal | None = None
    amount: Decimal | None = None
    currency: str = ""
    rep: str = ""
    fitter: str = ""
    store: str = ""
    note: str = ""
    warranty: str = ""
    tags: tuple[str, ...] = ()
    returned_by_state: bool = False
    order_derived: bool = False
    category_assumed: bool = False

    @property
    def is_return(self) -> bool:
        return self.quantity < 0

    @property
    def fitted_on(self) -> date | None:
        """The day of installation as far as the row knows it."""
        return self.installed_on or self.booked_on

    @property
    def coming_back(self) -> "LedgerSale":
        """The return that this row is, or that it tells of."""
        own_day = self.signed_on if self.is_return and not self.returned_by_state else None
        day = self.returned_on or own_day
        return replace(self, quantity=-abs(self.quantity), signed_on=day, returned_on=None)

    @property
    def order_key(self) -> str:
        """The order number as it is compared, and as `known` is asked for it."""
        return plain_name(self.order)

    @property
    def name_key(self) -> str:
        """The customer's name as it is compared."""
        return plain_name(self.customer_name)

    @property
    def line(self) -> Line:
        """What, besides the order, makes a row the repeat of another."""
        return product_key(self.product, self.series, self.model), plain_name(self.batch), self.quantity


@dataclass(frozen=True)
class LedgerRow:
    """`line` as a text editor or the sheet counts; `sheet` only where the file has several."""

    line: int
    cells: tuple[str, ...]
    sheet: str = ""
    sale: LedgerSale | None = None
    reject: Trouble | None = None
    warnings: tuple[Trouble, ...] = ()


@dataclass(frozen=True)
class Ledger:
    """A whole file. The votes count the cells that are valid under each reading: of the countries
    those that came near, of the day and month orders all that were asked.

    `columns` names, for each of our fields, the headers it was read from. `skipped` counts the rows
    that hold no sale: title, header, blank and total rows. `sheets_left_out` and `columns_left_out` name
    what holds something and was not read. `dittoed` counts the rows in which “the same” was written and
    what stands above was read. `mends`: the lines of earlier imports that it brings again, by
    import. `language` is that of customers whose row names none, where whoever imports knows it; `store`
    the shop that it is sent for, if nothing of another one is to be taken.
    """

    name: str
    encoding: str
    country: str
    date_order: str
    header: tuple[str, ...]
    rows: tuple[LedgerRow, ...]
    country_votes: Mapping[str, int] = field(default_factory=dict)
    date_votes: Mapping[str, int] = field(default_factory=dict)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    skipped: Mapping[str, int] = field(default_factory=dict)
    sheets_left_out: tuple[str, ...] = ()
    columns_left_out: tuple[str, ...] = ()
    dittoed: int = 0
    mends: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    language: str = ""
    store: str = ""

    def named(self, field: str) -> list[str]:
        """What the cells of a field say, each once, also of rows that are not taken."""
        places = [place for place, name in enumerate(self.header) if name in self.columns.get(field, ())]
        cells = (row.cells[place] for row in self.rows for place in places if place < len(row.cells))
        return list(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))


def product_key(product: str, series: str, model: str) -> str:
    """A product as it is compared: all that names it, without regard to width, case and spaces."""
    return "|".join(plain_name(part) for part in (product, series, model))
