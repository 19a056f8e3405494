"""`weather`: what an hourly file says about floors, and which of its days would have been alerted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from chalicelib import plans
from chalicelib.cli.frame import Command, Desk, pass_desk
from chalicelib.cli.options import read_file
from chalicelib.cli.showing import columns
from chalicelib.climate import Region
from chalicelib.errors import Unreadable
from chalicelib.hourly import readings
from chalicelib.hourly.readings import Readings
from chalicelib.rules.weather import alerts, mould, rooms
from chalicelib.rules.weather.alerts import Alert, Met
from chalicelib.rules.weather.judging import Judged, judge

HERE = "here"
_HERE = {"zh-Hans": "当地", "zh-Hant": "當地"}
SPRING = (2, 3, 4)  # 回南天


@click.command(cls=Command)
@click.option(
    "--file", "path", required=True, type=click.Path(path_type=Path), help="CSV, or CSV packed by gzip."
)
@click.option("--region", help="A place of schedules/weather/regions.yaml, such as guangzhou or 北京.")
@pass_desk
def weather(desk: Desk, path: Path, region: str | None) -> None:
    """What an hourly weather file says about floors, and which of its days would have been alerted.

    Columns are found by their header: time, temperature, dew point or humidity. Rows without them are
    left out and counted. Without a region, homes count as heated in winter if the coldest month is
    at most 0 °C.

    \b
    aftercare weather --file guangzhou.csv.gz --region guangzhou
    aftercare weather --file beijing.csv --json
    """
    named = _named(region)
    read = readings.read(path.name, read_file(path), ZoneInfo(named.zone) if named else None)
    place = named or _unnamed(path, rooms.looks_heated(read.hours))
    judged = judge(read.hours, place, plans.climate().rules)
    desk.answer(_facts(read, judged), _words(read, judged))


def _named(called: str | None) -> Region | None:
    if called is None:
        return None
    climate = plans.climate()
    if found := climate.find(called):
        return found
    known = ", ".join(climate.regions)
    raise Unreadable(
        f"There is no region {called!r} in schedules/weather/regions.yaml. Known: {known}. Add it there,"
        " or leave --region out."
    )


def _unnamed(path: Path, heated: bool) -> Region:
    """The place of a file of which only its air is known: it bears the file's name, where that reads well."""
    shop = plans.shop_defaults()
    name = path.name.partition(".")[0]
    label = {language: _HERE.get(language, name) for language in shop.languages}
    return Region(HERE, label, (), HERE, HERE, shop.zone, 0.0, 0.0, heated)


def _facts(read: Readings, judged: Judged) -> dict[str, Any]:
    return {
        "rows_used": len(read.hours),
        "rows_left_out": read.left_out_count,
        "left_out": dict(read.left_out),
        "region": judged.region.name,
        "heated": judged.region.heated,
        "days": [
            {
                "date": day.on, "hours": day.hours, "condensation_hours": day.condensation_hours,
                "mould_index": round(day.mould_index, 3), "emc_percent": round(day.emc_percent, 2),
            }
            for day in judged.days
        ],
        "condensation_days": judged.damp_days,
        "alerts": [_alert(alert, judged.region) for alert in judged.alerts],
    }  # fmt: skip


def _alert(alert: Alert, region: Region) -> dict[str, Any]:
    return {
        "rule": alert.rule,
        "area": alert.area,
        "first": alert.first,
        "last": alert.last,
        "tell_on": alert.tell_on,
        "held": alert.held,
        "reason": _reasons(alert, region),
        "days": [_day(met) for met in alert.days],
    }


def _reasons(alert: Alert, region: Region) -> dict[str, str]:
    rule = plans.climate().rule(alert.rule)
    assert rule, alert.rule
    return {language: alerts.sentence(rule, alert.worst, region, language) for language in rule.reason}


def _day(met: Met) -> dict[str, Any]:
    numbers = {name: round(value, 1) for name, value in asdict(met).items() if isinstance(value, float)}
    return {"date": met.on, "hours": met.hours, **numbers}


def _words(read: Readings, judged: Judged) -> Iterator[str]:
    why = ", ".join(f"{count} {reason.replace('_', ' ')}" for reason, count in read.left_out.items())
    yield f"{len(read.hours)} hours used, {read.left_out_count} rows left out" + (
        f" ({why})." if why else "."
    )
    yield f"Homes count as {'heated' if judged.region.heated else 'not heated'} in winter."
    yield ""
    yield from columns(
        list(_years(judged)), ("year", "damp days", "Feb-Apr", "mould risk at most", "wood at")
    )
    yield ""
    yield from _told(judged)


def _years(judged: Judged) -> Iterator[tuple[object, ...]]:
    for year, group in groupby(judged.days, key=lambda day: day.on.year):
        days = list(group)
        spring = sum(day.is_damp and day.on.month in SPRING for day in days)
        worst = max(day.mould_index for day in days)
        moisture = [day.emc_percent for day in days]
        yield (
            year, sum(day.is_damp for day in days), spring, f"{worst:.1f} ({mould.rank(worst)})",
            f"{min(moisture):.1f} to {max(moisture):.1f} %",
        )  # fmt: skip


def _told(judged: Judged) -> Iterator[str]:
    """The alerts that people would have heard, and how many were held back."""
    language = _language()
    for alert in judged.alerts:
        if not alert.held:
            until = f" to {alert.last}" if alert.last != alert.first else ""
            yield f"{alert.first}{until}  {alert.rule}: {_reasons(alert, judged.region)[language]}"
    held = Counter(alert.held for alert in judged.alerts if alert.held)
    yield from (f"{count} more held back ({why.replace('_', ' ')})." for why, count in held.items())


def _language() -> str:
    shop = plans.shop_defaults()
    return "en" if "en" in shop.languages else shop.language
