"""What a row tells beside who bought how much and when: odd facts are left out, none rejects a row."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from chalicelib import tags
from chalicelib.rules.ledgers import dates, labels, numbers
from chalicelib.rules.ledgers.cells import clean, is_empty, quoted
from chalicelib.rules.ledgers.findings import Findings, Reading
from chalicelib.sentences import Said

CENT = Decimal("0.01")
Fields = Mapping[str, str]


def produced(cells: Fields, how: Reading, found: Findings) -> date | None:
    cell = cells.get("produced_on", "")
    day = dates.parse(cell, how.date_order)
    if day is None and not dates.means_not_yet(cell):
        sentence = Said("The day of production {cell} is no day and was left out.", cell=quoted(clean(cell)))
        found.warn("bad_production_date", sentence)
    return day


def money(cells: Fields, how: Reading, quantity: Decimal, found: Findings) -> dict[str, Any]:
    price = _amount(Said("unit price"), cells.get("unit_price", ""), how, found)
    amount = _amount(Said("amount"), cells.get("amount", ""), how, found)
    if amount is None and price is not None:
        amount = (price * quantity).quantize(CENT)
    shown = [cells.get(name, "") for name in ("currency", "amount", "unit_price")]
    return {
        "unit_price": price,
        "amount": amount,
        "currency": numbers.currency([*shown, *how.money], how.country),
    }


def _amount(what: Said, cell: str, how: Reading, found: Findings) -> Decimal | None:
    if is_empty(clean(cell)):
        return None
    amount = numbers.money(cell, how.decimal_mark)
    if amount is None:
        sentence = Said(
            "The {what} {cell} is no sum of money and was left out.", what=what, cell=quoted(clean(cell))
        )
        found.warn("bad_amount", sentence)
    return amount


def residence(cells: Fields, signed: date | None) -> dict[str, Any]:
    written = clean(cells.get("estate_grade", ""))
    return {
        "estate": _text(cells, "estate"),
        "estate_grade": labels.grade(written),
        "estate_grade_written": written,
        "estate_age": _age(cells.get("estate_age", ""), signed),
        "address": _text(cells, "address"),
    }


def _age(cell: str, signed: date | None) -> int | None:
    """Years; a year of completion is counted up to the signing."""
    years, _ = numbers.quantity(cell)
    if years is None:
        return None
    age = signed.year - int(years) if years > 1800 and signed else int(years)
    return age if 0 <= age < 200 else None


def words(cells: Fields, how: Reading) -> dict[str, Any]:
    names = ("product", "series", "model", "batch", "serial", "rep", "fitter", "store", "note", "warranty")
    found: dict[str, Any] = {name: _text(cells, name) for name in names}
    products = [cells.get(name, "") for name in ("product", "series", "model")]
    kind = labels.category(cells.get("category", ""), *products)
    found["category"], found["category_assumed"] = kind or how.category, not kind
    found["tags"] = _tags(cells)
    found["language"] = labels.language(cells.get("language", ""))
    return found


def _tags(cells: Fields) -> tuple[str, ...]:
    """Those that are short enough to be one; the rest is a remark that somebody put into this column."""
    found = tags.split(clean(cells.get("tags", "")))
    return tuple(one for one in found if not is_empty(one) and len(one) <= tags.LONGEST)[: tags.MOST]


def _text(cells: Fields, name: str) -> str:
    text = clean(cells.get(name, ""))
    return "" if is_empty(text) else text
