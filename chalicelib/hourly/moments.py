"""The hour that a row speaks of, as weather files write it: in local time, or with an offset."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from chalicelib.errors import Unreadable
from chalicelib.hourly.columns import Columns

EARLIEST, LATEST = 1850, 2200
HOUR = 3600
DAY = timedelta(days=1)
_BEGIN = datetime(1970, 1, 1)  # noqa: DTZ001 - local hours are counted from it, whatever the zone
_BEGIN_UTC = datetime(1970, 1, 1, tzinfo=UTC)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})[ t_]?(\d{2})(\d{2})?(\d{2})?z?")
_YEAR_FIRST = re.compile(
    r"(\d{4})[-/.年 ](\d{1,2})[-/.月 ](\d{1,2})日?(?:[ t]*(\d{1,2})(?:[:时時h][\d:.分秒]*)?)?"
)
_YEAR_LAST = re.compile(
    r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ t,]*(\d{1,2})(?::[\d:.]*)?)?(?:\s*([ap]m))?"
)
_UTC = re.compile(r"\s*(\+0000)?\s*(UTC|GMT)$")
_MIDDAY = 12
_APART = ("year", "month", "day", "hour")


@dataclass(frozen=True)
class Clock:
    """How this file writes time. `day_first`: 02/03/2012 is the second of March. `zone`: the place's,
    for files that write UTC or an offset; without one the day is the one that is written."""

    columns: Columns
    day_first: bool = True
    zone: tzinfo | None = None

    def read(self, cells: Sequence[str]) -> tuple[int, date] | None:
        """The hour's number, and the day there; nothing where the row names no hour."""
        places = self.columns.places
        try:
            if "time" in places:
                return self._hour(cells[places["time"]].strip(), "")
            if "date" in places:
                hour = cells[places["hour"]] if "hour" in places else ""
                return self._hour(cells[places["date"]].strip(), hour.strip())
            year, month, day, at = (int(float(cells[places[name]])) for name in _APART)
            return _local(year, month, day, at)
        except (ValueError, IndexError, OverflowError):
            return None

    def _hour(self, text: str, hour: str) -> tuple[int, date] | None:
        if hour:
            day = _parsed(text, self.day_first)
            return _local(day.year, day.month, day.day, int(float(hour.partition(":")[0]))) if day else None
        moment = _parsed(text, self.day_first)
        if moment is None:
            return None
        if moment.tzinfo is None:
            return _counted(moment - _BEGIN), moment.date()
        there = moment.astimezone(self.zone) if self.zone else moment
        return _counted(moment - _BEGIN_UTC), there.date()


def clock(name: str, columns: Columns, rows: Iterable[Sequence[str]], zone: tzinfo | None) -> Clock:
    """Finds out which of day and month comes first, where the year stands last."""
    place = columns.places.get("time", columns.places.get("date"))
    if place is None:
        return Clock(columns, zone=zone)
    found = [match for cells in rows if place < len(cells) and (match := _year_last(cells[place]))]
    day_first = any(int(match[1]) > _MIDDAY for match in found)
    if found and not day_first and not any(int(match[2]) > _MIDDAY for match in found):
        raise Unreadable(
            "{name} writes days as {found}, and nothing in it tells day from month. Write them as "
            "2012-03-01.",
            name=name,
            found=found[0][0].strip(),
        )
    return Clock(columns, day_first, zone)


def _year_last(cell: str) -> re.Match[str] | None:
    return _YEAR_LAST.fullmatch(cell.strip().casefold())


def _parsed(text: str, day_first: bool) -> datetime | None:
    """Raises ValueError for a day that no calendar has."""
    if text.endswith(("UTC", "GMT")):
        text = _UTC.sub("+00:00", text)
    if not text.isdecimal():
        try:
            return _known(datetime.fromisoformat(text))
        except ValueError:
            text = text.casefold()
    if match := (_DIGITS.fullmatch(text) or _YEAR_FIRST.fullmatch(text)):
        return _at(int(match[1]), int(match[2]), int(match[3]), int(match[4] or 0))
    if match := _YEAR_LAST.fullmatch(text):
        day, month = (match[1], match[2]) if day_first else (match[2], match[1])
        return _at(int(match[3]), int(month), int(day), _of_24(int(match[4] or 0), match[5]))
    return None


def _of_24(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    return hour % _MIDDAY + (_MIDDAY if half == "pm" else 0)


def _local(year: int, month: int, day: int, hour: int) -> tuple[int, date]:
    moment = _at(year, month, day, hour)
    return _counted(moment - _BEGIN), moment.date()


def _at(year: int, month: int, day: int, hour: int) -> datetime:
    """An hour 24 is the next day's first."""
    if hour == 24:
        return _at(year, month, day, 0) + DAY
    return _known(datetime(year, month, day, hour))  # noqa: DTZ001


def _known(moment: datetime) -> datetime:
    if not EARLIEST <= moment.year <= LATEST:
        raise ValueError("not of our time")
    return moment


def _counted(since: timedelta) -> int:
    return since.days * 24 + since.seconds // HOUR
