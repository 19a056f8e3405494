"""Writes the sample shop's ledger: invented people and estates, and the mess of a real one.

    python samples/make_ledger.py [--end 2026-11-20] [--out samples/ledger.csv]

The same end gives the same bytes. The sales lie within the 400 days before the end.
"""

import argparse
import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

SALES, DAYS, SEED = 120, 400, 20_261
HERE = Path(__file__).resolve().parent
HEADER = (
    "订单号 签单日期 客户姓名 手机 邮箱 语言 小区 小区档次 楼龄 地址 类别 系列 型号 批号 生产日期"
    " 数量 单位 单价 金额 送货日期 安装日期 安装师傅 导购 门店 备注"
)
ESTATES = {
    "CN": (
        ("云栖湾", "豪宅"),
        ("听潮府", "高档"),
        ("榕荫里", "中档"),
        ("望江新苑", "中档"),
        ("南塘街", "普通"),
    ),
    "HK": (("碧瀾臺", "豪宅"), ("朗晴軒", "高档"), ("青葵邨", "普通")),
}
SURNAMES = {"CN": "陈林黄何梁罗谢邓叶苏", "HK": "陳林黃何梁羅謝鄧葉蘇"}
GIVEN_NAMES = {
    "CN": "思远 雅琳 国栋 秀珍 子轩 慧敏 志明 晓彤 俊杰 丽华 文斌 佩珊 琳 涛",
    "HK": "嘉欣 家豪 詠詩 志偉 曉彤 俊傑 麗華 子晴 卓軒 美玲",
}
STORES = {"CN": [("东莞店", "阿敏"), ("深圳店", "老周"), ("珠海店", "小冯")], "HK": [("灣仔店", "Winnie")]}
GOODS = [
    ("地板", "实木", ("SM-7101", "SM-7105"), 512, "㎡", (18, 132)),
    ("地板", "实木复合", ("FH-3302", "FH-3308"), 286, "㎡", (15, 140)),
    ("地板", "SPC石塑", ("SP-2204",), 124, "㎡", (12, 110)),
    ("家具", "布艺沙发", ("SF-610", "SF-622"), 6880, "套", (1, 2)),
    ("家具", "橡木餐桌", ("CZ-150",), 4260, "张", (1, 1)),
    ("家电", "洗衣机", ("XY-10K",), 3999, "台", (1, 1)),
    ("家电", "抽油烟机", ("YJ-88",), 2780, "台", (1, 1)),
]
NOTES = ["", "", "", "", "", "老客户介绍", "家中有老人", "送踢脚线", "周末才在家"]


@dataclass(frozen=True)
class Entry:
    """One row before it is written down; `phone` and days are already as somebody typed them."""

    order: str
    signed: date
    name: str
    phone: str
    email: str
    language: str
    estate: str
    grade: str
    age: int
    address: str
    category: str
    series: str
    model: str
    batch: str
    produced: date
    quantity: str
    unit: str
    price: int
    region: str
    rep: str
    store: str
    delivered: date | None
    installed: date | None
    installed_written: str = ""
    signed_written: str = ""
    note: str = ""


def main() -> None:
    options = argparse.ArgumentParser(description="Write the sample shop's ledger.")
    options.add_argument("--end", type=date.fromisoformat, default=date(2026, 11, 20), help="the last day")
    options.add_argument("--out", type=Path, default=HERE / "ledger.csv", help="where to write it")
    chosen = options.parse_args()
    chosen.out.write_bytes(ledger(chosen.end))


