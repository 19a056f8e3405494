"""Rows that could not be taken go into a file that a person can mend and bring in again."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.rules import ledgers
from chalicelib.rules.ledgers.rejects import safe, unquoted
from tests.rules.ledgers.specimens import ENGLISH, csv_bytes, english, read, sale, xlsx_bytes


def _rejects(ledger: ledgers.Ledger) -> list[dict[str, str]]:
    text = ledgers.rejects_csv(ledger, ledgers.classify(ledger))
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _again(text: str, shop: str = "HK") -> ledgers.Ledger:
    return ledgers.read("rejects.csv", text.encode("utf-8-sig"), shop_country=shop)


def test_a_reject_bears_line_code_sentence_and_its_own_cells() -> None:
    rejects = _rejects(read(english("A1"), english("A2", phone="12", product="Oak, “wide”")))
    assert len(rejects) == 1
    assert (rejects[0]["line"], rejects[0]["code"]) == ("3", "bad_phone")
    assert "“12”" in rejects[0]["sentence"]
    assert tuple(rejects[0][name] for name in ENGLISH) == english("A2", phone="12", product="Oak, “wide”")


def test_no_cell_of_the_file_is_a_formula() -> None:
    evil = english(
        phone="", name='=HYPERLINK("http://example.com")', product="@SUM(A1)", batch="+1", quantity="-0"
    )
    ledger = read(evil, header=[*ENGLISH[:-1], "=Installed"])
    text = ledgers.rejects_csv(ledger, ledgers.classify(ledger))
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@given(cell=st.text() | st.from_regex(r"\A'*[=+\-@\t\r＝]"))
def test_quoting_is_undone_exactly(cell: str) -> None:
    assert unquoted(safe(cell)) == cell


def test_a_mended_file_is_taken() -> None:
    ledger = read(english("A1", phone="12"), english("A2", quantity="-3", phone="+852 5123 4567"))
    text = ledgers.rejects_csv(ledger, ledgers.classify(ledger))
    assert "'-3" in text
    assert "'+852" in text
    mended = _again(text.replace(",12,", ",5123 4567,").replace("A2", "A1").replace("'-3", "'-10"))
    assert [one.kind for one in ledgers.classify(mended)] == ["sale", "return"]


def test_unmended_rejects_make_the_same_file_but_for_the_lines() -> None:
    ledger = read(english("A1", phone="12"), english(), english("A3", signed="31/02/2024", quantity="-0"))
    text = ledgers.rejects_csv(ledger, ledgers.classify(ledger))
    again = _again(text)
    second = ledgers.rejects_csv(again, ledgers.classify(again))
    assert second == text.replace("\r\n4,", "\r\n3,")


def test_a_few_rejects_are_read_as_the_whole_ledger_was() -> None:
    """On their own 03/04/2024 and an eight-digit number would be taken for something else."""
    clear = [english(f"C{n}", signed="12/31/2024", phone="9123 4567") for n in range(3)]
    ledger = read(*clear, english("A1", signed="03/04/2024", phone="9123 4567", quantity="0"), shop="SG")
    assert (ledger.country, ledger.date_order) == ("SG", "mdy")
    text = ledgers.rejects_csv(ledger, ledgers.classify(ledger)).replace(",0,", ",7,")
    sale = _again(text, shop="HK").rows[0].sale
    assert sale
    assert (sale.signed_on, sale.phones) == (date(2024, 3, 4), ("+6591234567",))


def test_rejects_of_a_workbook_name_the_sheet() -> None:
    sheets = {
        "Jan": [list(ENGLISH), list(english())],
        "Feb": [list(ENGLISH), list(english("A2", phone="12"))],
    }
    ledger = ledgers.read("shop.xlsx", xlsx_bytes(sheets), shop_country="HK")
    assert [row["line"] for row in _rejects(ledger)] == ["Feb!2"]


@pytest.mark.parametrize(
    "header", [("Line", "Code", *ENGLISH), ("code", "sentence", "line", "read_as", *ENGLISH)]
)
def test_a_ledger_with_columns_of_such_names_is_not_taken_for_rejects(header: tuple[str, ...]) -> None:
    width = len(header) - len(ENGLISH)
    ledger = ledgers.read("shop.csv", csv_bytes(header, ("x",) * width + english()), shop_country="HK")
    assert ledger.header == header
    assert ledger.rows[0].sale


def test_a_formula_without_its_result_is_shown_and_kept() -> None:
    """A program that writes formulas and reckons none wrote this workbook."""
    row = [*english()]
    row[ENGLISH.index("Qty")] = "=2*5"
    content = xlsx_bytes({"Sheet1": [ENGLISH, english("A0"), row]})
    ledger = ledgers.read("shop.xlsx", content, shop_country="HK")
    good, bad = ledgers.classify(ledger)
    assert (good.kind, bad.kind) == ("sale", "reject")
    assert bad.why
    assert bad.why.code == "formula"
    assert "“=2*5”" in bad.why.sentence
    assert ",'=2*5," in ledgers.rejects_csv(ledger, [good, bad])


def test_a_note_may_begin_with_the_sign_of_a_formula() -> None:
    content = csv_bytes([*ENGLISH, "备注"], [*english(), "=) 很满意"])
    assert [one.kind for one in ledgers.classify(ledgers.read("shop.csv", content, shop_country="HK"))] == [
        "sale"
    ]


def test_rows_prepared_with_formulas_alone_are_blank() -> None:
    waiting = [None] * (len(ENGLISH) - 1) + ['=IF(A3="","",1)']
    ledger = ledgers.read(
        "shop.xlsx", xlsx_bytes({"Sheet1": [ENGLISH, english(), waiting]}), shop_country="HK"
    )
    assert [one.kind for one in ledgers.classify(ledger)] == ["sale"]


def test_a_number_kept_as_text_by_a_formula_is_that_number() -> None:
    found = sale(*english(order='="0012"', phone='="+852 5123 4567"'))
    assert (found.order, found.phones) == ("0012", ("+85251234567",))
