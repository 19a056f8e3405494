"""Once a morning: what the weather is worth saying is kept with its numbers, and campaigns come by it.

An alert is kept before any campaign hears of it. After a crash in between, the next run asks those that
are left; none is asked twice.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib import plans, retold, words
from chalicelib.care import effects
from chalicelib.care.weather import looking
from chalicelib.climate import LEVELS, AlertRule
from chalicelib.effects import OpenTask
from chalicelib.plans import saying
from chalicelib.records import alerts as kept
from chalicelib.records.alerts import Alert
from chalicelib.records.switches import Switch
from chalicelib.rules.weather import alerts
from chalicelib.rules.weather.alerts import Listener, Told

# A rule's cap counts a season, which may run over New Year.
SEASON = timedelta(days=366)
NOTE = "weather"


def warn(listeners: Sequence[Listener], now: datetime) -> int:
    """How many alerts were passed on. Run again on the same day it finds nothing new."""
    today = effects.shop_day(now)
    regions = sorted({name for one in listeners for name in one.regions})
    earlier = list(told(regions, today - SEASON))
    look = looking.look(regions, now, _heard(earlier, listeners))
    new = [_keep(alert, today) for alert in look.due if any(_hears(one, alert) for one in listeners)]
    left = [row for row in earlier if not row.asked and row.last_on >= today]
    for row in (*left, *new):
        _pass_on(row, listeners, now)
    if look.troubles:
        _ask_for_help(look.troubles, today, now)
    _note(regions, new, look.troubles, today, now)
    return len(left) + len(new)


def told(regions: Iterable[str], since: date) -> Iterator[Alert]:
    """What people in these regions were told of since, be it for their city, province or country."""
    places = [plans.climate().regions[name] for name in regions]
    for area in sorted({place.area(level) for place in places for level in LEVELS}):
        yield from kept.of_area(area, since)


def _heard(earlier: Iterable[Alert], listeners: Iterable[Listener]) -> set[Told]:
    """By an alert, or because somebody said so: for those who get the message it is the same."""
    by_alert = {Told(row.rule, row.area, row.first_on, row.last_on) for row in earlier}
    return by_alert.union(*(one.came for one in listeners))


def _hears(one: Listener, alert: alerts.Alert | Alert) -> bool:
    regions = plans.climate().regions
    return one.rule.name == alert.rule and any(
        regions[name].area(one.rule.level) == alert.area for name in one.regions
    )


def _keep(alert: alerts.Alert, today: date) -> Alert:
    rule = plans.climate().rule(alert.rule)
    assert rule, alert.rule
    row = Alert(
        *Alert.at(alert.area, alert.first, alert.rule), rule=alert.rule, first_on=alert.first,
        last_on=alert.last, told_on=today, said=_said(rule, alert), days=alert.numbers(),
    )  # fmt: skip
    return row if row.create() else (Alert.find(row.pk, row.sk, consistent=True) or row)


def _said(rule: AlertRule, alert: alerts.Alert) -> dict[str, str]:
    region = plans.climate().regions[alert.worst.region]
    return {language: alerts.sentence(rule, alert.worst, region, language) for language in rule.reason}


def _pass_on(row: Alert, listeners: Iterable[Listener], now: datetime) -> None:
    answers = {
        one.name: one.come(row.area, row.first_on, row.said, row.days, now)
        for one in listeners
        if _hears(one, row)
    }
    row.change([Alert.campaigns.set(answers), Alert.asked.set(True)])


def _ask_for_help(troubles: dict[str, str], today: date, now: datetime) -> None:
    """Of somebody who runs the house: one task a day, however many regions and runs."""
    title = saying.asked("weather-unknown", lambda language: _unknown(troubles, language))
    effects.open_task(OpenTask("fix", days=0, urgent=True), "", title, now, reason=f"weather {today}")


def _unknown(troubles: dict[str, str], language: str) -> words.Values:
    labels = (plans.climate().regions[name].label[language] for name in sorted(troubles))
    why = saying.said_in(language, min(troubles.values()))
    return {"places": words.listing(language, labels), "why": why}


def _note(regions: list[str], new: list[Alert], troubles: dict[str, str], today: date, now: datetime) -> None:
    """How the last run went, for those who ask whether everything is well."""
    sentences = {name: retold.kept(why) for name, why in troubles.items()}
    found = {"day": today.isoformat(), "regions": regions, "told": len(new), "troubles": sentences}
    Switch(*Switch.at(NOTE), value=found, who="the clock", at_moment=now).save()


def last_run() -> dict[str, Any]:
    """{"day", "regions" looked at, "told": how many alerts were new, "troubles": {region: sentence}}."""
    found = Switch.read(NOTE)
    sentences = {name: retold.told(why) for name, why in found.get("troubles", {}).items()}
    return {**found, "troubles": sentences} if found else {}
