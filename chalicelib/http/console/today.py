"""Today: a colleague's errands in the order in which one would run them, phone in hand."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from chalice import Response

from chalicelib import clock, settings
from chalicelib.care import calendars
from chalicelib.care.complaints import dangers
from chalicelib.http import door
from chalicelib.http.console import complaint_view, desk, scope
from chalicelib.http.console.desk import CONSOLE, DOERS, OF_CUSTOMERS
from chalicelib.http.console.errands import Deck, Faulty
from chalicelib.records import board
from chalicelib.records.complaints import Complaint
from chalicelib.records.staff import Staff
from chalicelib.records.tasks import Task, both_lists
from chalicelib.rules import rounds
from chalicelib.rules.rounds import Errand, Stop

AHEAD = timedelta(days=7)
# A telephone has to hold the page; the rest comes on further ones.
MOST = 50
LONGEST = 300
# With the others as many as one request reads.
DONE = 39
# Of the complaints; who has more goes to the board.
CASES = 10


@CONSOLE.page("/today", roles=OF_CUSTOMERS)
def today() -> Response:
    return page_of(_whose(door.asked("rep")))


def _whose(asked: str) -> str:
    """One's own day; whoever sees others' tasks may look at theirs."""
    if asked and asked not in scope.people():
        raise desk.nothing_here()
    return asked or desk.reader().name


def page_of(whose: str, faulty: Faulty | None = None, **more: Any) -> Response:
    day = desk.today()
    after = door.asked("after")[:LONGEST]
    beside = [] if after else board.open_keys_of(whose, CASES)
    rows, ended, others = both_lists(whose, day + AHEAD, MOST + 1, DONE, after, beside)
    cases = [row for row in others if isinstance(row, Complaint)]
    deck = Deck.of(rows[:MOST], [row.customer_id for row in cases])
    now, later = _parted(deck.errands())
    done = [row for row in ended if row.done_at and _is_today(row.done_at)]
    return desk.show(
        "today", faulty.status if faulty else 200, place_here="/today", whose=whose,
        is_mine=whose == desk.reader().name,
        stops=[_stop(one) for one in rounds.plan(now, day)], later=[one.key for one in later],
        cards=deck.cards(day), overdue=sum(one.due_on < day for one in now), due=len(now), done=len(done),
        cases=_cases(cases, deck), people=_others(), faulty=faulty, next=_further(whose, rows), after=after,
        may_act=desk.reader().role in DOERS, has_calendar=_has_calendar(),
        **{"noted": door.asked("noted"), "address": "", **more},
    )  # fmt: skip


def _further(whose: str, rows: list[Task]) -> str:
    """Where the rest stands, if there is more than one page holds."""
    if len(rows) <= MOST:
        return ""
    last = rows[MOST - 1]
    return f"/today?rep={quote(whose)}&after={quote(f'{last.due_on}#{last.id}')}"


def _parted(found: list[Errand]) -> tuple[list[Errand], list[Errand]]:
    """What is to be done now, and what has time; what is urgent has none."""
    today = desk.today()
    later = sorted((one for one in found if one.due_on > today and not one.urgent), key=_when)
    return [one for one in found if one.due_on <= today or one.urgent], later


def _when(errand: Errand) -> tuple[str, str]:
    return errand.due_on.isoformat(), errand.at_time


def _is_today(moment: Any) -> bool:
    return bool(moment.astimezone(desk.zone()).date() == desk.today())


def _stop(stop: Stop) -> dict[str, Any]:
    return {"place": stop.place, "is_desk": stop.is_desk, "keys": [one.key for one in stop.errands]}


def _cases(rows: list[Complaint], deck: Deck) -> list[dict[str, Any]]:
    """The complaint that presses most first."""
    now = clock.now()
    return [
        {**complaint_view.head(row, now), "customer": deck.name(row.customer_id)}
        for row in sorted(rows, key=_pressing)
    ]


def _pressing(row: Complaint) -> tuple[bool, bool, str]:
    """What may be dangerous before all else, then what was promised next; where nothing was, the oldest."""
    promised = [by for by in (row.news_by, row.finish_by, row.decide_by) if by]
    return not dangers.waits(row), not promised, min([*promised, row.opened_at]).isoformat()


def _others() -> list[str]:
    return [name for name in scope.people() if name] if desk.reader().role != "rep" else []


def _has_calendar() -> bool:
    return bool(desk.reader().signed_in.staff.calendar)


@CONSOLE.deed("/calendar-address", roles=OF_CUSTOMERS)
def give_calendar() -> Response:
    """Shown this once; the address of before no longer opens."""
    me = _me()
    secret = calendars.give(me)
    base = settings.read().public_base_url.rstrip("/")
    return page_of(me.name, address=f"{base}/calendar/{me.id}/{secret}.ics")


@CONSOLE.deed("/calendar-address/revoke", roles=OF_CUSTOMERS)
def take_calendar_back() -> Response:
    calendars.revoke(_me())
    return door.see("/today#calendar")


def _me() -> Staff:
    found = Staff.find(*Staff.at(desk.reader().name), consistent=True)
    if found is None:
        raise desk.nothing_here()
    return found
