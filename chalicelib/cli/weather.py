"""`weather`: what the air does to floors, by a file or by the forecast; what people declare of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from chalicelib import clock, plans
from chalicelib.cli.frame import Desk, Group, pass_desk
from chalicelib.cli.options import Day, read_file, today, who
from chalicelib.cli.weather_reports import (
    alert_facts,
    facts,
    in_words,
    language,
    span,
    told_facts,
    told_in_words,
)
from chalicelib.climate import Declared, Region
from chalicelib.errors import Unreadable
from chalicelib.hourly import readings
from chalicelib.rules.weather import rooms
from chalicelib.rules.weather.judging import judge

HERE = "here"
_HERE = {"zh-Hans": "当地", "zh-Hant": "當地"}


@click.group(cls=Group, invoke_without_command=True)
@click.option("--file", "path", type=click.Path(path_type=Path), help="CSV, or CSV packed by gzip.")
@click.option("--region", help="A place of schedules/weather/regions.yaml, such as guangzhou or 北京.")
@click.pass_context
@pass_desk
def weather(desk: Desk, context: click.Context, path: Path | None, region: str | None) -> None:
    """What an hourly weather file says about floors, and which of its days would have been alerted.

    Columns are found by their header: time, temperature, dew point or humidity. Rows without them are
    left out and counted. Without a region, homes count as heated in winter if the coldest month is
    at most 0 °C, and rules that are of some provinces alone are left out.

    \b
    aftercare weather --file guangzhou.csv.gz --region guangzhou
    aftercare weather --file beijing.csv --json
    aftercare weather look guangzhou
    aftercare weather told --region guangzhou
    aftercare weather declare damp-floor guangzhou --from tomorrow --words "..."
    """
    if context.invoked_subcommand:
        return
    if path is None:
        raise click.UsageError("Name a file with --file, or one of look, told, declare, take-back.", context)
    named = _known(region) if region is not None else None
    read = readings.read(path.name, read_file(path), ZoneInfo(named.zone) if named else None)
    place = named or _unnamed(path, rooms.looks_heated(read.hours))
    judged = judge(read.hours, place, plans.climate().rules)
    desk.answer(facts(read, judged), in_words(read, judged))


@weather.command()
@click.argument("regions", nargs=-1, metavar="[REGION]...")
@pass_desk
def look(desk: Desk, regions: tuple[str, ...]) -> None:
    """What the weather of these regions (none: of all) is worth saying today, and what was declared.

    \b
    aftercare weather look guangzhou
    """
    from chalicelib.care.weather import declaring, looking  # the source and all that it needs

    climate = plans.climate()
    places = [_known(called) for called in regions] or list(climate.regions.values())
    found = looking.look([place.name for place in places], clock.now())
    said = {place.name: declaring.declared(place.name) for place in places}
    due = [alert_facts(alert, climate.regions[alert.worst.region]) for alert in found.due]
    value = {
        "due": due,
        "held": [alert_facts(alert, climate.regions[alert.worst.region]) for alert in found.held],
        "troubles": found.troubles,
        "declared": [_declaration(number, one) for own in said.values() for number, one in own],
        "credits": found.credits,
    }
    desk.answer(value, _look_in_words(value))


@weather.command()
@click.option("--region", help="Only what people there were told of.")
@click.option("--days", type=click.IntRange(1, 3660), default=366, show_default=True, help="How far back.")
@pass_desk
def told(desk: Desk, region: str | None, days: int) -> None:
    """Which alerts campaigns came by, with the numbers that made them, and how the last run went.

    \b
    aftercare weather told --region guangzhou
    """
    from chalicelib.care.weather import warning

    places = [_known(region).name] if region else list(plans.climate().regions)
    since = today() - timedelta(days=days)
    with desk.table():
        found = list(warning.told(places, since))
        last = warning.last_run()
    desk.answer({"told": [told_facts(row) for row in found], "last_run": last}, told_in_words(found, last))


def _look_in_words(value: dict[str, Any]) -> Iterator[str]:
    for alert in value["due"]:
        yield f"{span(alert['first'], alert['last'])}  {alert['rule']}: {alert['reason'][language()]}"
    if not value["due"]:
        yield "Nothing to tell today."
    for one in value["declared"]:
        days = span(one["first"], one["last"])
        yield f"declared {one['region']} {one['number']}: {one['rule']}, {days}: {one['words']}"
    yield from (f"{region}: {sentence}" for region, sentence in value["troubles"].items())
    yield from value["credits"]


def _declaration(number: int, said: Declared) -> dict[str, Any]:
    return {"number": number, **vars(said)}


@weather.command()
@click.argument("rule")
@click.argument("region")
@click.option("--from", "first", type=Day(), required=True, help="The first day.")
@click.option("--to", "last", type=Day(), help="The last day; the first alone where left out.")
@click.option("--words", required=True, help="What those who are told will read, in one line.")
@who
@pass_desk
def declare(desk: Desk, rule: str, region: str, first: date, last: date | None, words: str, who: str) -> None:
    """Say by hand what comes: the rule counts as met in that region, or in all of that province or country,
    on these days.

    \b
    aftercare weather declare damp-floor guangzhou --from tomorrow --words "回南天明天开始，请关好门窗"
    """
    from chalicelib.care.weather import declaring

    number = declaring.declare(rule, region, first, last or first, words, who, clock.now())
    places = [one.name for one in plans.climate().within(region)]
    back = f"aftercare weather take-back {places[0]} {number}"
    desk.answer(
        {"region": places[0], "number": number},
        [f"Declared for {', '.join(places)}. To take it back: {back}"],
    )


@weather.command("take-back")
@click.argument("region")
@click.argument("number", type=int)
@who
@pass_desk
def take_back(desk: Desk, region: str, number: int, who: str) -> None:
    """It counts no more. That it was declared, and who took it back, stays.

    \b
    aftercare weather take-back guangzhou 3
    """
    from chalicelib.care.weather import declaring

    declaring.take_back(region, number, who, clock.now())
    desk.answer({"region": _known(region).name, "number": number, "stands": False}, ["Taken back."])


def _known(called: str) -> Region:
    climate = plans.climate()
    if found := climate.find(called):
        return found
    known = ", ".join(climate.regions)
    raise Unreadable(
        f"There is no region {called!r} in schedules/weather/regions.yaml. Known: {known}. Add it there,"
        " or leave it out."
    )


def _unnamed(path: Path, heated: bool) -> Region:
    """The place of a file of which only its air is known: it bears the file's name, where that reads well."""
    shop = plans.shop_defaults()
    name = path.name.partition(".")[0]
    label = {language: _HERE.get(language, name) for language in shop.languages}
    return Region(HERE, label, (), HERE, HERE, shop.zone, 0.0, 0.0, heated)
