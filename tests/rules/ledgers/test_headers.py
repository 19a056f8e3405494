"""Columns are known by their names in three scripts, or by a mapping."""

import pytest

from chalicelib.errors import BadInput
from chalicelib.rules.ledgers.headers import check, meaning, readable_mapping, recognise
from chalicelib.rules.ledgers.synonyms import NAMES

SPELLINGS = {
    "order": [
        "单号",
        "訂單編號",
        "合同编号",
        "Order No.",
        "ORDER #",
        "Invoice Number",
        "订单号 Order No.",
        "Sales Order",
    ],
    "signed_on": [
        "签单日期",
        "簽約日期",
        "落單日期",
        "購機日期",
        "订单创建时间",
        "購買日期",
        "Order Date",
        "Date of Sale",
        "Date",
        "Purchase date (dd/mm/yyyy)",
    ],
    "installed_on": ["安装日期", "安裝時間", "Installation Date", "Installed", "Date installed"],
    "booked_on": ["預約安裝日期", "预约安装日期", "Booked installation", "Scheduled installation date"],
    "returned_on": ["退貨日期", "Return date"],
    "delivered_on": ["送货日期", "交貨日期", "Delivery Date"],
    "customer_name": ["客户姓名", "客戶名稱", "業主", "Customer", "Client Name", "Customer's name", "Buyer"],
    "phones": [
        "手机",
        "手機號碼*",
        "客户电话",
        "聯絡電話",
        "Mobile",
        "Customer Tel. No.",
        "電話 / Tel",
        "Contact No",
        "WhatsApp",
    ],
    "email": ["邮箱", "電郵", "E-mail", "Email Address", "客户邮箱"],
    "estate": ["小区", "屋苑", "楼盘名称", "Estate", "Building"],
    "estate_grade": ["小区类型", "樓盤檔次", "Estate grade"],
    "quantity": ["数量(㎡)", "數量", "Qty", "Qty (sqm)", "Quantity", "面积（平方米）"],
    "unit_price": ["单价", "單價(元/㎡)", "Unit Price (HK$)"],
    "amount": ["实收", "買家實際支付金額", "金额", "金額（元）", "Amount HK$", "Total", "合计金额"],
    "batch": ["批号", "批號", "Batch No.", "Lot"],
    "produced_on": ["生产日期", "生產日期", "Production Date"],
    "rep": ["导购", "業務員", "Sales Rep", "Salesperson"],
    "fitter": ["安装师傅", "安裝師傅", "Installer"],
    "store": ["门店", "分店", "Store", "Branch"],
    "serial": ["序列号", "機身號碼", "Serial No."],
    "tags": ["标签", "客戶標籤", "Tags", "Customer group"],
    "warranty": ["质保期", "保養期", "Warranty"],
}


@pytest.mark.parametrize(
    ("field", "header"), [(field, name) for field, names in SPELLINGS.items() for name in names]
)
def test_a_header_is_known(field: str, header: str) -> None:
    known = meaning(header)
    assert known
    assert known.field == field


@pytest.mark.parametrize(
    "header",
    ["序号", "No.", "", "安装师傅电话", "导购电话", "Fitter's phone", "Colour", "客户编号", "Booking Date"],
)
def test_a_header_that_means_something_else_is_left_alone(header: str) -> None:
    assert meaning(header) is None


def test_no_name_stands_for_two_fields() -> None:
    names = [name for names in NAMES.values() for name in names.split()]
    assert len(names) == len(set(names))


def test_the_surer_of_two_headers_wins() -> None:
    assert recognise(["Date", "Order Date", "Item", "Product"], {}) == {"signed_on": (1,), "product": (3,)}


def test_all_telephones_and_parts_of_an_address_are_read() -> None:
    header = ["Mobile", "Home Phone", "Street", "City", "ZIP"]
    assert recognise(header, {}) == {"phones": (0, 1), "address": (2, 3, 4)}


def test_a_mapping_goes_before_what_is_known() -> None:
    mapping = readable_mapping({"Kaufdatum": "signed_on"})
    assert recognise(["Date", "Kaufdatum"], mapping) == {"signed_on": (1,)}


@pytest.mark.parametrize(
    "mapping",
    [
        {"Kunde": "customer_name"},
        {"customer_name": "Kunde"},
        {"Customer": "Kunde"},
        {"KUNDE ": "Customer"},
        {"Kunde": "客户姓名"},
    ],
)
def test_a_mapping_may_be_written_either_way_and_in_any_of_our_words(mapping: dict[str, str]) -> None:
    assert readable_mapping(mapping) == {"kunde": "customer_name"}


def test_a_mapping_to_no_field_names_the_fields() -> None:
    with pytest.raises(BadInput, match=r"“Kunde” to “person”.*customer_name.*signed_on"):
        readable_mapping({"Kunde": "person"})


def test_a_mapped_column_that_is_not_there_is_named_with_what_is() -> None:
    header = ["Customer", "Date", "Mobile"]
    with pytest.raises(
        BadInput, match=r"names Kunde, but shop.csv has no such column\. Its columns are: Customer, Date"
    ):
        check("shop.csv", header, recognise(header, {}), {"Kunde": "customer_name"})


def test_each_missing_column_is_named_with_what_was_found() -> None:
    header = ["Kunde", "Datum", "Menge"]
    with pytest.raises(BadInput, match=r"customer_name.*signed_on.*phones.*Kunde, Datum, Menge") as refusal:
        check("shop.csv", header, recognise(header, {}), None)
    assert "“Kunde: customer_name”" in str(refusal.value)


def test_the_way_on_names_a_column_that_means_nothing_yet() -> None:
    header = ["單號", "落單", "客戶", "電話"]
    with pytest.raises(BadInput, match=r"Write “signed_on” above the column.*“落單: signed_on”"):
        check("shop.csv", header, recognise(header, {}), None)


def test_each_field_s_own_name_may_stand_above_its_column() -> None:
    known = {field: meaning(field) for field in NAMES}
    assert [field for field, meant in known.items() if not meant or meant.field != field] == []
