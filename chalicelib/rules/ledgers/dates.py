"""Days as people write them. Which of day and month comes first is decided per file."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from chalicelib.rules.ledgers.cells import clean, is_empty, simple

ORDERS = ("dmy", "mdy", "ymd")
MONTH_FIRST = frozenset({"US", "PH", "FM", "GU", "MH", "PR", "PW"})
YEAR_FIRST = frozenset({"CN", "TW", "JP", "KR", "MN", "HU", "LT"})
EARLIEST, LATEST = 1950, 2100
EXCEL_DAY_ZERO = date(1899, 12, 30)
EXCEL_SERIALS = range(20_000, 73_051)
MINGUO = 1911

_NOT_YET_WORDS = """
    未定 待定 未知 待安装 未安装 未装 待装 待约 未约 另约 待通知 等通知 待确认 未确认 待送货 未送货 未送 待送
    尚未 尚未安装 暂定 暂未定 未 待 tbd tba tbc pending unknown open 0 0000-00-00 00/00/0000
    not-yet to-be-confirmed to-be-advised to-be-decided to-be-determined not-installed not-delivered"""
_MONTH_NAMES = """
    jan,january,januar feb,february,februar mar,march,mär,maerz,märz apr,april may,mai jun,june,juni
    jul,july,juli aug,august sep,sept,september oct,october,okt,oktober nov,november
    dec,december,dez,dezember"""
_NOT_YET = frozenset(_NOT_YET_WORDS.split())
_MONTHS = {
    name: number for number, names in enumerate(_MONTH_NAMES.split(), start=1) for name in names.split(",")
}
_TIME = re.compile(
    r"[t ]*(上午|下午|am|pm)?\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([ap]\.?m\.?)?"
    r"\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?$"
)
_WEEKDAY = re.compile(
    r"\(?(星期|周|礼拜)[一二三四五六日天]\)?|\([一二三四五六日]\)"
    r"|\b(mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)[a-z]*\b\.?,?"
)
_ERA = re.compile(r"^(中华)?民国\s*|^roc\s+")
_TRIPLE = re.compile(r"(\d{1,4})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{1,4})")
_DIGITS = re.compile(r"\d{5,8}(\.\d+)?")
_DAY_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?[-/. ,]*(?:of )?([a-zäé]{3,9})[-/. ,]*(\d{4}|\d{2})")
_MONTH_NAMED = re.compile(r"([a-zäé]{3,9})[-/. ]*(\d{1,2})(?:st|nd|rd|th)?[-/. ,]+(\d{4})")
_YEAR_NAMED = re.compile(r"(\d{4})[-/. ,]*([a-zäé]{3,9})[-/. ,]*(\d{1,2})")


def means_not_yet(cell: str) -> bool:
    text = simple(cell)
    return is_empty(text) or text.replace(" ", "-") in _NOT_YET


def parse(cell: str, order: str) -> date | None:
    """The day that a cell names, or None. `order` is one of ORDERS and matters only for days that
    do not begin with a full year nor spell the month."""
    text = _bare(cell)
    if _ERA.search(text):
        return _minguo(_ERA.sub("", text))
    if _DIGITS.fullmatch(text):
        return _run_of_digits(text)
    if match := _TRIPLE.fullmatch(text):
        return _triple(match[1], match[2], match[3], order)
    return _named(text)


def _bare(cell: str) -> str:
    """The cell without time of day and weekday, years, months and days marked by slashes."""
    text = _WEEKDAY.sub(" ", simple(cell))
    text = re.sub(r"\s*年\s*|\s*月\s*", "/", text)
    text = re.sub(r"\s*[日号]", " ", text).strip()
    return clean(_TIME.sub("", text)).strip(",. ")


def _run_of_digits(text: str) -> date | None:
    whole = text.partition(".")[0]
    if len(whole) == 8:
        return _day(int(whole[:4]), int(whole[4:6]), int(whole[6:]))
    if len(whole) == 7 and whole.startswith("1"):
        return _day(int(whole[:3]) + MINGUO, int(whole[3:5]), int(whole[5:]))
    if len(whole) == 6:
        return _day(2000 + int(whole[:2]), int(whole[2:4]), int(whole[4:]))
    if int(whole) in EXCEL_SERIALS:
        return EXCEL_DAY_ZERO + timedelta(days=int(whole))
    return None


def _minguo(text: str) -> date | None:
    match = _TRIPLE.fullmatch(text)
    return _day(int(match[1]) + MINGUO, int(match[2]), int(match[3])) if match else None


def _triple(first: str, second: str, third: str, order: str) -> date | None:
    if len(first) >= 3:
        era = MINGUO if len(first) == 3 else 0
        return _day(int(first) + era, int(second), int(third)) if len(third) <= 2 else None
    if len(third) == 3:
        return None
    if order == "mdy":
        return _day(_year(third), int(first), int(second))
    if order == "ymd" and len(third) < 4:
        return _day(_year(first), int(second), int(third))
    return _day(_year(third), int(second), int(first))


def _named(text: str) -> date | None:
    if match := _DAY_NAMED.fullmatch(text):
        day, month, year = match.groups()
    elif match := _MONTH_NAMED.fullmatch(text):
        month, day, year = match.groups()
    elif match := _YEAR_NAMED.fullmatch(text):
        year, month, day = match.groups()
    else:
        return None
    return _day(_year(year), _MONTHS.get(month, 0), int(day))


def _year(digits: str) -> int:
    """Two digits mean this century; a shop keeps no sales from the last but one."""
    return int(digits) if len(digits) > 2 else 2000 + int(digits)


def _day(year: int, month: int, day: int) -> date | None:
    if not EARLIEST <= year <= LATEST:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def decide(cells: Iterable[str], country: str) -> tuple[str, dict[str, int]]:
    """The order under which most cells are days, and how many are under each. Between equals the
    one with fewer different years (a wrong one takes days for years), then the country's."""
    texts = Counter(text for text in map(_bare, cells) if _asks_for_order(text))
    votes = {order: _votes(texts, order) for order in ORDERS}
    if not any(_is_short(text) for text in texts):
        del votes["ymd"]
    home = _usual(country, votes)
    return max(votes, key=lambda order: (votes[order], -_years(texts, order), order == home)), votes


def _asks_for_order(text: str) -> bool:
    match = _TRIPLE.fullmatch(text)
    return bool(match) and len(match[1]) <= 2 and len(match[3]) != 3  # type: ignore[index]


def _is_short(text: str) -> bool:
    match = _TRIPLE.fullmatch(text)
    return bool(match) and len(match[3]) <= 2  # type: ignore[index]


def _votes(texts: Mapping[str, int], order: str) -> int:
    return sum(count for text, count in texts.items() if parse(text, order))


def _years(texts: Iterable[str], order: str) -> int:
    position = 0 if order == "ymd" else 2
    return len({re.split(r"\s*[-/. ]\s*", text)[position] for text in texts if _is_short(text)})


def _usual(country: str, votes: Iterable[str]) -> str:
    if country in MONTH_FIRST:
        return "mdy"
    return "ymd" if country in YEAR_FIRST and "ymd" in votes else "dmy"
