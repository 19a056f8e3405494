"""Quantities and money as people write them."""

import re
from collections.abc import Iterable
from decimal import Decimal

from chalicelib.rules.ledgers.cells import simple

POINT, COMMA = ".", ","
LARGEST = Decimal(10) ** 12
_CURRENCIES = (
    ("HKD", "hk$|hkd|港币|港元|港纸"),
    ("TWD", "nt$|ntd|twd|新台币|台币"),
    ("USD", "us$|usd|美元|美金"),
    ("SGD", "s$|sgd|新加坡元|新币|坡币"),
    ("MOP", "mop$|mop|澳门元|葡币"),
    ("AUD", "a$|aud"),
    ("CAD", "c$|ca$|cad"),
    ("NZD", "nz$|nzd"),
    ("MYR", "rm|myr"),
    ("PHP", "₱|php"),
    ("THB", "฿|thb"),
    ("KRW", "₩|krw"),
    ("INR", "₹|inr"),
    ("EUR", "€|eur|欧元"),
    ("GBP", "£|gbp|英镑"),
    ("CHF", "chf"),
    ("JPY", "jpy|日元|円"),
    ("CNY", "rmb|cny|cn¥|人民币|元"),
)
_BY_NAME = {name: code for code, names in _CURRENCIES for name in names.split("|")}
_HOMES = """
    CN:CNY HK:HKD TW:TWD MO:MOP SG:SGD MY:MYR US:USD GB:GBP AU:AUD NZ:NZD CA:CAD JP:JPY KR:KRW TH:THB VN:VND
    PH:PHP ID:IDR IN:INR CH:CHF DE:EUR FR:EUR AT:EUR NL:EUR BE:EUR ES:EUR IT:EUR IE:EUR PT:EUR FI:EUR"""
_BY_COUNTRY = dict(pair.split(":") for pair in _HOMES.split())


def _whole(name: str) -> str:
    """A pattern that does not find a currency's letters inside a word."""
    before = "(?<![a-z])" if name[0].isalpha() else ""
    return before + re.escape(name) + ("(?![a-z])" if name[-1].isalpha() else "")


_SIGNS = re.compile("|".join(map(_whole, sorted([*_BY_NAME, "¥", "$"], key=len, reverse=True))))
_NUMBER = re.compile(r"(\()?\s*([-+])?\s*(\d[\d.,' ]*|\.\d+)(-$)?(\))?")
_SPACED = re.compile(r"\d{1,3}([' ]\d{3})+([.,]\d*)?")
# “Whole” behind a sum, and what is said of it in brackets.
_ASIDE = re.compile(r"\([^()\d]*\)|[整正]$")
_UNIT = re.compile(r"[^\d\s(-][^\d]{0,15}|(?:m|ft|cm|mm)[23]|")
_PIECES = "件 套 台 片 箱 盒 张 个 把 块 坪 支 pcs pc piece pieces box boxes set sets unit units"
_SQUARE_METRES = ("m2", "平方", "平方米", "平米", "平", "sqm", "sq.m", "sq.m.", "sq m", "sq. m.")
_SQUARE_FEET = ("ft2", "平方呎", "平方尺", "呎", "尺", "sqft", "sq.ft", "sq.ft.", "sq ft", "sq. ft.")
_UNITS = {
    **dict.fromkeys(_SQUARE_METRES, "m2"),
    **dict.fromkeys(_SQUARE_FEET, "sqft"),
    **{piece: piece for piece in _PIECES.split()},
}


def quantity(cell: str, mark: str = POINT) -> tuple[Decimal | None, str]:
    """The number and the unit behind it, such as 12.5 and m2. None where there is no number."""
    match = _NUMBER.match(text := simple(cell))
    if not match:
        return None, ""
    after = text[match.end() :].strip(" ()")
    return (_value(match, mark), unit(after)) if _UNIT.fullmatch(after) else (None, "")


