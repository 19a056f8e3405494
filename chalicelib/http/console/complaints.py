"""The board: complaints by stage, with what was promised when and who has them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from chalice import Response

from chalicelib import clock
from chalicelib.care.complaints import file, reading, sorting
from chalicelib.errors import CareError
from chalicelib.http import door
from chalicelib.http.api import cursors
from chalicelib.http.console import complaint_view, desk, scope
from chalicelib.http.console.desk import CONSOLE, OF_CUSTOMERS
from chalicelib.http.console.speech import _
from chalicelib.records import board, pages
from chalicelib.records.board import Board, Wanted
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.pages import Position
from chalicelib.records.table import Row
from chalicelib.rules import case_names as names
from chalicelib.rules.clocks import Clock

PAGE = 50
Next = tuple[Clock, timedelta]
# As a complaint goes; what rests stands apart.
ORDER = (
    "received", "acknowledged", "reopened", "verifying", "deciding", "offered", "agreed", "carrying_out",
    "checking", "waiting_for_customer", "disputed", "not_ours", "closed",
)  # fmt: skip


@CONSOLE.page("/complaints", roles=OF_CUSTOMERS)
def listing() -> Response:
    """Stage by stage, a page at a time; a page may end within a stage."""
    stage = _stage()
    resting = board.RESTS in (stage, door.asked("show"))
    found = _found(stage, resting)
    return desk.show(
        "complaints", groups=_groups(found.rows, clock.now()), ways=_ways(), present=_present(),
        owners=[name for name in scope.people() if name], owner=door.asked("owner"), stage=stage,
        stages=[(name, _(names.STAGES[name])) for name in ORDER], resting=resting,
        more=_more(found), is_begun=bool(door.asked("from")),
        waiting=_waiting(), stands_in=scope.stands_in(),
    )  # fmt: skip


def _found(stage: str, resting: bool) -> Board:
    """Nothing where a stranger's are asked for."""
    owner = _one_owner()
    if owner and owner != desk.reader().name and owner not in scope.people():
        return Board([])
    if not resting:
        return board.open_ones(_wanted(owner), [stage] if stage else ORDER, PAGE, _after("stage", "age"))
    after = _after(*pages.LOOKUP)
    return board.closed_ones_of(owner, PAGE, after) if owner else board.closed_ones(_wanted(""), PAGE, after)


def _wanted(owner: str) -> Wanted:
    if owner:
        return lambda _store, one: one == owner
    mine = _mine()
    return (lambda _store, one: one in mine) if door.asked("show") == "mine" else scope.lists


def _one_owner() -> str:
    """Whose alone are asked for; nothing where it may be several people's."""
    if wanted := door.asked("owner"):
        return wanted
    is_reps = desk.reader().role == "rep" or door.asked("show") == "mine"
    return desk.reader().name if is_reps and len(_mine()) == 1 else ""


def _mine() -> set[str]:
    """The reader's own, and those for whom they stand in today."""
    return {desk.reader().name, *scope.stands_in()}


def _after(*parts: str) -> Position | None:
    """Where a page begins that follows another; the first one for what is no such place."""
    try:
        return cursors.read(_address(), door.asked("from"), *parts)
    except CareError:
        return None


def _more(found: Board) -> str:
    place = cursors.written(_address(), found.more)
    return _address(**{"from": place}) if place else ""


def _stage() -> str:
    return door.asked("stage") if door.asked("stage") in file.stages() else ""


def _ways() -> list[tuple[str, str, None]]:
    ways = [("/complaints", _("Open"), None), ("/complaints?show=mine", _("Mine"), None),
            ("/complaints?show=closed", _("Closed"), None)]  # fmt: skip
    return ways if len(scope.people()) > 1 else [ways[0], ways[2]]


def _present() -> str:
    show = door.asked("show")
    return f"/complaints?show={show}" if show in ("mine", "closed") else "/complaints"


def _address(**more: str) -> str:
    kept = {name: door.asked(name) for name in ("owner", "stage", "show") if door.asked(name)}
    return f"/complaints?{urlencode({**kept, **more})}"


def _groups(rows: Sequence[Complaint], now: datetime) -> list[dict[str, Any]]:
    people, clocks = _people(rows), reading.next_clocks(rows, now)
    ordered = sorted(rows, key=lambda one: (ORDER.index(one.stage), one.opened_at))
    return [
        {
            "stage": stage,
            "name": _(names.STAGES[stage]),
            "cases": [_card(one, people, clocks.get(one.id), now) for one in group],
        }
        for stage, group in groupby(ordered, key=lambda one: one.stage)
    ]


def _people(rows: Sequence[Complaint]) -> dict[str, str]:
    found = Row.many([Customer.at(id) for id in {one.customer_id for one in rows}]).values()
    people = {row.id: row for row in found if isinstance(row, Customer)}
    scope.noted(people)
    return {id: row.name for id, row in people.items()}


def _card(one: Complaint, people: dict[str, str], next_one: Next | None, now: datetime) -> dict[str, Any]:
    said = {**complaint_view.head(one, now), "customer": people.get(one.customer_id, "")}
    return {**said, "clock": _clock(*next_one, now) if next_one else None}


def _clock(one: Clock, left: timedelta, now: datetime) -> dict[str, Any]:
    """`hours` of work that are left."""
    return {"name": _(names.said(names.CLOCKS, one.name)), "due_at": one.due_at, "late": one.is_late(now),
            "hours": max(0, round(left.total_seconds() / 3600, 1))}  # fmt: skip


def _waiting() -> int:
    """What was told and nobody has placed yet; only who sees all is shown it."""
    return sorting.count() if "" in scope.people() else 0
