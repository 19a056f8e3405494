"""Campaigns at a glance: what runs, what waits for whom, what could be taken up; and the year they make."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from chalice import Response

from chalicelib import clock, plans, words
from chalicelib.care.campaigns import keeping, showing, year
from chalicelib.care.campaigns.year import Entry
from chalicelib.climate import Climate
from chalicelib.errors import BadInput
from chalicelib.http import door
from chalicelib.http.console import desk
from chalicelib.http.console.desk import CONSOLE
from chalicelib.words import speaking

# Who writes, checks, approves and runs them; operations look on.
MAY = ("marketing", "manager", "admin")
SEES = (*MAY, "ops")
# In the order in which somebody has to look at them.
STATES = ("running", "paused", "checked", "draft", "approved", "scheduled", "done", "cancelled")
YEARS = range(2000, 2100)


def languages() -> list[str]:
    """Of the customers' texts, the reader's own first."""
    return sorted(words.languages(), key=lambda one: one != desk.reader_language())


def areas() -> dict[str, Any]:
    """What something can come to, by level, as the reader calls it; templates know the names of provinces."""
    climate, language = plans.climate(), desk.reader_language()
    return {
        "city": {name: region.label[language] for name, region in climate.regions.items()},
        "province": dict.fromkeys(climate.wider("province"), ""),
        "country": speaking.countries(language, climate.wider("country")),
        "by_province": _by_province(climate),
    }


def _by_province(climate: Climate) -> list[tuple[str, list[str]]]:
    """Cities of each; those that are alone in theirs come last, together and under no name."""
    wider = climate.wider("province")
    found = [(name, [one.name for one in places]) for name, places in wider.items()]
    return [*found, ("", [name for name, one in climate.regions.items() if one.province not in wider])]


def where(regions: Iterable[str]) -> list[tuple[str, str]]:
    """The province or country that these places make up, else each of them: (level, name)."""
    climate, wanted = plans.climate(), set(regions)
    for level in ("country", "province"):
        for name, places in climate.wider(level).items():
            if wanted == {one.name for one in places}:
                return [(level, name)]
    return [("city", name) for name in climate.regions if name in wanted]


@CONSOLE.page("/campaigns", roles=SEES)
def listing() -> Response:
    shelf = showing.shelf(clock.now())
    groups = [(state, [one for one in shelf if one["state"] == state]) for state in STATES]
    return desk.show(
        "campaigns", groups=[(state, found) for state, found in groups if found],
        ready=year.ready_made(clock.now()), may=desk.reader().role in MAY, done=door.asked("done"),
    )  # fmt: skip


@CONSOLE.deed("/campaigns/{name}/take-up", roles=MAY)
def take_up(name: str) -> Response:
    """One that came with the program, as a draft of the shop's own."""
    keeping.take_up(name, desk.reader().name, clock.now())
    return door.see(f"/campaigns/{name}?done=taken")


@CONSOLE.page("/campaigns/calendar", roles=SEES)
def calendar() -> Response:
    wanted = _asked_year()
    found = year.of(wanted, clock.now())
    by_month = {month: list(days) for month, days in groupby(found, key=lambda one: one.on.month)}
    months = [
        {"first": day, "days": _days(by_month.get(day.month, [])), "weather": _of_the_season(day)}
        for day in (date(wanted, month, 1) for month in range(1, 13))
    ]
    around: dict[str, Any] = {"before": wanted - 1, "after": wanted + 1, "areas": areas(), "where": where}
    return desk.show("calendar", year=wanted, months=months, **around)


def _asked_year() -> int:
    text = door.asked("year") or str(desk.today().year)
    if not text.isdecimal() or int(text) not in YEARS:
        raise BadInput("{text!r} is no year that the calendar knows; write one such as 2026.", text=text[:20])
    return int(text)


def _of_the_season(month: date) -> list[str]:
    """The alerts that may be raised in its middle."""
    return [rule.name for rule in plans.climate().rules if rule.season.holds(month.replace(day=15))]


def _days(entries: list[Entry]) -> list[dict[str, Any]]:
    by_day = groupby(entries, key=lambda one: one.on)
    return [{"on": day, "entries": list(found)} for day, found in by_day]
