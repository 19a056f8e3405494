"""What keepers of a ledger carry over from paper: “the same”, sums in characters, names below a sheet."""

import pytest

from chalicelib.rules.ledgers import numbers
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
