"""May this be sent now? Send, wait until a moment with a reason, or never with a reason.

The case holds plain values. First the gates that say never, then the latest of those that say wait;
all are asked again when a wait ends.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.policies import Cap
from chalicelib.rules import timing

OWN_ACT = timedelta(hours=1)
SHORTEST = timedelta(minutes=10)
LONGEST = timedelta(hours=4)
UNSEASONABLE = timedelta(hours=1)
STEPS = 100
CALLED_OFF = "campaign_cancelled"
# Its campaign says nothing in the reader's language; another one nobody chose.
UNSPOKEN = "campaign_unspoken"
OVERTAKEN = "overtaken"


class Way(NamedTuple):
    """One channel by which the customer could be reached, and what speaks against it.

    `against` is empty or: no_address, stopped, refused, no_consent, not_allowed_there, no_links, passed_over.
    """

    channel: str
    address: str = ""
    against: str = ""
    ground: str = ""


class Case(NamedTuple):
    """Everything the decision rests on. `recent` holds the instants and purposes that count for caps.
    `campaign`: why nothing of its campaign may go. `turn`: its turn among the campaigns of its day.
    `overtaken`: what it asks has been answered, or is not the question any more."""

    purpose: str
    key: str
    expires_at: datetime | None
    zones: tuple[str, ...]
    window: timing.Window
    ways: tuple[Way, ...]
    cheerful: bool = False
    sale_state: str = "active"
    released: bool = True
    paused: frozenset[str] = frozenset()
    open_complaint: bool = False
    blackout: frozenset[date] = frozenset()
    weekday_windows: Mapping[int, timing.Window] = MappingProxyType({})
    caps: tuple[Cap, ...] = ()
    recent: tuple[tuple[datetime, str], ...] = ()
    own_act_at: datetime | None = None
    campaign: str = ""
    turn: int | None = None
    overtaken: bool = False


class Send(NamedTuple):
    """Go, by this way; the provider may try for `valid_for` seconds."""

    way: Way
    valid_for: int


class Wait(NamedTuple):
    """Not now. `known_end` is false where only a person can end it."""

    until: datetime
    reason: str
    known_end: bool = True


class Never(NamedTuple):
    """Not at all. Of several reasons the one that a person would name first."""

    reason: str


Decision = Send | Wait | Never


def decide(case: Case, now: datetime) -> Decision:
    """The gates in their order."""
    if reason := _never(case, now):
        return Never(reason)
    wait = _wait(case, now)
    if wait is None:
        return Send(open_way(case), _validity(case, now))
    if case.expires_at and wait.until > case.expires_at:
        # A pause may end in five minutes: what is still of use is given up only when it no longer is.
        return Never("expired") if wait.known_end else wait._replace(until=case.expires_at)
    return wait


def open_way(case: Case) -> Way:
    return next(way for way in case.ways if not way.against)


def counts_for_caps(purpose: str, cheerful: bool) -> bool:
    return purpose in ("survey", "marketing") or (purpose == "care" and cheerful)


def _never(case: Case, now: datetime) -> str:
    if case.sale_state != "active":
        return f"sale_{case.sale_state}"
    if case.overtaken:
        return OVERTAKEN
    if case.campaign in (CALLED_OFF, UNSPOKEN):
        return case.campaign
    if case.expires_at and now >= case.expires_at:
        return "expired"
    if all(way.against for way in case.ways):
        return _telling(case.ways)
    return ""


def _telling(ways: tuple[Way, ...]) -> str:
    """A refusal says more than a missing address."""
    order = ("stopped", "refused", "no_consent", "not_allowed_there", "no_links", "passed_over", "no_address")
    reasons = {way.against for way in ways}
    return next((reason for reason in order if reason in reasons), "no_address")


def _wait(case: Case, now: datetime) -> Wait | None:
    """Follow one gate after the other until a moment at which all are open; tell the first that shut."""
    at, first = now, None
    for _ in range(STEPS):
        shut = next((wait for gate in GATES if (wait := gate(case, at))), None)
        if shut is None:
            return first and Wait(at, first.reason)
        first = first or shut
        if not shut.known_end:
            return Wait(shut.until, first.reason, known_end=False)
        at = shut.until
    return Wait(at, "no_open_hour", known_end=False)


def _import_gate(case: Case, at: datetime) -> Wait | None:
    return None if case.released else _unknown(case, at, "not_released")


def _campaign_gate(case: Case, at: datetime) -> Wait | None:
    return _unknown(case, at, case.campaign) if case.campaign else None


def _pause_gate(case: Case, at: datetime) -> Wait | None:
    return _unknown(case, at, "paused") if case.paused & {"*", open_way(case).channel} else None


def _complaint_gate(case: Case, at: datetime) -> Wait | None:
    held = case.purpose in ("survey", "marketing") or (case.purpose == "care" and case.cheerful)
    return _unknown(case, at, "open_complaint") if held and case.open_complaint else None


def _blackout_gate(case: Case, at: datetime) -> Wait | None:
    if case.purpose == "critical" or timing.local_date(at, case.zones[0]) not in case.blackout:
        return None
    return Wait(_start_of_next_day(case, at), "blackout")


def _cap_gate(case: Case, at: datetime) -> Wait | None:
    if not counts_for_caps(case.purpose, case.cheerful):
        return None
    ends = [end for cap in case.caps if case.purpose in cap.purposes and (end := _cap_end(case, cap, at))]
    return Wait(max(ends), "frequency_cap") if ends else None


def _cap_end(case: Case, cap: Cap, at: datetime) -> datetime | None:
    """The first day on which fewer than `count` lie within the cap's days, at its window's start."""
    zone = case.zones[0]
    today = timing.local_date(at, zone)
    days = sorted(timing.local_date(sent, zone) for sent, purpose in case.recent if purpose in cap.purposes)
    counted = [day for day in days if day > today - cap.days * timing.DAY]
    if len(counted) < cap.count:
        return None
    free_on = counted[-cap.count] + cap.days * timing.DAY
    return _spread(case, timing.at_wall_clock(free_on, case.window[0], zone))


def _window_gate(case: Case, at: datetime) -> Wait | None:
    if case.purpose == "critical" and _just_acted(case, at):
        return None
    window = _window_on(case, at)
    closes = timing.all_close_at(at, window, case.zones) if window else None
    if closes and closes - at >= SHORTEST:
        return None
    return _until_open(case, closes or at)


def _until_open(case: Case, at: datetime) -> Wait:
    window = _window_on(case, at)
    opens = timing.all_open_at(at, window, case.zones) if window else None
    if opens is None:
        return Wait(_start_of_next_day(case, at), "window", known_end=len(case.zones) == 1)
    return Wait(_spread(case, opens), "window")


def _window_on(case: Case, at: datetime) -> timing.Window | None:
    """The window of that weekday; a window that never opens stands for a closed day."""
    weekday = timing.local_date(at, case.zones[0]).weekday()
    return case.weekday_windows.get(weekday, case.window)


def _just_acted(case: Case, at: datetime) -> bool:
    return bool(case.own_act_at and timedelta(0) <= at - case.own_act_at <= OWN_ACT)


def _unknown(case: Case, at: datetime, reason: str) -> Wait:
    """Nobody knows when it ends: look again at the next window's start, once a day."""
    return Wait(_spread(case, timing.next_start(at, case.window, case.zones[0])), reason, known_end=False)


def _start_of_next_day(case: Case, at: datetime) -> datetime:
    zone = case.zones[0]
    tomorrow = timing.local_date(at, zone) + timing.DAY
    return _spread(case, timing.at_wall_clock(tomorrow, case.window[0], zone))


def _spread(case: Case, start: datetime) -> datetime:
    at_once = case.purpose in ("critical", "staff")
    return start if at_once else timing.spread(start, case.window, case.key, case.turn)


def _validity(case: Case, now: datetime) -> int:
    closes = timing.all_close_at(now, _window_on(case, now) or timing.ALL_DAY, case.zones)
    if closes is None:
        return int(UNSEASONABLE.total_seconds())
    return int(min(LONGEST, closes - now).total_seconds())


GATES: tuple[Callable[[Case, datetime], Wait | None], ...] = (
    _import_gate,
    _campaign_gate,
    _pause_gate,
    _complaint_gate,
    _blackout_gate,
    _cap_gate,
    _window_gate,
)
