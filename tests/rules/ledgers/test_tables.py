"""Any encoding, any delimiter, any sheet; and a clear word where a file is no table."""

from datetime import date

import pytest

from chalicelib.errors import BadInput, Unreadable
from chalicelib.rules import ledgers
from tests.rules.ledgers.specimens import ENGLISH, csv_bytes, english, read, xlsx_bytes

SIMPLIFIED = ("单号", "签单日期", "客户姓名", "手机", "系列", "数量")
TRADITIONAL = ("訂單編號", "簽單日期", "客戶姓名", "手機", "系列", "數量")


def _read(content: bytes, shop: str = "CN") -> ledgers.Ledger:
    return ledgers.read("shop.csv", content, shop_country=shop)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_simplified_chinese(encoding: str) -> None:
    row = ("A1", "2024年3月2日", "陈晓彤", "13000100026", "实木地板", "12.5")
    ledger = _read(csv_bytes(SIMPLIFIED, row, encoding=encoding))
    assert ledger.encoding == encoding
    assert ledger.rows[0].sale
    assert ledger.rows[0].sale.customer_name == "陈晓彤"


@pytest.mark.parametrize("encoding", ["utf-8", "big5"])
def test_traditional_chinese(encoding: str) -> None:
    row = ("A1", "113年3月2日", "蘇曉彤", "0912-345-678", "實木地板", "12.5")
    ledger = _read(csv_bytes(TRADITIONAL, row, encoding=encoding), shop="TW")
    assert ledger.encoding == encoding
    assert ledger.rows[0].sale
    assert (ledger.rows[0].sale.customer_name, ledger.rows[0].sale.signed_on) == ("蘇曉彤", date(2024, 3, 2))


def test_a_western_code_page() -> None:
    row = english(name="Jürgen Groß", phone="0151 23456789")
    ledger = _read(csv_bytes(ENGLISH, row, encoding="cp1252", delimiter=";"), shop="DE")
    assert ledger.encoding == "cp1252"
    assert ledger.rows[0].sale
    assert ledger.rows[0].sale.customer_name == "Jürgen Groß"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    row = english(name="Lee, Mary; Ms", product="Oak; wide, brushed")
    ledger = _read(csv_bytes(["Sales, 2024; all shops"], ENGLISH, row, delimiter=delimiter), shop="HK")
    assert ledger.rows[0].sale
    assert ledger.rows[0].sale.product == "Oak; wide, brushed"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n\n",
        b"Dear all\nplease find attached\n",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"PK\x03\x04 not a workbook",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"<html><table><tr><td>1</td></tr></table>",
        b"\xff\xfeA",
        "单号,签单日期\n".encode("gb18030") + b"\x81\x7f,\xff\xff\n",
    ],
)
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable, match=r"shop\.csv"):
        _read(content)


def test_a_table_without_known_columns_says_what_it_found() -> None:
    with pytest.raises(BadInput, match=r"Its columns are: a, b, c"):
        _read(b"a,b,c\n1,2,3\n")


def test_lines_are_counted_as_an_editor_does() -> None:
    """A cell that breaks the line moves all that follow; a row is where it begins."""
    content = csv_bytes(
        ["Sales 2024"], [], ENGLISH, english(name="Chan\nTai Man"), [], english("A2"), ["Total", "2"]
    )
    ledger = _read(content, shop="HK")
    assert [row.line for row in ledger.rows] == [4, 7]
    assert ledger.skipped == {"title": 1, "blank": 2, "total": 1}


@pytest.mark.parametrize(
    "row",
    [
        ("合计", "", "", "", "", "", "", "99"),
        ("", "", "", "", "", "Grand total:", "", "99"),
        ("", "", "本页小计", "", "", "", "", "99"),
        ("", "", "", "", "", "", "", "99"),
        ("制表：小王",),
        ENGLISH,
        ("", "", "", "", "", "", "", "", "", ""),
    ],
)
def test_a_row_that_is_no_sale_is_skipped_and_counted(row: tuple[str, ...]) -> None:
    ledger = read(english(), row, english("A2"))
    assert len(ledger.rows) == 2
    assert sum(ledger.skipped.values()) == 1


def test_a_customer_called_total_is_a_customer() -> None:
    assert len(read(english(name="Total Fitness Ltd")).rows) == 1


def test_cells_merged_over_the_lines_of_an_order_count_for_each() -> None:
    ledger = read(
        english(),
        ("", "", "", "", "", "Skirting", "B9", "4", ""),
        ("A1", "", "", "", "", "Underlay", "", "2", ""),
    )
    sales = [row.sale for row in ledger.rows if row.sale]
    assert [(sale.order, sale.customer_name, sale.product) for sale in sales] == [
        ("A1", "Chan Tai Man", "Oak floor"),
        ("A1", "Chan Tai Man", "Skirting"),
        ("A1", "Chan Tai Man", "Underlay"),
    ]
    assert ledger.rows[1].warnings[0].code == "continued"


def test_a_workbooks_own_kinds_of_cells() -> None:
    rows = [
        ["Sales of the year"],
        [],
        list(ENGLISH),
        [
            20240001,
            date(2024, 3, 2),
            "Chan Tai Man",
            51234567.0,
            None,
            "Oak",
            None,
            101.1,
            date(2024, 4, 7),
        ],
        [20240002, 20240306, "Lee Siu Ming", "5123 4568", None, "Oak", None, 0.1 + 0.2, 45389],
    ]
    ledger = _read(xlsx_bytes({"Sheet1": rows}), shop="HK")
    first, second = (row.sale for row in ledger.rows)
    assert first
    assert second
    assert (first.order, first.signed_on, first.phones) == ("20240001", date(2024, 3, 2), ("+85251234567",))
    assert (first.installed_on, str(first.quantity)) == (date(2024, 4, 7), "101.1")
    assert (second.signed_on, second.installed_on, str(second.quantity)) == (
        date(2024, 3, 6),
        date(2024, 4, 7),
        "0.3",
    )
    assert [row.line for row in ledger.rows] == [4, 5]


def test_a_sheet_a_month_is_one_ledger_and_other_sheets_are_named() -> None:
    sheets = {
        "Summary": [["Month", "Sales"], ["Jan", 1]],
        "Jan": [list(ENGLISH), list(english())],
        "Feb": [["February"], list(ENGLISH), list(english("A2"))],
        "Sheet4": [["", " "]],
    }
    ledger = _read(xlsx_bytes(sheets), shop="HK")
    assert [(row.sheet, row.line) for row in ledger.rows] == [("Jan", 2), ("Feb", 3)]
    assert ledger.sheets_left_out == ("Summary",)


def test_a_hidden_sheet_is_not_read_and_is_named() -> None:
    sheets = {"Mar": [ENGLISH, english("A1")], "Old": [ENGLISH, english("A0")], "Blank": []}
    ledger = _read(xlsx_bytes(sheets, hidden="Old"), shop="HK")
    assert [row.sale.order for row in ledger.rows if row.sale] == ["A1"]
    assert ledger.sheets_left_out == ("Old",)
