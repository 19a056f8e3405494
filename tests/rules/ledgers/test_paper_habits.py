"""What keepers of a ledger carry over from paper: “the same”, sums in characters, names below a sheet."""

import pytest

from chalicelib.rules import ledgers
from chalicelib.rules.ledgers import numbers
from chalicelib.rules.ledgers.cells import clean
from tests.rules.ledgers.specimens import read

HEADER = ("单号", "日期", "客户", "电话", "产品", "数量", "金额")
FIRST = ("D1", "2025-03-08", "陈晨", "13611113333", "强化地板", "100", "9800")


@pytest.mark.parametrize("same", ["同上", "〃", '"', "Ditto"])
def test_the_same_is_what_stands_above(same: str) -> None:
    rows = [FIRST, (same, same, same, same, "踢脚线", "88", "1320"), (same,) * 4 + ("门槛", "2", "60")]
    ledger = read(*rows, header=HEADER, shop="CN")
    sales = [row.sale for row in ledger.rows if row.sale]
    assert {(sale.order, sale.customer_name, sale.phones) for sale in sales} == {
        ("D1", "陈晨", ("+8613611113333",))
    }
    assert [sale.product for sale in sales] == ["强化地板", "踢脚线", "门槛"]


@pytest.mark.parametrize("same", ["同上", "〃", '"', "''"])
def test_how_many_and_how_much_are_never_the_same(same: str) -> None:
    rows = [FIRST, (same,) * 4 + ("踢脚线", same, "1320"), (same,) * 4 + ("门槛", "2", same)]
    ledger = read(*rows, header=HEADER, shop="CN")
    _, skirting, sill = ledger.rows
    assert skirting.reject
    assert skirting.reject.code == "bad_quantity"
    assert sill.sale
    assert (sill.sale.amount, [one.code for one in sill.warnings]) == (None, ["bad_amount"])


@pytest.mark.parametrize("mark", ['"', "''"])
def test_a_mark_that_may_be_inches_is_the_same_only_on_a_further_line(mark: str) -> None:
    header = (*HEADER, "型号", "备注")
    rows = [
        (*FIRST, "Q7", ""),
        ("D2", "2025-03-09", "李梅", "13611114444", "踢脚线", "8", "80", mark, ""),
        ("D3", "2025-03-09", "王芳", "13611115555", "强化地板", "9", "90", "Q9", ""),
        (*(mark,) * 4, "门槛", "2", "60", mark, mark),
    ]
    ledger = read(*rows, header=header, shop="CN")
    sales = [(row.sale.customer_name, row.sale.model, row.sale.note) for row in ledger.rows if row.sale]
    assert sales[1:] == [("李梅", clean(mark), ""), ("王芳", "Q9", ""), ("王芳", "Q9", clean(mark))]


def test_the_rows_so_filled_are_counted_aloud() -> None:
    rows = [FIRST, ("同上",) * 4 + ("实木地板", "88", "1320"), ("〃",) * 4 + ("木地板", "2", "60")]
    (said,) = ledgers.notes(read(*rows, header=HEADER, shop="CN"))
    assert said.startswith("Rows in which “the same” was written")
    assert "taken for it: 2." in said
    assert ledgers.notes(read(FIRST, header=HEADER, shop="CN")) == []


def test_with_nothing_above_there_is_nothing_the_same() -> None:
    ledger = read(("同上", *FIRST[1:]), header=HEADER, shop="CN")
    assert ledger.rows[0].sale
    assert ledger.rows[0].sale.order_derived


def test_sums_in_characters_and_those_who_sign_are_no_sales() -> None:
    rows = [
        FIRST,
        ("合计（大写）", "", "玖仟捌佰元整", "", "", "", ""),
        ("制表：王会计", "", "审核：李经理", "", "", "", "2025-04-01"),
        ("审核人:", "", "老李", "", "", "", ""),
    ]
    ledger = read(*rows, header=HEADER, shop="CN")
    assert len(ledger.rows) == 1
    assert ledger.skipped == {"total": 1, "note": 2}


@pytest.mark.parametrize("first", ["会计:已开票", "店长:李梅", "店长:"])
def test_a_sale_whose_first_cell_names_an_office_is_a_sale(first: str) -> None:
    ledger = read((first, *FIRST), header=("跟进", *HEADER), shop="CN")
    assert [row.sale.customer_name for row in ledger.rows if row.sale] == ["陈晨"]
    assert ledger.skipped == {}


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1,000.00元整", 1000),
        ("1.2万", 12000),
        ("1.2万元", 12000),
        ("1000（含税）", 1000),
        ("0", 0),
        ("1万2", None),
    ],
)
def test_sums_as_they_are_written_by_hand(cell: str, amount: int) -> None:
    assert numbers.money(cell) == amount
