"""Whole ledgers of shops in several countries, and what is said of cells that cannot be taken."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.errors import BadInput
from chalicelib.rules import ledgers
from tests.rules.ledgers.specimens import ENGLISH, csv_bytes, english, kinds, read, sale

SECOND_OF_MARCH = date(2024, 3, 2)


def _sales(content: bytes, shop: str) -> list[ledgers.LedgerSale]:
    found = ledgers.read("shop.csv", content, shop_country=shop)
    assert not [row.reject for row in found.rows if row.reject]
    return [row.sale for row in found.rows if row.sale]


HONG_KONG = """\
Invoice No.;Order Date;Customer Name;Tel;E-mail;Estate;Item;Lot No.;Qty;Amount (HK$);Installation Date;Sales
HK-001;02/03/2024;CHAN Tai Man;5123 4567;;Lakeview;Oak floor;L1;320 sq. ft.;HK$21,760.00;TBC;Winnie
HK-002;28/03/2024;LEE Siu Ming;6123-4567;lee@example.com;;Sofa;;1;$6,800;05/04/2024;Winnie
HK-003;29/03/2024;WONG Ka Yan;+852 9123 4567 / 2525 1234;;;Fridge;;1;3,999.00;;Winnie
"""
TAIWAN = """\
訂單編號;訂購日期;客戶姓名;手機;品名;數量(坪);金額;安裝日期;業務
T001;113/03/02;陳怡君;0912-345-678;超耐磨木地板;12.5;NT$45,000;民國113年3月20日;小林
T002;113年3月5日;林志明;912345679;實木餐桌;1;18000;未定;小林
"""
AMERICA = """\
Order #;Sale Date;First Name;Last Name;Cell Phone;Street;City;State;ZIP;Product;Qty (sq ft);Total;Install Date
1001;3/2/2024;Mary;Jones;(415) 555-2671;1 Main St;Reno;NV;89501;Hickory hardwood;850;$4,462.50;3/20/24
1002;03/28/2024;Bob;Ray;415.555.2672;2 Main St;Reno;NV;89501;Dishwasher;1;$899.00;
"""


@pytest.mark.parametrize("shop", ["HK", "CN"])
def test_a_ledger_from_hong_kong(shop: str) -> None:
    first, second, third = _sales(HONG_KONG.encode(), shop)
    assert (first.signed_on, first.installed_on) == (SECOND_OF_MARCH, None)
    assert (first.phones, first.quantity, first.unit) == (("+85251234567",), Decimal(320), "sqft")
    assert (first.amount, first.currency, first.category) == (Decimal("21760.00"), "HKD", "flooring")
    assert (second.installed_on, second.currency, second.category) == (date(2024, 4, 5), "HKD", "furniture")
    assert (third.phones, third.no_sms) == (("+85291234567", "+85225251234"), ("+85225251234",))
    assert third.category == "appliance"


@pytest.mark.parametrize("shop", ["TW", "CN"])
def test_a_ledger_from_taiwan(shop: str) -> None:
    first, second = _sales(TAIWAN.encode("big5"), shop)
    assert (first.signed_on, first.installed_on) == (SECOND_OF_MARCH, date(2024, 3, 20))
    assert (first.phones, first.currency, first.unit) == (("+886912345678",), "TWD", "坪")
    assert (second.phones, second.currency, second.category) == (("+886912345679",), "TWD", "furniture")


@pytest.mark.parametrize("shop", ["US", "CN"])
def test_a_ledger_from_america(shop: str) -> None:
    first, second = _sales(AMERICA.encode(), shop)
    assert (first.signed_on, first.installed_on) == (SECOND_OF_MARCH, date(2024, 3, 20))
    assert (first.customer_name, first.address) == ("Mary Jones", "1 Main St Reno NV 89501")
    assert (first.phones, first.no_sms, first.unit) == (("+14155552671",), (), "sqft")
    assert (first.amount, first.currency) == (Decimal("4462.50"), "USD")
    assert (second.signed_on, second.category) == (date(2024, 3, 28), "appliance")


def test_a_ledger_from_singapore() -> None:
    header = [
        "Invoice No",
        "Date",
        "Name",
        "Contact",
        "Description",
        "Quantity",
        "Amount (S$)",
        "Delivery Date",
    ]
    rows = [
        ["S1", "02-Mar-2024", "Tan Ah Kow", "9123 4567", "Vinyl planks", "45.5 sqm", "2,275.00", "9 Mar 2024"]
    ]
    (only,) = _sales(csv_bytes(header, *rows), "SG")
    assert (only.signed_on, only.delivered_on) == (SECOND_OF_MARCH, date(2024, 3, 9))
    assert (only.phones, only.currency, only.unit) == (("+6591234567",), "SGD", "m2")


def test_a_ledger_from_germany_needs_a_mapping() -> None:
    header = ["Auftrag", "Kaufdatum", "Kunde", "Telefon", "Artikel", "Menge", "Betrag", "Montage"]
    row = [
        "D1",
        "02.03.2024",
        "Jürgen Groß",
        "0170 1234567",
        "Eichenparkett",
        "12,5",
        "1.234,50 €",
        "20.03.2024",
    ]
    content = csv_bytes(header, row, encoding="cp1252", delimiter=";")
    with pytest.raises(BadInput, match="Auftrag, Kaufdatum, Kunde"):
        ledgers.read("shop.csv", content, shop_country="DE")
    mapping = {"Auftrag": "order", "Kaufdatum": "signed_on", "Kunde": "customer_name", "Telefon": "phones"}
    mapping |= {"Artikel": "product", "Menge": "quantity", "Betrag": "amount", "Montage": "installed_on"}
    only = ledgers.read("shop.csv", content, mapping=mapping, shop_country="DE").rows[0].sale
    assert only
    assert (only.signed_on, only.installed_on) == (SECOND_OF_MARCH, date(2024, 3, 20))
    assert (only.quantity, only.amount, only.currency) == (Decimal("12.5"), Decimal("1234.50"), "EUR")
    assert only.phones == ("+491701234567",)


def test_what_was_decided_can_be_overruled() -> None:
    row = english(signed="03/02/2024", phone="9123 4567")
    decided, overruled = read(row, shop="HK"), read(row, shop="HK", country="sg", dates="mdy")
    assert (decided.country, decided.date_order) == ("HK", "dmy")
    assert (overruled.country, overruled.date_order) == ("SG", "mdy")
    assert overruled.rows[0].sale
    assert overruled.rows[0].sale.signed_on == SECOND_OF_MARCH
    assert overruled.rows[0].sale.phones == ("+6591234567",)


def test_a_country_asked_for_breaks_the_tie_of_the_dates() -> None:
    assert read(english(signed="03/02/2024"), shop="HK", country="US").date_order == "mdy"


@pytest.mark.parametrize("option", [{"country": "XX"}, {"country": "China"}, {"dates": "american"}])
def test_an_unknown_country_or_order_is_refused(option: dict[str, str]) -> None:
    with pytest.raises(BadInput, match=r"such as HK|dmy, mdy, ymd"):
        read(english(), **option)


REASONS = [
    (english(phone="", email=""), "no_contact"),
    (english(order="x" * 700), "bad_order"),
    (english(phone="无", email="-"), "no_contact"),
    (english(phone="1234"), "bad_phone"),
    (english(phone="1234", email="nobody@"), "bad_phone"),
    (english(phone="", email="nobody@"), "bad_email"),
    (english(signed="待定"), "bad_date"),
    (english(signed=""), "bad_date"),
    (english(signed="2023-02-29"), "bad_date"),
    (english(installed="soon"), "bad_date"),
    (english(installed="2024-03-01"), "installed_before_signed"),
    (english(quantity="0.0"), "zero_quantity"),
    (english(quantity="ten"), "bad_quantity"),
    (english(quantity=""), "bad_quantity"),
    (english(phone="", signed="?", quantity="0"), "no_contact"),
    (english(signed="?", quantity="0"), "bad_date"),
    (english(installed="2024-03-01", quantity="0"), "installed_before_signed"),
]


@pytest.mark.parametrize(("row", "code"), REASONS)
def test_each_reject_has_its_reason(row: tuple[str, ...], code: str) -> None:
    assert kinds(row) == [("reject", code)]


def test_a_number_with_its_country_s_code_is_not_said_to_be_one_of_ours() -> None:
    foreign, mixed = (
        read(english(phone=one)).rows[0].reject for one in ("+44 7700 900123", "+44 7700 900123 / 12")
    )
    assert foreign
    assert mixed
    assert "is no number of any country" in str(foreign.sentence)
    assert "is no valid number in" in str(mixed.sentence)


def test_a_reject_names_all_that_must_be_mended() -> None:
    reject = read(english(phone="12", signed="31/02/2024", quantity="ten")).rows[0].reject
    assert reject
    assert all(cell in reject.sentence for cell in ("“12”", "“31/02/2024”", "“ten”"))


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (english(phone="12", email="lee@example.com"), "bad_phone"),
        (english(email="lee@"), "bad_email"),
        (english(phone="5123 4567 / 12"), "bad_phone"),
        (english(order=""), "no_order"),
        (english(name=""), "no_name"),
    ],
)
def test_what_does_no_harm_is_a_warning(row: tuple[str, ...], code: str) -> None:
    only = read(row).rows[0]
    assert only.sale
    assert [warning.code for warning in only.warnings] == [code]


def test_installed_on_the_day_of_signing_is_fine() -> None:
    assert sale(*english(installed="2024-03-02")).installed_on == SECOND_OF_MARCH


def test_a_sale_without_an_order_number_keeps_one_of_its_own() -> None:
    first, again = (
        english(order="", phone="51234567"),
        english(order="-", phone="+852 5123-4567", product="Sofa"),
    )
    assert sale(*first).order == sale(*again).order
    assert sale(*first).order != sale(*english(order="", signed="2024-03-03")).order
    assert kinds(first, again, first) == [("sale", ""), ("sale", ""), ("duplicate", "")]


def test_money_that_cannot_be_read_is_left_out_with_a_warning() -> None:
    row = read([*english(), "free", "12.50"], header=[*ENGLISH, "Amount", "Unit price"]).rows[0]
    assert row.sale
    assert (row.sale.amount, row.warnings[0].code) == (Decimal("125.00"), "bad_amount")


def test_a_residences_age_may_be_given_as_its_year() -> None:
    header = [*ENGLISH, "小区类型", "楼龄"]
    ledger = read([*english(), "高档", "8年"], [*english("A2"), "Loft", "2009"], header=header)
    first, second = (row.sale for row in ledger.rows)
    assert first
    assert second
    assert (first.estate_grade, first.estate_grade_written, first.estate_age) == ("high", "高档", 8)
    assert (second.estate_grade, second.estate_grade_written, second.estate_age) == ("", "Loft", 15)


def test_tags_stand_in_a_column_of_their_own() -> None:
    remark = "bought for the second flat, wants to be called after six in the evening only"
    rows = ([*english(), "VIP，老客户"], [*english("A2"), "-"], [*english("A3"), remark.replace(",", "")])
    ledger = read(*rows, header=[*ENGLISH, "客户标签"])
    assert [row.sale.tags for row in ledger.rows if row.sale] == [("VIP", "老客户"), (), ()]


def test_a_ledger_that_counts_nothing_sold_one_piece_a_row() -> None:
    ledger = read(["A1", "2024-03-02", "Lee", "5123 4567"], header=["Order", "Date", "Name", "Phone"])
    assert ledger.rows[0].sale
    assert ledger.rows[0].sale.quantity == 1


@settings(max_examples=40)
@given(
    signed=st.dates(date(2015, 1, 1), date(2030, 12, 31)),
    phone=st.integers(51_000_000, 51_399_999),
    tenths=st.integers(1, 99_999),
    name=st.text(st.characters(categories=["L"], max_codepoint=0x9FFF), min_size=1, max_size=12),
    note=st.text(st.characters(exclude_categories=["Cs", "Cc"])),
    layout=st.tuples(st.sampled_from(["utf-8-sig", "utf-16", "gb18030"]), st.sampled_from([",", ";", "\t"])),
)
def test_what_a_shop_writes_is_what_is_read(
    signed: date, phone: int, tenths: int, name: str, note: str, layout: tuple[str, str]
) -> None:
    row = english(signed=f"{signed:%d/%m/%Y}", phone=f"+852 {phone}", name=name, quantity=f"{tenths / 10}㎡")
    content = csv_bytes(
        ["客户销售台账"], [*ENGLISH, "备注"], [*row, note], encoding=layout[0], delimiter=layout[1]
    )
    found = ledgers.read("shop.csv", content, shop_country="HK", dates="dmy").rows[0].sale
    assert found
    assert (found.signed_on, found.quantity, found.unit) == (signed, Decimal(tenths) / 10, "m2")
    assert found.phones == (f"+852{phone}",)