def ledger(end: date) -> bytes:
    """The whole file as Excel would save it."""
    dice = random.Random(SEED)
    entries = spoil(dice, sorted(sales(dice, end), key=lambda entry: entry.signed))
    rows = [row(dice, entry) for entry in entries]
    rows.insert(len(rows) // 2, [""] * len(HEADER.split()))
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([f"南湾家居 {(end - timedelta(days=DAYS)).year}-{end.year} 销售台账"])
    writer.writerow([])
    writer.writerow(HEADER.split())
    writer.writerows(rows)
    writer.writerow(["合计", *[""] * 14, f"{sum(float(entry.quantity) for entry in entries):.1f}"])
    return file.getvalue().encode("utf-8-sig")


def sales(dice: random.Random, end: date) -> list[Entry]:
    days = sorted(dice.sample(range(DAYS), SALES - 10) + dice.choices(range(DAYS), k=10))
    return [sale(dice, number, end - timedelta(days=DAYS - day), end) for number, day in enumerate(days)]


def sale(dice: random.Random, number: int, signed: date, end: date) -> Entry:
    region = "HK" if dice.random() < 0.3 else "CN"
    category, series, models, price, unit, (least, most) = dice.choice(GOODS)
    estate, grade = dice.choice(ESTATES[region])
    store, rep = dice.choice(STORES[region])
    quantity = (
        str(dice.randint(least * 10, most * 10) / 10) if unit == "㎡" else str(dice.randint(least, most))
    )
    produced = signed - timedelta(days=dice.randint(20, 200))
    delivered = signed + timedelta(days=dice.randint(3, 20))
    installed = delivered + timedelta(days=dice.randint(1, 25))
    return Entry(
        order=f"NW{signed:%y%m}{number:04d}",
        signed=signed,
        name=name(dice, region),
        phone=phone(dice, region, number),
        email=f"owner{number:03d}@example.com" if dice.random() < 0.45 else "",
        language=dice.choice(["繁體中文", "繁體中文", "English"]) if region == "HK" else "",
        estate=estate,
        grade=grade,
        age=dice.randint(0, 28),
        address=f"{dice.randint(1, 18)}座{dice.randint(2, 33)}{dice.choice('ABCD')}",
        category=category,
        series=series,
        model=dice.choice(models),
        batch=f"{models[0][:2]}{produced:%y%m}{dice.choice('AB')}",
        produced=produced,
        quantity=quantity,
        unit=unit,
        price=price,
        region=region,
        rep=rep,
        store=store,
        delivered=delivered if delivered <= end else None,
        installed=installed if installed <= end + timedelta(days=14) else None,
        note=dice.choice(NOTES),
    )


def name(dice: random.Random, region: str) -> str:
    return dice.choice(SURNAMES[region]) + dice.choice(GIVEN_NAMES[region].split())


def phone(dice: random.Random, region: str, number: int) -> str:
    """As people type them; each sale has a number of its own out of one small block."""
    if region == "HK":
        return dice.choice(["+852 5100 {:04d}", "00852-5100{:04d}", "(+852) 5100 {:04d}"]).format(number)
    plain = f"1300009{number:04d}"
    wide = plain.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return dice.choice([plain, plain, plain, f"130-0009-{number:04d}", f"+86{plain}", f"0086 {plain}", wide])


def spoil(dice: random.Random, entries: list[Entry]) -> list[Entry]:
    """What goes wrong in every shop: wrong cells, repeats, returns, further lines."""
    numbers = dice.sample(range(20, len(entries) - 20), len(MISHAPS) + 8)
    for number, mishap in zip(numbers, MISHAPS, strict=False):
        entries[number] = mishap(entries[number])
    repeats, lines = numbers[-8:-5], numbers[-2:]
    part = next(n for n in range(40, len(entries)) if n not in numbers and entries[n].unit == "㎡")
    returns = [part, *numbers[-4:-2]]
    added = [(number, entries[number]) for number in repeats]
    added += [(number, sent_back(entries[number], whole=number != part)) for number in returns]
    added += [(number, further_line(entries[number])) for number in lines]
    for number, entry in sorted(added, key=lambda one: -one[0]):
        entries.insert(number + 1, entry)
    return twice_a_week(shared_phone(entries))


def sent_back(entry: Entry, whole: bool) -> Entry:
    back = float(entry.quantity) if whole else round(float(entry.quantity) / 4, 1)
    return replace(entry, quantity=f"-{back:g}", note="退货")


def further_line(entry: Entry) -> Entry:
    return replace(
        entry, category="地板", series="踢脚线", model="TJ-60", batch="", quantity="24", unit="支", price=35
    )


def shared_phone(entries: list[Entry]) -> list[Entry]:
    """Two people of one household with one telephone are two customers."""
    return [*entries[:9], replace(entries[9], phone=entries[3].phone, email=""), *entries[10:]]


def twice_a_week(entries: list[Entry]) -> list[Entry]:
    """One customer who comes back six days later."""
    first = entries[15]
    again = replace(
        first,
        order=f"{first.order}A",
        signed=first.signed + timedelta(days=6),
        series="实木",
        model="SM-7101",
        category="地板",
        unit="㎡",
        price=512,
        quantity="21.5",
    )
    days = (replace(again, delivered=None, installed=again.signed + timedelta(days=30)),)
    return sorted([*entries, *days], key=lambda entry: entry.signed)


def early(entry: Entry) -> Entry:
    return replace(entry, delivered=None, installed=entry.signed - timedelta(days=4))


MISHAPS: list[Callable[[Entry], Entry]] = [
    early,
    lambda entry: replace(entry, phone="", email=""),
    lambda entry: replace(entry, phone="130000912", email=""),
    lambda entry: replace(entry, phone="1300009", email="household@example.com"),
    lambda entry: replace(entry, signed_written="待定"),
    lambda entry: replace(entry, quantity="0"),
    lambda entry: replace(entry, installed_written="未定"),
    lambda entry: replace(entry, installed_written="-"),
    lambda entry: replace(entry, phone=f"{entry.phone} / 020-80000001"),
]


def row(dice: random.Random, entry: Entry) -> list[str]:
    """The cells as different people would type them."""
    sign = dice.choice(["HK$", "HK$ "]) if entry.region == "HK" else dice.choice(["", "", "¥", "￥"])
    amount = float(entry.quantity) * entry.price
    return [
        entry.order,
        entry.signed_written or day(dice, entry.signed),
        dice.choice(
            [entry.name, entry.name, entry.name, " ".join(entry.name) if len(entry.name) == 2 else entry.name]
        ),
        entry.phone,
        entry.email,
        entry.language,
        entry.estate,
        entry.grade,
        str(entry.age),
        entry.address,
        entry.category,
        entry.series,
        entry.model,
        entry.batch,
        day(dice, entry.produced),
        entry.quantity,
        entry.unit,
        f"{entry.price:.2f}",
        f"{sign}{amount:,.2f}" if dice.random() < 0.6 else f"{sign}{amount:.2f}",
        day(dice, entry.delivered) if entry.delivered else "",
        entry.installed_written
        or (day(dice, entry.installed) if entry.installed else dice.choice(["", "未定", "-"])),
        dice.choice(["邱师傅", "马师傅", "外包队"]),
        entry.rep,
        entry.store,
        entry.note,
    ]


def day(dice: random.Random, on: date) -> str:
    plain = f"{on.year}/{on.month}/{on.day}"
    return dice.choice(
        [plain, plain, plain, on.isoformat(), f"{on:%Y%m%d}", f"{on.year}年{on.month}月{on.day}日"]
    )


if __name__ == "__main__":
    main()
