"""Texts of a YAML entry turned into offsets, hours, windows, numbers, dates and zones."""

import re
from datetime import date, time, timedelta
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from chalicelib.plans.source import Entry
from chalicelib.sentences import Said
from chalicelib.steps import Offset

_OFFSET = re.compile(r"([+-]?\d+)\s+(minute|hour|day|week|month|year)s?", re.ASCII)
_HOUR = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_DAYS = {"minutes": 1 / 1440, "hours": 1 / 24, "days": 1, "weeks": 7, "months": 30.5, "years": 365.25}
_UNITS = [Said("minutes"), Said("hours"), Said("days"), Said("weeks"), Said("months"), Said("years")]
_LONGEST = 50 * 366
_DAY_OF_YEAR = re.compile(r"(\d{2})-(\d{2})", re.ASCII)
_LEAP_YEAR = 2028
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def offset(entry: Entry, field: str) -> Offset:
    """`45 days`, `-2 days`, `1 month`."""
    match = _OFFSET.fullmatch(entry.text(field).strip())
    if not match:
        raise entry.refuse(
            field,
            Said("write a whole number and one of {units}, such as '45 days'", units=_UNITS),
        )
    found = Offset(int(match[1]), match[2] + "s")
    if abs(days(found)) > _LONGEST:
        raise entry.refuse(field, Said("keep within 50 years"))
    return found


def period(entry: Entry, field: str) -> Offset:
    """An offset that leads forward."""
    found = offset(entry, field)
    if found.count <= 0:
        raise entry.refuse(field, Said("write a time that lies ahead, such as '7 days'"))
    return found


def whole_days(entry: Entry, field: str) -> timedelta | None:
    """`3 days`, `-2 weeks`; nothing where it is in other units."""
    found = offset(entry, field)
    return timedelta(**{found.unit: found.count}) if found.unit in ("days", "weeks") else None


def days(found: Offset) -> float:
    """About how many days an offset is; only for comparing two of them."""
    return found.count * _DAYS[found.unit]


def hour(entry: Entry, field: str) -> time:
    parsed = _hour(entry.text(field))
    if parsed is None:
        raise entry.refuse(field, Said("write an hour from 00:00 to 23:59, such as '09:30'"))
    return parsed


def hours(entry: Entry, field: str) -> tuple[time, ...]:
    parsed = [_hour(text) for text in entry.listed(field)]
    found = tuple(one for one in parsed if one is not None)
    if not found or len(found) < len(parsed):
        raise entry.refuse(field, Said("list hours from 00:00 to 23:59, such as [10:30, 18:30]"))
    return found


def window(entry: Entry, field: str) -> tuple[time, time]:
    """`09:00-20:00`; one that ends before it starts runs over midnight."""
    starts, _, ends = entry.text(field).partition("-")
    start, end = _hour(starts), _hour(ends)
    if start is None or end is None:
        raise entry.refuse(field, Said("write two hours, such as '09:00-20:00'"))
    if start == end:
        raise entry.refuse(field, Said("this window is empty; let it end later than it starts"))
    return start, end


def weekday_windows(entry: Entry) -> dict[int, tuple[time, time]]:
    entry.only(WEEKDAYS)
    return {WEEKDAYS.index(name): window(entry, name) for name in entry.values}


def _hour(text: str) -> time | None:
    match = _HOUR.fullmatch(text.strip())
    return time(int(match[1]), int(match[2])) if match else None


def flag(entry: Entry, field: str, default: bool = False) -> bool:
    return entry.choice(field, ("yes", "no", "true", "false"), "yes" if default else "no") in ("yes", "true")


def whole(entry: Entry, field: str, least: int = 0) -> int:
    text = entry.text(field).strip()
    if not re.fullmatch(r"-?\d{1,9}", text, re.ASCII) or int(text) < least:
        raise entry.refuse(field, Said("write a whole number of at least {least}", least=least))
    return int(text)


def amount(entry: Entry, field: str) -> Decimal:
    try:
        found = Decimal(entry.text(field).strip())
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found < 0:
        raise entry.refuse(field, Said("write a number of at least 0, such as 0.0083"))
    return found


def day(entry: Entry, field: str) -> date:
    parsed = as_day(entry.text(field))
    if parsed is None:
        raise entry.refuse(field, Said("write a day as 2026-04-05"))
    return parsed


def as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def day_of_year(text: str) -> tuple[int, int] | None:
    """Month and day of `03-15`; 02-29 is one."""
    match = _DAY_OF_YEAR.fullmatch(text.strip())
    found = as_day(f"{_LEAP_YEAR}-{match[0]}") if match else None
    return (found.month, found.day) if found else None


def zones(entry: Entry, field: str) -> tuple[str, ...]:
    names = entry.listed(field)
    for name in names:
        if not _is_zone(name):
            raise entry.refuse(
                field, Said("{name!r} is no IANA time zone; write one such as Asia/Hong_Kong", name=name)
            )
    return names


def _is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (KeyError, ValueError, OSError):
        return False
