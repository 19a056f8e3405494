"""From a row's cells to the line of a sale, or to all the reasons why it is none."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from chalicelib.ids import derived, fits_a_key, plain_name
from chalicelib.rules.ledgers import contacts, dates, facts, numbers
from chalicelib.rules.ledgers.cells import clean, is_empty, is_formula, quoted, simple
from chalicelib.rules.ledgers.findings import Findings, Reading
from chalicelib.rules.ledgers.synonyms import CALLED_OFF, CAME_BACK
from chalicelib.rules.ledgers.values import LedgerSale, Trouble
from chalicelib.sentences import Country, Said

Fields = Mapping[str, str]
KEPT = ("no", "n", "否", "未退", "未退货")
DATE_FORMS = Said("2024-03-02, 2024/3/2 or 2 Mar 2024")


def parse(cells: Fields, how: Reading) -> tuple[LedgerSale | None, Trouble | None, tuple[Trouble, ...]]:
    """The sale or the reject, and the warnings. A return needs no contact and no dates: its sale has them.
    What is written freely may begin as it likes, with `=)` too."""
    if formula := next((cell for name, cell in cells.items() if name != "note" and is_formula(cell)), ""):
        return None, Trouble("formula", _unreckoned(formula)), ()
    found = Findings()
    on_quantity = Findings()
    quantity, unit = _quantity(cells, how, on_quantity)
    phones, email = _contact(cells, how, found)
    days = _days(cells, how, found)
    state = "" if days["returned_on"] else simple(cells.get("status", ""))
    by_state = quantity is not None and quantity > 0 and state in CAME_BACK
    if by_state and quantity:
        quantity = -quantity
    if quantity is not None and quantity < 0:
        found = Findings(warnings=found.rejects + found.warnings)
    elif state in CALLED_OFF:
        found.reject("called_off", _called_off(cells["status"]))
    found.rejects += on_quantity.rejects
    _check_order(cells, found)
    if found.rejects or quantity is None:
        return None, found.reason(), tuple(found.warnings)
    name = _name(cells, found)
    sale = LedgerSale(
        **_order(cells, (days["signed_on"], *phones.valid[:1], email, plain_name(name)), found),
        **days,
        returned_by_state=by_state,
        customer_name=name,
        phones=phones.valid,
        no_sms=phones.no_sms,
        email=email,
        quantity=quantity,
        unit=unit,
        produced_on=facts.produced(cells, how, found),
        **facts.money(cells, how, quantity, found),
        **facts.residence(cells, days["signed_on"]),
        **facts.words(cells, how),
    )
    return sale, None, tuple(found.warnings)


def _unreckoned(formula: str) -> Said:
    return Said(
        "Here stands the formula {formula} without its result: open the file in Excel, save it and import it"
        " again, or write the value itself.",
        formula=quoted(clean(formula)),
    )


def _called_off(cell: str) -> Said:
    return Said(
        "The row says {cell}, so nobody is cared for by it: leave it out, and call the order off if it was"
        " taken before. If it stands after all, empty that cell.",
        cell=quoted(clean(cell)),
    )


def _contact(cells: Fields, how: Reading, found: Findings) -> tuple[contacts.Phones, str]:
    written = clean(cells.get("email", ""))
    email = contacts.email(written)
    phones = contacts.phones(cells.get("phones", ""), how.country)
    troubles = []
    if phones.bad:
        troubles.append(Trouble("bad_phone", _bad_phone(phones.bad, how.country)))
    if not email and not is_empty(written):
        sentence = Said(
            "The e-mail address {address} cannot exist: write one like name@shop.com, or none.",
            address=quoted(written),
        )
        troubles.append(Trouble("bad_email", sentence))
    if phones.valid or email:
        found.warnings += troubles
    elif troubles:
        found.rejects += troubles
    else:
        found.reject(
            "no_contact", Said("There is neither a telephone nor an e-mail address: add one of them.")
        )
    return phones, email


def _bad_phone(bad: tuple[str, ...], country: str) -> Said:
    """What begins with its country's code is not said to be of ours."""
    if all(one.startswith(("+", "\uff0b")) for one in bad):
        return Said(
            "The telephone {cell} is no number of any country: compare it digit by digit, its country code "
            "first.",
            cell=quoted(" / ".join(bad)),
        )
    return Said(
        "The telephone {cell} is no valid number in {country}: correct it, or begin a foreign one with + and"
        " its country code.",
        cell=quoted(" / ".join(bad)), country=Country(country),
    )  # fmt: skip


