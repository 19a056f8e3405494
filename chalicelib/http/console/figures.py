"""The figures: how days were kept, what complaints came to, whether messages arrive and what they cost.
A month is one row, so the page costs the same however large the shop."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from chalice import Response

from chalicelib import clock, plans
from chalicelib.care.metrics import board, counting, entries
from chalicelib.care.metrics.board import Group
from chalicelib.errors import BadInput
from chalicelib.http import door
from chalicelib.http.console import charts, desk, plain_words
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.sheets import sheet
from chalicelib.http.console.speech import _
from chalicelib.records import metrics
from chalicelib.records.metrics import Day, Month

FOR = ("ops", "admin")
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
USUALLY, MOST, TREND = 3, 24, 12
TABLES = ("kept", "task")
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Asked:
    """From one month to another, in which way, and of which step, rep or shop alone."""

    first: str
    last: str
    by: str
    where: Mapping[str, str]

    def address(self, path: str = "/metrics", **other: str) -> str:
        chosen = {"first": self.first, "last": self.last, "by": self.by, **self.where, **other}
        return f"{path}?{urlencode({name: value for name, value in chosen.items() if value})}"

    def rows(self, figure: str, leads: Mapping[str, str] = NOTHING, **more: str) -> str:
        """Where the rows behind a number are listed. What is known to be empty is named apart, since an
        empty field of a form means any."""
        narrowed = {name: value for name, value in self.where.items() if value}
        named = {**narrowed, **leads, **more}
        months = {name: named.pop(name, "") or getattr(self, name) for name in ("first", "last")}
        named = {name: str(value) for name, value in named.items() if name in entries.FIELDS[figure]}
        blank = ",".join(name for name, value in named.items() if not value)
        chosen = {"figure": figure, **months, **named, "none": blank}
        return f"/metrics/rows?{urlencode({name: value for name, value in chosen.items() if value})}"


def usual() -> Asked:
    """The last months, where what was asked for is none."""
    this = f"{desk.today():%Y-%m}"
    return Asked(before(this, USUALLY - 1), this, "step", _where())


def _where() -> dict[str, str]:
    return {name: door.asked(name) for name in ("step", "rep", "shop")}


def asked() -> Asked:
    this = f"{desk.today():%Y-%m}"
    last = _month("last", this)
    first = _month("first", before(last, USUALLY - 1))
    if not before(last, MOST - 1) <= first <= last:
        raise BadInput(_("Choose a first month before the last one, at most two years apart."))
    by = door.asked("by") or "step"
    if by not in board.BY:
        raise BadInput(_("Figures are told by step, rep, shop or month. Choose one of these."))
    return Asked(first, last, by, _where())


def _month(name: str, otherwise: str) -> str:
    found = door.asked(name) or otherwise
    if not MONTH.fullmatch(found):
        raise BadInput(_("Write a month as 2026-03."))
    return found


def before(month: str, months: int) -> str:
    """The month so many months earlier."""
    found = date.fromisoformat(f"{month}-01")
    for _earlier in range(months):
        found = (found - timedelta(days=1)).replace(day=1)
    return f"{found:%Y-%m}"


@CONSOLE.page("/metrics", roles=FOR)
def show() -> Response:
    """Months that are none are told at the form, above the usual ones."""
    try:
        return _page(asked())
    except BadInput as error:
        return _page(usual(), plain_words.of(error))


def _page(wanted: Asked, fault: str = "") -> Response:
    typed = {name: door.asked(name) if fault else getattr(wanted, name) for name in ("first", "last")}
    every = metrics.months("0000", wanted.last)
    chosen = [row for row in every if row.month >= wanted.first]
    tables = {figure: board.groups(chosen, figure, wanted.by, wanted.where) for figure in TABLES}
    latest = latest_day()
    return desk.show(
        "metrics", 400 if fault else 200, asked=wanted, fault=fault, typed=typed,
        ways=_ways(wanted), kept=_table(tables["kept"]), task=_table(tables["task"]),
        columns=board.HOWS, held=latest.held if latest else [],
        counted_at=latest.counted_at if latest else None, counting=_counting(),
        trends=charts.trends(_trend(every, wanted.last)), **_figures(chosen, every, wanted.last),
        shops=_names(every, 2), reps=_names(every, 1),
        months={name: date.fromisoformat(f"{name}-01") for name in _named(wanted, chosen)},
    )  # fmt: skip


def _named(wanted: Asked, chosen: Sequence[Month]) -> set[str]:
    return {wanted.first, wanted.last, *(row.month for row in chosen)}


def _names(every: Sequence[Month], place: int) -> list[str]:
    """Whoever has had anything to follow up, by what a figure is told apart by."""
    found = {str(line[place + 1]) for row in every for line in row.figures if line[0] == "kept"}
    return sorted(found - {""})


def _ways(wanted: Asked) -> list[tuple[str, str, None]]:
    names = {"step": _("By step"), "rep": _("By rep"), "shop": _("By shop"), "month": _("By month")}
    return [(wanted.address(by=by), names[by], None) for by in board.BY]


def _table(groups: Sequence[Group]) -> dict[str, Any]:
    """Lines, and what they add up to."""
    sums = {
        how: sum(one.counts.get(how, 0) for one in groups) for hows in board.HOWS.values() for how in hows
    }
    due = sum(one.due for one in groups)
    return {"groups": groups, "due": due, "share": board.on_time(sums), "sums": sums}


def _figures(chosen: Sequence[Month], every: Sequence[Month], last: str) -> dict[str, Any]:
    tally = board.summed(chosen)
    kept = board.promises(tally)
    ended = kept.get("kept", 0) + kept.get("broken", 0)
    return {
        "reasons": board.reasons(tally, "refused"), "failures": board.reasons(tally, "failed"),
        "came_in": board.total(tally, "complaint"), "reopened": board.total(tally, "reopened"),
        "answered": board.spread(tally, "answered"), "resolved": board.spread(tally, "resolved"),
        "promises": kept, "promises_ended": ended,
        "promises_kept": kept.get("kept", 0) / ended if ended else None,
        "verdict": board.rating(tally, "verdict"), "rating": board.rating(tally, "rating"),
        "ages": board.by_age(tally, board.summed(every, "units"), last),
        "health": board.health(tally), "opt_outs": board.opt_outs(tally),
        "arrived": ",".join(board.ARRIVED), "not_arrived": ",".join(board.LOST),
        "sms": board.spent(tally), "kinds": plans.complaints().kinds,
    }  # fmt: skip


def _trend(every: Sequence[Month], last: str) -> dict[str, Month | None]:
    known = {row.month: row for row in every}
    return {month: known.get(month) for month in (before(last, back) for back in range(TREND - 1, -1, -1))}


def _counting() -> dict[str, int] | None:
    """How far the counting is that somebody asked for."""
    row = counting.under_way()
    return {"done": int(row.done), "of": int(row.days)} if row else None


def latest_day() -> Day | None:
    """The day that was counted last, as a rule today or yesterday."""
    today = clock.now().date()
    days = metrics.between(today - timedelta(days=metrics.RECOUNTED), today)
    return next((day for day in reversed(days) if day.counted_at), None)


@CONSOLE.page("/metrics.csv", roles=FOR)
def as_csv() -> Response:
    wanted, figure = asked(), door.asked("figure") or "kept"
    if figure not in TABLES:
        raise BadInput(_("There is no such table. Go back to the figures and download it there."))
    groups = board.groups(metrics.months(wanted.first, wanted.last), figure, wanted.by, wanted.where)
    hows = board.HOWS[figure]
    lines = [[one.name, one.due, *(one.counts.get(how, 0) for how in hows), one.on_time] for one in groups]
    name = f"{figure}-{wanted.by}-{wanted.first}-{wanted.last}"
    return sheet(name, [wanted.by, "due", *hows, "on_time_share"], lines)


@CONSOLE.deed("/metrics/count", roles=FOR)
def count() -> Response:
    """The last days anew, for whoever does not want to wait for the night; by the clock, day by day."""
    counting.begin(desk.reader().name, clock.now())
    return door.see("/metrics")
