"""Festivals of the moon, the 24 solar terms, and the days of the trade: by name, on the Gregorian calendar.

The moon and the sun are reckoned by lunar-python, for China's own time. It agrees with five other libraries
from 1990 to 2060 but for the Double Ninth of 2057, whose new moon falls on midnight.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

DAY = timedelta(days=1)
# Years for which the moon is worth believing.
YEARS = range(1950, 2101)

# Month and day of the Chinese year that begins in the named one; 12-08 mostly falls into the next.
_MOON: Mapping[str, tuple[int, int]] = {
    "spring-festival": (1, 1),
    "lantern": (1, 15),
    "dragon-boat": (5, 5),
    "qixi": (7, 7),
    "ghost": (7, 15),
    "mid-autumn": (8, 15),
    "double-ninth": (9, 9),
    "laba": (12, 8),
    "little-new-year": (12, 23),
}
# In the order in which they come in a Gregorian year, with lunar-python's names.
_TERMS: Mapping[str, str] = {
    "xiaohan": "小寒", "dahan": "大寒", "lichun": "立春", "yushui": "雨水", "jingzhe": "惊蛰",
    "chunfen": "春分", "qingming": "清明", "guyu": "谷雨", "lixia": "立夏", "xiaoman": "小满",
    "mangzhong": "芒种", "xiazhi": "夏至", "xiaoshu": "小暑", "dashu": "大暑", "liqiu": "立秋",
    "chushu": "处暑", "bailu": "白露", "qiufen": "秋分", "hanlu": "寒露", "shuangjiang": "霜降",
    "lidong": "立冬", "xiaoxue": "小雪", "daxue": "大雪",
    "dongzhi": "DONG_ZHI",  # under 冬至 stands last December's
}  # fmt: skip
_TRADE: Mapping[str, tuple[int, int]] = {
    "new-year": (1, 1),
    "womens-day": (3, 8),
    "consumer-rights": (3, 15),
    "labour-day": (5, 1),
    "618": (6, 18),
    "national-day": (10, 1),
    "double-eleven": (11, 11),
    "double-twelve": (12, 12),
    "christmas": (12, 25),
}
# Marks of the folk almanac: from a term on, the nth day with this sign. Let weather raise the alert itself.
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ALMANAC: Mapping[str, tuple[str, str, int]] = {
    "plum-rains-begin": ("mangzhong", "丙", 1),
    "plum-rains-end": ("xiaoshu", "未", 1),
    "dog-days": ("xiazhi", "庚", 3),
}
NEW_YEARS_EVE = "new-years-eve"
NAMES = (*_MOON, NEW_YEARS_EVE, *_TERMS, *_TRADE, *_ALMANAC)
_JIAZI = date(2000, 1, 7).toordinal()  # a day 甲子, the first of sixty


@dataclass(frozen=True)
class Festival:
    """One of NAMES."""

    name: str

    def dates(self, year: int) -> Iterator[date]:
        """Those within the Gregorian year: none or two of a festival whose date moves over New Year."""
        years = (year - 1, year) if self.name in _MOON else (year,)
        for one in years:
            if one in YEARS and (day := _on(self.name, one)).year == year:
                yield day


@lru_cache(maxsize=1024)
def _on(name: str, year: int) -> date:
    """Of a festival of the moon, the one in the Chinese year that begins in this one."""
    if name in _MOON:
        return _moon(year, *_MOON[name])
    if name == NEW_YEARS_EVE:
        return _moon(year, *_MOON["spring-festival"]) - DAY
    if name in _TERMS:
        return _term(year, _TERMS[name])
    if name in _TRADE:
        return date(year, *_TRADE[name])
    return _signed(_on(_ALMANAC[name][0], year), *_ALMANAC[name][1:])


def _moon(year: int, month: int, day: int) -> date:
    from lunar_python import Lunar

    return _day(Lunar.fromYmd(year, month, day).getSolar())


def _term(year: int, name: str) -> date:
    """June lies in the Chinese year of the same number, whose table holds them all."""
    from lunar_python import Solar

    return _day(Solar.fromYmd(year, 6, 1).getLunar().getJieQiTable()[name])


def _day(solar) -> date:
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def _signed(start: date, sign: str, nth: int) -> date:
    """The nth day from `start` on, itself included, whose stem or branch is this."""
    signs = _STEMS if sign in _STEMS else _BRANCHES
    wait = (signs.index(sign) - (start.toordinal() - _JIAZI)) % len(signs)
    return start + (wait + (nth - 1) * len(signs)) * DAY
