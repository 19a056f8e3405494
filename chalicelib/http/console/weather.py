"""The weather of our regions: what people were told, with its numbers; what is declared, and by whom."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from chalice import Response

from chalicelib import clock, plans
from chalicelib.care.campaigns import keeping, listening
from chalicelib.care.weather import declaring, looking, warning
from chalicelib.climate import Region
from chalicelib.errors import BadInput, CareError
from chalicelib.http import door
from chalicelib.http.console import desk, plain_words, seasons
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.seasons import MAY, SEES
from chalicelib.http.console.speech import _
from chalicelib.records.alerts import Alert

BACK = timedelta(days=120)


@CONSOLE.page("/campaigns/weather", roles=SEES)
def told() -> Response:
    return _table()


def _table(status: int = 200, **said: Any) -> Response:
    """Of the regions that the last run looked at, since those are where customers live."""
    climate, last = plans.climate(), warning.last_run()
    looked = [climate.regions[name] for name in last.get("regions", []) if name in climate.regions]
    alerts = list(warning.told([one.name for one in looked], desk.today() - BACK))
    declared = _declared([one.name for one in looked] or climate.regions)
    return desk.show(
        "weather", status, last=last, last_on=_looked_on(last), rows=[_row(one, alerts) for one in looked],
        say=plain_words.said, has_forecast=looking.has_forecast(), called=_called(alerts),
        areas=seasons.areas(), rules=climate.rules, declared=_together(declared),
        may=desk.reader().role in MAY, **{"fault": "", "form": {}, "done": door.asked("done"), **said},
    )  # fmt: skip


def _looked_on(last: dict[str, Any]) -> date | None:
    return date.fromisoformat(last["day"]) if last else None


def _row(region: Region, alerts: list[Alert]) -> dict[str, Any]:
    areas = (region.name, region.province, region.country)
    own = sorted((one for one in alerts if one.area in areas), key=lambda one: one.first_on, reverse=True)
    return {"name": region.name, "label": dict(region.label), "alerts": own}


def _called(alerts: Iterable[Alert]) -> dict[str, dict[str, str]]:
    """The names in each language of the campaigns that were asked."""
    names = {name for one in alerts for name in one.campaigns}
    return {row.name: dict(keeping.meant(row).about) for row in keeping.every() if row.name in names}


def _together(declared: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was said in one breath of several places stands there once."""
    found: dict[tuple, dict[str, Any]] = {}
    for one in declared:
        said = (one["rule"], one["first"], one["last"], one["words"], one["who"], one["declared_at"])
        found.setdefault(said, {**one, "regions": []})["regions"].append(one["region"])
    return [{**one, "where": seasons.where(one["regions"])} for one in found.values()]


def _declared(regions: Iterable[str]) -> Iterator[dict[str, Any]]:
    """What is not over yet."""
    for name in regions:
        for number, one in declaring.declared(name):
            if one.last >= desk.today():
                yield {"number": number, **vars(one)}


@CONSOLE.deed("/campaigns/weather", roles=MAY)
def declare() -> Response:
    form = desk.form()
    try:
        _declare(form)
    except CareError as error:
        return _table(error.status, fault=plain_words.of(error), form=form)
    is_heard = listening.waits_for(form.get("rule", ""), form.get("area", ""))
    return door.see(f"/campaigns/weather?done={'declared' if is_heard else 'unheard'}")


def _declare(form: dict[str, str]) -> None:
    first = _day(form.get("first", ""))
    last = _day(form["last"]) if form.get("last") else first
    rule, area, said = form.get("rule", ""), form.get("area", ""), form.get("said", "")
    declaring.declare(rule, area, first, last, said, desk.reader().name, clock.now())


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(_("Say on which day it begins.")) from None


@CONSOLE.deed("/campaigns/weather/{region}/{number}/take-back", roles=MAY)
def take_back(region: str, number: str) -> Response:
    if not number.isdecimal():
        raise desk.nothing_here()
    declaring.take_back(region, int(number), desk.reader().name, clock.now())
    return door.see("/campaigns/weather?done=taken_back")
