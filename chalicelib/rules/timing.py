"""When: calendar-true dates, wall-clock time in a zone, windows, and the spread of the morning herd.

Wall-clock times that a zone skips (spring) move on by the gap; times that come twice (autumn) mean
the first. A window is a pair of local times; one that ends before it starts runs over midnight.
"""

import zlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from dateutil.tz import resolve_imaginary

from chalicelib.steps import Step

Window = tuple[time, time]
SPREAD = timedelta(hours=2)
MARGIN = timedelta(minutes=15)
TURNS = 3
DAY = timedelta(days=1)
ALL_DAY = (time(0), time(0))


@lru_cache(maxsize=4096)
def at_wall_clock(day: date, hour: time, zone: str) -> datetime:
    """The instant of a local time of day, in UTC."""
    local = resolve_imaginary(datetime.combine(day, hour, ZoneInfo(zone)))
    return local.astimezone(UTC)


def local_date(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def occurrence_day(step: Step, anchor: date, occurrence: int) -> date:
    """Day of the nth occurrence: always counted from the anchor, never from the one before it."""
    return anchor + _span(step, occurrence)


def due_at(
    step: Step, anchor: date | datetime, occurrence: int, zone: str, window: Window, key: str
) -> datetime:
    """When a step falls due. `anchor` may be a day or an exact moment; a day alone counts, for steps
    measured in minutes or hours, from that day's window start. `key` sets the jitter."""
    if step.after.is_exact and step.at is None:
        return _exact_anchor(anchor, zone, window) + _duration(step, occurrence)
    start = local_date(anchor, zone) if isinstance(anchor, datetime) else anchor
    day = occurrence_day(step, start, occurrence)
    if step.at is not None:
        return at_wall_clock(day, step.at, zone)
    return spread(at_wall_clock(day, window[0], zone), window, key)


def _exact_anchor(anchor: date | datetime, zone: str, window: Window) -> datetime:
    return anchor if isinstance(anchor, datetime) else at_wall_clock(anchor, window[0], zone)


def _duration(step: Step, occurrence: int) -> timedelta:
    span = _span(step, occurrence)
    return timedelta(days=span.days, hours=span.hours, minutes=span.minutes)


def _span(step: Step, occurrence: int) -> relativedelta:
    repeat = step.repeat.times(occurrence - 1) if step.repeat else relativedelta()
    return step.after.times(1) + repeat


def spread(start: datetime, window: Window, key: str, turn: int | None = None) -> datetime:
    """`start` plus a jitter, always the same for the same key: at most two hours, and never so late
    that the window would close on it. `turn` is the part of that time, of TURNS, to keep to."""
    room = min(SPREAD, length(window) - MARGIN)
    first, part = (room * 0, room) if turn is None else (room / TURNS * turn, room / TURNS)
    return start + first + timedelta(seconds=zlib.crc32(key.encode()) % max(1, int(part.total_seconds())))


def narrowed(wide: Window, narrow: Window | None) -> Window:
    """The part of a country's window that a step's own leaves; the country's where they never meet."""
    if narrow is None or _over_midnight(wide) or _over_midnight(narrow):
        return wide
    start, end = max(wide[0], narrow[0]), min(wide[1], narrow[1])
    return (start, end) if start < end else wide


def _over_midnight(window: Window) -> bool:
    return window[1] <= window[0]


def length(window: Window) -> timedelta:
    """How long a window is open on a plain day."""
    start, end = (timedelta(hours=side.hour, minutes=side.minute) for side in window)
    return end - start if end > start else end - start + DAY


def closes_at(moment: datetime, window: Window, zone: str) -> datetime | None:
    """When the window that is open at this moment closes; nothing if none is open."""
    today = local_date(moment, zone)
    for day in (today - DAY, today):
        opens, closes = _bounds(day, window, zone)
        if opens <= moment < closes:
            return closes
    return None


def opens_at(moment: datetime, window: Window, zone: str) -> datetime:
    """The moment itself if the window is open, else its next start."""
    if closes_at(moment, window, zone):
        return moment
    today = local_date(moment, zone)
    starts = (_bounds(today + n * DAY, window, zone)[0] for n in range(3))
    return next(start for start in starts if start > moment)


def next_start(moment: datetime, window: Window, zone: str) -> datetime:
    """The first start of the window after this moment."""
    today = local_date(moment, zone)
    starts = (at_wall_clock(today + n * DAY, window[0], zone) for n in range(3))
    return next(start for start in starts if start > moment)


def all_close_at(moment: datetime, window: Window, zones: Iterable[str]) -> datetime | None:
    """When the first of several zones closes; nothing unless all are open."""
    ends = [closes_at(moment, window, zone) for zone in zones]
    return min(end for end in ends if end) if all(ends) else None


def all_open_at(moment: datetime, window: Window, zones: tuple[str, ...]) -> datetime | None:
    """The next moment at which the window is open in every zone; nothing within two days: never."""
    candidates = {moment} | {opens_at(moment + n * DAY, window, zone) for zone in zones for n in range(3)}
    candidates |= {next_start(moment + n * DAY, window, zone) for zone in zones for n in range(2)}
    shared = [at for at in sorted(candidates) if at >= moment and all_close_at(at, window, zones)]
    return shared[0] if shared else None


def _bounds(day: date, window: Window, zone: str) -> tuple[datetime, datetime]:
    start, end = window
    last_day = day if end > start else day + DAY
    return at_wall_clock(day, start, zone), at_wall_clock(last_day, end, zone)
