"""Quantities and money as people write them."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.rules.ledgers import numbers

CENTS = st.integers(-99_999_999, 99_999_999).map(lambda cents: Decimal(cents) / 100)


def _continental(amount: Decimal) -> str:
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


WAYS: dict[str, Callable[[Decimal], str]] = {
    "plain": lambda amount: f"{amount:.2f}",
    "thousands": lambda amount: f"{amount:,.2f}",
    "yuan before": lambda amount: f"¥{amount:,.2f}",
    "wide yuan": lambda amount: f"￥{amount:.2f}",
    "minus before the sign": lambda amount: f"{'-' if amount < 0 else ''}HK${abs(amount):,.2f}",
    "bookkeeper's brackets": lambda amount: f"({abs(amount):,.2f})" if amount < 0 else f"{amount:,.2f}",
    "minus behind": lambda amount: f"{abs(amount):,.2f}-" if amount < 0 else f"{amount:,.2f}",
    "continental": _continental,
    "euro behind": lambda amount: f"{_continental(amount)} €",
    "swiss": lambda amount: f"{amount:,.2f}".replace(",", "'"),
    "yuan behind": lambda amount: f"{amount}元",
    "typographer's minus": lambda amount: f"{amount:,.2f}".replace("-", "−"),
    "full width": lambda amount: f"{amount:.2f}".translate(
        str.maketrans("0123456789.-", "０１２３４５６７８９．－")
    ),
}


@pytest.mark.parametrize("way", WAYS)
@given(amount=CENTS)
def test_an_amount_reads_back_however_it_was_written(way: str, amount: Decimal) -> None:
    assert numbers.money(WAYS[way](amount)) == amount


def test_a_unit_is_shown_as_people_write_it() -> None:
    assert [numbers.sign_of(numbers.unit(said)) for said in ("㎡", "平方呎", "箱", "")] == [
        "m²",
        "sq ft",
        "箱",
        "",
    ]


@pytest.mark.parametrize("unit", ["", "㎡", " m2", "平方米", " sqm", " sq. m."])
@given(tenths=st.integers(-9_999, 9_999))
def test_a_quantity_reads_back_with_its_unit(unit: str, tenths: int) -> None:
    assert numbers.quantity(f"{Decimal(tenths) / 10}{unit}") == (Decimal(tenths) / 10, "m2" if unit else "")


OF_THE_TRADE = """
    3件:3:件 2sets:2:sets 1,200平方呎:1200:sqft (12.5):-12.5: １２．５:12.5: 12,5:12.5:
    '-78.7:-78.7: 1,23,456:123456:"""


@pytest.mark.parametrize(("cell", "number", "unit"), [one.split(":") for one in OF_THE_TRADE.split()])
def test_quantities_of_the_trade(cell: str, number: str, unit: str) -> None:
    assert numbers.quantity(cell) == (Decimal(number), unit)


@pytest.mark.parametrize("cell", ["", "-", "abc", "3x2", "12 34", "1.2.3", "(12", "约3", "#REF!", "2024/3/2"])
def test_what_is_no_quantity_is_none(cell: str) -> None:
    assert numbers.quantity(cell)[0] is None


@pytest.mark.parametrize("cell", ["n/a", "12,34,5", "call us", "1.2.3", "¥"])
def test_what_is_no_sum_of_money_is_none(cell: str) -> None:
    assert numbers.money(cell) is None


def test_a_price_per_unit_is_its_number() -> None:
    assert numbers.money("¥118.00/㎡") == 118


def test_three_figures_behind_a_mark_are_thousands_unless_the_file_speaks_for_a_comma() -> None:
    assert numbers.decide_mark(["12,50", "1.234", "7"]) == ","
    assert numbers.money("1.234", ",") == 1234
    assert numbers.decide_mark(["1,234", "12.50"]) == "."
    assert numbers.money("1,234", ".") == 1234


SHOWN = """
    HK$1,200:CN:HKD ¥5:HK:CNY $5:SG:SGD $5:US:USD 5:TW:TWD NT$5:CN:TWD 金额(元):HK:CNY HKD:CN:HKD 5€:CN:EUR
    ¥5:JP:JPY    normal-price:HK:HKD RM5:SG:MYR $5:CN:USD 港币5元:CN:HKD"""


@pytest.mark.parametrize(("cell", "country", "currency"), [one.split(":") for one in SHOWN.split()])
def test_the_currency_is_what_is_shown_else_the_countrys(cell: str, country: str, currency: str) -> None:
    assert numbers.currency(["", cell], country) == currency


@pytest.mark.parametrize(
    ("header", "unit"),
    [("数量(㎡)", "m2"), ("Area sqm", "m2"), ("Qty", ""), ("數量（件）", "件"), ("Area (sq. ft.)", "sqft")],
)
def test_a_header_may_give_the_unit(header: str, unit: str) -> None:
    assert numbers.unit_in(header) == unit
