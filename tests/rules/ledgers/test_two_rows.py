"""A header in two rows, as sheets with merged cells have it."""

from chalicelib.rules import ledgers
from tests.rules.ledgers.specimens import csv_bytes, xlsx_bytes

UPPER = ("单号", "日期", "客户", "", "", "产品", "", "结算", "", "安装", "", "备注")
LOWER = ("", "", "姓名", "电话", "小区", "名称", "数量(平方)", "单价", "金额", "日期", "师傅", "")
ROWS = [
    (
        "D1",
        "2025-03-08",
        "陈晨",
        "13611113333",
        "保利",
        "强化地板",
        "100",
        "98",
        "9800",
        "2025-04-01",
        "老李",
        "急",
    ),
    ("", "", "", "", "", "踢脚线", "88", "15", "1320", "", "", ""),
]


def _read(content: bytes, name: str = "ledger.csv") -> ledgers.Ledger:
    return ledgers.read(name, content, shop_country="CN")


def test_each_column_is_called_by_both_rows_where_that_means_something() -> None:
    first, second = (row.sale for row in _read(csv_bytes(("地板店台账",), UPPER, LOWER, *ROWS)).rows)
    assert first
    assert second
    assert (first.order, str(first.signed_on), str(first.installed_on)) == ("D1", "2025-03-08", "2025-04-01")
    assert (first.customer_name, first.phones, first.estate) == ("陈晨", ("+8613611113333",), "保利")
    assert (first.product, first.unit, str(first.amount)) == ("强化地板", "m2", "9800")
    assert (first.fitter, first.note) == ("老李", "急")
    assert (second.order, second.product) == ("D1", "踢脚线")


def test_a_heading_in_english_spans_its_columns_too() -> None:
    upper = ("Order", "", "Customer", "", "Product", "", "Delivery")
    lower = ("No.", "Date", "Name", "Phone", "Name", "Qty", "Date")
    row = ("A1", "2024-03-02", "Chan", "+852 5123 4567", "Oak", "3", "2024-03-09")
    sale = _read(csv_bytes(upper, lower, row)).rows[0].sale
    assert sale
    assert (sale.order, str(sale.signed_on), sale.customer_name, sale.product) == (
        "A1",
        "2024-03-02",
        "Chan",
        "Oak",
    )
    assert str(sale.delivered_on) == "2024-03-09"


def test_on_further_pages_both_rows_are_known_again() -> None:
    read = _read(
        xlsx_bytes({"1": [UPPER, LOWER, ROWS[0], UPPER, LOWER, ROWS[1]], "2": [UPPER, LOWER, ROWS[0]]}),
        "a.xlsx",
    )
    assert read.skipped["header"] == 2
    assert [row.sheet for row in read.rows] == ["1", "1", "2"]


def test_a_row_above_that_names_nothing_more_stays_a_title() -> None:
    title = ("2025", "", "销售台账", "")
    header = ("日期", "客户", "电话", "产品")
    read = _read(csv_bytes(title, header, ("2025-03-08", "陈晨", "13611113333", "强化地板")))
    assert (read.header, read.skipped) == (header, {"title": 1})


def test_its_rejects_come_back_by_the_joined_names() -> None:
    read = _read(csv_bytes(UPPER, LOWER, (*ROWS[0][:3], "12", *ROWS[0][4:])))
    text = ledgers.rejects_csv(read, ledgers.classify(read)).replace(",12,", ",13611113333,")
    again = _read(text.encode())
    assert [one.kind for one in ledgers.classify(again)] == ["sale"]
    sale = again.rows[0].sale
    assert sale
    assert str(sale.installed_on) == "2025-04-01"