def _days(cells: Fields, how: Reading, found: Findings) -> dict[str, Any]:
    signed = dates.parse(cells.get("signed_on", ""), how.date_order)
    if signed is None:
        sentence = Said(
            "The day of signing {cell} is no day: write it like {forms}.",
            cell=quoted(clean(cells.get("signed_on", ""))), forms=DATE_FORMS,
        )  # fmt: skip
        found.reject("bad_date", sentence)
    delivered = _later_day(Said("delivery"), cells.get("delivered_on", ""), how, found)
    installed = _later_day(Said("installation"), cells.get("installed_on", ""), how, found)
    if signed and installed and installed < signed:
        sentence = Said(
            "Installed on {installed}, before it was signed for on {signed}: correct one of the two.",
            installed=installed, signed=signed,
        )  # fmt: skip
        found.reject("installed_before_signed", sentence)
    if signed and delivered and delivered < signed:
        sentence = Said(
            "Delivered on {delivered}, before it was signed for on {signed}.",
            delivered=delivered, signed=signed,
        )  # fmt: skip
        found.warn("delivered_before_signed", sentence)
    return {
        "signed_on": signed,
        "delivered_on": delivered,
        "booked_on": _booked(cells, how, signed, installed, found),
        "installed_on": installed,
        "returned_on": _returned(cells, how, signed, found),
    }


def _booked(
    cells: Fields, how: Reading, signed: date | None, installed: date | None, found: Findings
) -> date | None:
    """Once it is installed nobody needs the booking, and it hinders nothing."""
    booked = _later_day(Said("booking"), cells.get("booked_on", ""), how, Findings() if installed else found)
    if not (signed and booked and booked < signed):
        return booked
    if not installed:
        sentence = Said(
            "Booked for {booked}, before it was signed for on {signed}: correct one of the two.",
            booked=booked, signed=signed,
        )  # fmt: skip
        found.reject("booked_before_signed", sentence)
    return None


def _returned(cells: Fields, how: Reading, signed: date | None, found: Findings) -> date | None:
    """A day means that all of the row came back then. Anything else is left out with a word."""
    cell = cells.get("returned_on", "")
    day = dates.parse(cell, how.date_order)
    if dates.means_not_yet(cell) or simple(cell) in KEPT or (day and not (signed and day < signed)):
        return day
    sentence = Said(
        "The day of return {cell} is no day after the signing, so nothing was taken back: write the day if"
        " all of this row came back, or a row with a minus before the quantity.",
        cell=quoted(clean(cell)),
    )
    found.warn("bad_return_date", sentence)
    return None


def _later_day(what: Said, cell: str, how: Reading, found: Findings) -> date | None:
    """A day that may not be known yet."""
    day = dates.parse(cell, how.date_order)
    if day is None and not dates.means_not_yet(cell):
        sentence = Said(
            "The day of {what} {cell} is no day: write it like {forms}, or nothing.",
            what=what, cell=quoted(clean(cell)), forms=DATE_FORMS,
        )  # fmt: skip
        found.reject("bad_date", sentence)
    return day


def _quantity(cells: Fields, how: Reading, found: Findings) -> tuple[Decimal | None, str]:
    """A ledger without such a column counts one piece a row."""
    if "quantity" not in how.columns:
        return Decimal(1), numbers.unit(cells.get("unit", "")) or how.unit
    cell = cells.get("quantity", "")
    quantity, unit = numbers.quantity(cell, how.decimal_mark)
    if quantity is None:
        sentence = Said("The quantity {cell} is no number: write one like 12.5.", cell=quoted(clean(cell)))
        found.reject("bad_quantity", sentence)
    elif quantity == 0:
        sentence = Said(
            "The quantity is {cell}: write what was sold, or what came back with a minus.",
            cell=quoted(clean(cell)),
        )
        found.reject("zero_quantity", sentence)
    return quantity, numbers.unit(cells.get("unit", "")) or unit or how.unit


def _name(cells: Fields, found: Findings) -> str:
    parts = [clean(cells.get(part, "")) for part in ("first_name", "last_name")]
    whole = clean(cells.get("customer_name", ""))
    name = " ".join(filter(None, parts)) if is_empty(whole) else whole
    if not name:
        found.warn("no_name", Said("There is no name: messages will greet without one."))
    return _without_gaps(name)


def _without_gaps(name: str) -> str:
    """Chinese names are not written with spaces, though ledgers pad them."""
    return re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", name)


def _check_order(cells: Fields, found: Findings) -> None:
    order = clean(cells.get("order", ""))
    if not fits_a_key(order):
        found.reject(
            "bad_order", Said("The order number {order} is too long: shorten it.", order=quoted(order))
        )


def _order(cells: Fields, buyer: tuple[object, ...], found: Findings) -> dict[str, Any]:
    """The order number; without one an id from who bought when, the same at each import."""
    order = clean(cells.get("order", ""))
    if not is_empty(order):
        return {"order": order}
    found.warn(
        "no_order", Said("There is no order number: one was made from the customer and the day of signing.")
    )
    return {"order": derived("o", *buyer), "order_derived": True}
