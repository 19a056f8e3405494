"""The day that is booked, and the day on which all came back, where a ledger has columns for them."""

from datetime import date
from decimal import Decimal

import pytest

from chalicelib.rules import ledgers
from tests.rules.ledgers.specimens import ENGLISH, english, outcomes, read

HEADER = (*ENGLISH, "Booked installation", "Return date")


def line(booked: str = "", returned: str = "", **facts: str) -> tuple[str, ...]:
    return (*english(**facts), booked, returned)


def only(row: tuple[str, ...]) -> ledgers.LedgerRow:
    return read(row, header=HEADER).rows[0]


def told(*rows: tuple[str, ...], known: list[ledgers.Line] | None = None) -> list[tuple[str, int, bool]]:
    """Of each row what it is, how much comes back, and whether nothing of the sale is left."""
    found = ledgers.classify(read(*rows, header=HEADER), lambda order: known or [])
    return [(one.kind, int(sum(part[2] for part in one.taken)), one.whole) for one in found]


def test_a_booked_day_is_no_installation() -> None:
    sale = only(line("2024-03-20")).sale
    assert sale
    assert (sale.booked_on, sale.installed_on, sale.fitted_on) == (date(2024, 3, 20), None, date(2024, 3, 20))


@pytest.mark.parametrize(("booked", "code"), [("2024-02-01", "booked_before_signed"), ("soon", "bad_date")])
def test_a_booking_that_cannot_be_is_a_reject_while_it_matters(booked: str, code: str) -> None:
    reject = only(line(booked)).reject
    assert reject
    assert reject.code == code
    sale = only(line(booked, installed="2024-03-22")).sale
    assert sale
    assert (sale.booked_on, sale.fitted_on) == (None, date(2024, 3, 22))


def test_a_day_of_return_takes_the_row_back() -> None:
    assert told(line(returned="2024-03-09")) == [("sale", 10, True)]
    rows = [line(returned="2024-03-09"), line(product="Skirting", quantity="3")]
    assert told(*rows) == [("sale", 10, False), ("sale", 0, False)]


def test_the_return_is_of_that_day_and_all_of_the_row() -> None:
    (one,) = outcomes(line(returned="2024-03-09"), header=HEADER)
    assert one.back
    assert (one.back.signed_on, one.back.quantity) == (date(2024, 3, 9), Decimal(-10))


def test_a_day_over_merged_lines_is_the_whole_sales() -> None:
    further = ("", "", "", "", "", "Skirting", "", "3", "", "", "")
    assert told(line(returned="2024-03-09"), further) == [("sale", 10, False), ("sale", 3, True)]


def test_what_also_has_a_row_of_its_own_comes_back_once() -> None:
    assert told(line(returned="2024-03-09"), line(quantity="-10")) == [
        ("sale", 0, False),
        ("return", 10, True),
    ]
    assert told(line(returned="2024-03-09"), line(quantity="-4")) == [
        ("sale", 0, False),
        ("return", 4, False),
    ]


def test_a_sale_of_an_earlier_import_comes_back_once() -> None:
    bought = ("oakfloor||", "b1", Decimal(10))
    back = ("oakfloor||", "b1", Decimal(-10))
    row = line(returned="2024-03-09")
    assert told(row, known=[bought]) == [("return", 10, True)]
    assert told(row, known=[bought, back]) == [("duplicate", 0, False)]
    assert told(row, row) == [("sale", 10, True), ("duplicate", 0, False)]


@pytest.mark.parametrize("cell", ["", "无", "No", "未退"])
def test_no_return_is_no_trouble(cell: str) -> None:
    row = only(line(returned=cell))
    assert row.sale
    assert (row.sale.returned_on, row.warnings) == (None, ())


@pytest.mark.parametrize("cell", ["part", "2024-02-01"])
def test_an_unclear_return_is_named_and_takes_nothing(cell: str) -> None:
    row = only(line(returned=cell))
    assert [one.code for one in row.warnings] == ["bad_return_date"]
    assert told(line(returned=cell)) == [("sale", 0, False)]
