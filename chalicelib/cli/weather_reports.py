"""What `weather` answers: facts for programs, words for people."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from chalicelib import plans
from chalicelib.cli.showing import columns
from chalicelib.climate import Region
from chalicelib.hourly.readings import Readings
from chalicelib.records.alerts import Alert as Told
from chalicelib.rules.weather import alerts, mould
from chalicelib.rules.weather.alerts import Alert
from chalicelib.rules.weather.judging import Judged

SPRING = (2, 3, 4)  # 回南天


def facts(read: Readings, judged: Judged) -> dict[str, Any]:
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
        "alerts": [alert_facts(alert, judged.region) for alert in judged.alerts],
    }  # fmt: skip


def alert_facts(alert: Alert, region: Region) -> dict[str, Any]:
    return {
        "rule": alert.rule,
        "area": alert.area,
        "first": alert.first,
        "last": alert.last,
        "tell_on": alert.tell_on,
        "held": alert.held,
        "reason": reasons(alert, region),
        "days": alert.numbers(),
    }


def reasons(alert: Alert, region: Region) -> dict[str, str]:
    rule = plans.climate().rule(alert.rule)
    assert rule, alert.rule
    return {language: alerts.sentence(rule, alert.worst, region, language) for language in rule.reason}


def in_words(read: Readings, judged: Judged) -> Iterator[str]:
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
    own = language()
    for alert in judged.alerts:
        if not alert.held:
            yield f"{span(alert.first, alert.last)}  {alert.rule}: {reasons(alert, judged.region)[own]}"
    held = Counter(alert.held for alert in judged.alerts if alert.held)
    yield from (f"{count} more held back ({why.replace('_', ' ')})." for why, count in held.items())


def told_facts(row: Told) -> dict[str, Any]:
    names = ("rule", "area", "told_on", "said", "days", "campaigns", "asked")
    return {"first": row.first_on, "last": row.last_on, **{name: getattr(row, name) for name in names}}


def told_in_words(rows: list[Told], last: dict[str, Any]) -> Iterator[str]:
    for row in sorted(rows, key=lambda row: (row.told_on, row.pk, row.sk)):
        days = span(row.first_on, row.last_on)
        yield f"{row.told_on}  {row.area}, {row.rule}, {days}: {row.said[language()]}"
        for campaign, why_not in row.campaigns.items():
            yield f"    {campaign}: {why_not or 'came'}"
        if not row.asked:
            yield "    No campaign has come by it yet."
    if not rows:
        yield "Nothing was told."
    yield from _last_run(last)


def _last_run(last: dict[str, Any]) -> Iterator[str]:
    if not last:
        yield "The weather was never looked at for campaigns yet."
        return
    places = ", ".join(last["regions"]) or "no region: no campaign that waits for weather may go"
    yield f"Last looked on {last['day']}, at {places}."
    yield from (f"{region}: {sentence}" for region, sentence in last["troubles"].items())


def span(first: date, last: date) -> str:
    return f"{first} to {last}" if last != first else f"{first}"


def language() -> str:
    shop = plans.shop_defaults()
    return "en" if "en" in shop.languages else shop.language