def unit(cell: str) -> str:
    """A unit in one spelling: square metres are m2, square feet sqft, all else is kept."""
    text = simple(cell)
    return _UNITS.get(text, text)


def sign_of(unit: str) -> str:
    """A kept unit as people write it."""
    return {"m2": "m²", "sqft": "sq ft"}.get(unit, unit)


def unit_in(header: str) -> str:
    """The unit that a column's name gives in brackets or at its end, as in “数量(㎡)” or “Area sqm”."""
    text = simple(header).rstrip(") ]】")
    return next(
        (unit for name, unit in _UNITS.items() if re.search(rf"[(\[【 /]{re.escape(name)}$", text)), ""
    )


def money(cell: str, mark: str = POINT) -> Decimal | None:
    """An amount, whatever currency stands around it and wherever the minus stands. A price per unit
    (“118/m2”) is its number."""
    text = _SIGNS.sub("", _ASIDE.sub("", simple(cell).partition("/")[0])).strip()
    match = _NUMBER.fullmatch(text.removesuffix("万"))
    amount = _value(match, mark) if match else None
    return amount and amount * (10_000 if text.endswith("万") else 1)


def currency(cells: Iterable[str], country: str) -> str:
    """The currency that the cells show, the first that does so winning; else the country's."""
    home = _BY_COUNTRY.get(country, "")
    for cell in cells:
        for sign in _SIGNS.findall(simple(cell)):
            return _meant(sign, home)
    return home


def _meant(sign: str, home: str) -> str:
    """The dollar is the country's own if it has one; the yen sign is Japan's only
    there, and the bare 元 Taiwan's."""
    if sign == "$":
        return home if home.endswith("D") or home == "MOP" else "USD"
    if sign == "元":
        return home if home == "TWD" else "CNY"
    if sign == "¥":
        return "JPY" if home == "JPY" else "CNY"
    return _BY_NAME[sign]


def _value(match: re.Match[str], mark: str) -> Decimal | None:
    opened, sign, digits, trailing, closed = match.groups()
    number = _plain(digits.strip(), mark)
    if number is None or bool(opened) != bool(closed) or number > LARGEST:
        return None
    return -number if opened or sign == "-" or trailing else number


def _plain(digits: str, mark: str) -> Decimal | None:
    """Digits without their grouping. `mark` decides only what could be read either way."""
    if re.search("[' ]", digits) and not _SPACED.fullmatch(digits):
        return None
    digits = re.sub("[' ]", "", digits)
    here = shows_mark(digits) or mark
    other = COMMA if here == POINT else POINT
    whole, _, fraction = digits.partition(here)
    if other in fraction or here in fraction or not _grouped(whole, other):
        return None
    plain = whole.replace(other, "") or "0"
    return Decimal(f"{plain}.{fraction}" if fraction else plain)


def _grouped(whole: str, separator: str) -> bool:
    """Thousands stand in threes; Indian shops put the higher ones in twos."""
    first, *rest = whole.split(separator)
    return not rest or (
        1 <= len(first) <= 3 and len(rest[-1]) == 3 and all(len(part) in (2, 3) for part in rest)
    )


def shows_mark(cell: str) -> str:
    """The decimal mark if the digits themselves give it away: the last of two kinds of mark is it, so
    is a single one not followed by exactly three digits; one that comes twice is not."""
    marks = [character for character in cell if character in ".,"]
    if not marks:
        return ""
    last = marks[-1]
    if len(set(marks)) == 2:
        return last
    if len(marks) > 1:
        return COMMA if last == POINT else POINT
    before, _, behind = cell.partition(last)
    may_group = len(behind) == 3 and 1 <= len(before) <= 3 and not before.startswith("0")
    return "" if may_group else last


def decide_mark(cells: Iterable[str]) -> str:
    """Point or comma, as most cells of the file show it that can mean only one; else the point."""
    shown = [shows_mark(match[3].strip()) for cell in cells if (match := _NUMBER.search(simple(cell)))]
    return COMMA if shown.count(COMMA) > shown.count(POINT) else POINT
