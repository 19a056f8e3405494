"""A shop's ledger read whole: what was decided about the file, and every row as values."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import phonenumbers

from chalicelib.errors import BadInput
from chalicelib.rules.ledgers import contacts, numbers
from chalicelib.rules.ledgers import dates as days
from chalicelib.rules.ledgers.cells import clean, is_empty
from chalicelib.rules.ledgers.findings import Reading
from chalicelib.rules.ledgers.headers import check, readable_mapping, recognise
from chalicelib.rules.ledgers.pages import Page, pages
from chalicelib.rules.ledgers.rows import parse
from chalicelib.rules.ledgers.synonyms import DATES
from chalicelib.rules.ledgers.tables import Record, Table, open_table
from chalicelib.rules.ledgers.values import Ledger, LedgerRow, Trouble
from chalicelib.sentences import Said


@dataclass(frozen=True)
class Glance:
    """The shops that a file names, and the imports of which it brings rows again."""

    stores: tuple[str, ...]
    mends: tuple[str, ...]


CONTINUED = Trouble(
    "continued", Said("Customer and days were taken from the line above, as this one gives none.")
)


def read(
    name: str,
    content: bytes,
    *,
    mapping: Mapping[str, str] | None = None,
    country: str | None = None,
    dates: str | None = None,
    shop_country: str,
    category: str = "flooring",
) -> Ledger:
    """Every row of a CSV or XLSX file. `country` and `dates` overrule what the cells say; `category`
    is for goods whose words are not known. Unreadable for no table, BadInput for no fitting columns."""
    asked = _asked(country, dates)
    table, found, left_out = _opened(name, content, mapping)
    region, country_votes = _country(found, asked[0], shop_country.upper())
    order, date_votes = _order(found, asked[1], asked[0] or shop_country.upper())
    how = _reading(found, region, order, category)
    several = len(table.shown) > 1
    return Ledger(
        name=name,
        encoding=table.encoding,
        country=region,
        date_order=order,
        header=found[0].header,
        rows=tuple(_row(page, record, how, several) for page in found for record in page.records),
        country_votes=country_votes,
        date_votes=date_votes,
        columns=found[0].headers(),
        skipped=dict(sum((Counter(page.skipped) for page in found), Counter())),
        sheets_left_out=tuple(left_out),
        dittoed=sum(record.dittoed for page in found for record in page.records),
        mends={name: lines for page in found for name, lines in page.mends.items()},
        columns_left_out=tuple(dict.fromkeys(name for page in found for name in page.left_out())),
    )


def glance(
    name: str,
    content: bytes,
    *,
    mapping: Mapping[str, str] | None = None,
    country: str | None = None,
    dates: str | None = None,
) -> Glance:
    """What `read` would refuse is refused here, at a fifth of its cost: no row is looked into."""
    _asked(country, dates)
    found = _opened(name, content, mapping)[1]
    stores = (clean(cell) for page in found for cell in page.column("store"))
    return Glance(
        tuple(dict.fromkeys(name for name in stores if not is_empty(name))),
        tuple(dict.fromkeys(name for page in found for name in page.mends)),
    )


def _opened(
    name: str, content: bytes, mapping: Mapping[str, str] | None
) -> tuple[Table, list[Page], list[str]]:
    """The file's cells in their columns."""
    names = readable_mapping(mapping)
    table = open_table(name, content, lambda cells: len(recognise(cells, names)))
    found, left_out = pages(name, table, names)
    check(name, found[0].header, found[0].columns, mapping)
    return table, found, left_out


def _asked(country: str | None, order: str | None) -> tuple[str, str]:
    """What whoever imports has decided, checked; nothing where they leave it to the file."""
    region, order = (country or "").upper(), (order or "").lower()
    if region and region not in phonenumbers.SUPPORTED_REGIONS:
        raise BadInput("“{country}” is no country: give its two letters, such as HK.", country=country)
    if order and order not in days.ORDERS:
        raise BadInput("Dates are read as {orders}, not as “{order}”.", orders=list(days.ORDERS), order=order)
    return region, order


def _country(found: list[Page], asked: str, shop_country: str) -> tuple[str, dict[str, int]]:
    before = found[0].read_as.partition(" ")[0].upper()
    if asked or before in phonenumbers.SUPPORTED_REGIONS:
        return asked or before, {}
    return contacts.decide_country(_cells(found, "phones"), shop_country)


def _order(found: list[Page], asked: str, country: str) -> tuple[str, dict[str, int]]:
    before = "".join(found[0].read_as.split()[1:2]).lower()
    if asked or before in days.ORDERS:
        return asked or before, {}
    return days.decide(_cells(found, *DATES), country)


def _cells(found: list[Page], *names: str) -> list[str]:
    return [cell for page in found for cell in page.column(*names)]


def _reading(found: list[Page], country: str, order: str, category: str) -> Reading:
    headers = found[0].headers()
    return Reading(
        country=country,
        date_order=order,
        decimal_mark=numbers.decide_mark(_cells(found, "quantity", "unit_price", "amount")),
        category=category,
        columns=frozenset(found[0].columns),
        unit=next(map(numbers.unit_in, headers.get("quantity", ())), ""),
        money=(*headers.get("amount", ()), *headers.get("unit_price", ())),
    )


def _row(page: Page, record: Record, how: Reading, several: bool) -> LedgerRow:
    sale, reject, warnings = parse(page.fields(record.cells), how)
    if record.continues:
        warnings = (CONTINUED, *warnings)
    return LedgerRow(record.line, record.cells, page.sheet if several else "", sale, reject, warnings)
