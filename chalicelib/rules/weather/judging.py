"""The weather of one place, judged as a whole: its days, and the alerts they would have raised."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.climate import AlertRule, Outlook, Region
from chalicelib.hourly import Hour
from chalicelib.rules.weather import alerts, reckoning
from chalicelib.rules.weather.alerts import Alert, Met
from chalicelib.rules.weather.reckoning import Day, Sensed


@dataclass(frozen=True)
class Judged:
    region: Region
    days: tuple[Day, ...]
    alerts: tuple[Alert, ...]

    @property
    def damp_days(self) -> list[date]:
        return [day.on for day in self.days if day.is_damp]


def judge(hours: Iterable[Hour], region: Region, rules: Iterable[AlertRule]) -> Judged:
    by_day = list(reckoning.by_day(reckoning.sense(hours, region.heated)))
    raised = [
        alert
        for rule in rules
        for alert in alerts.alerts(rule, _met(rule, region, by_day), {region.name: region})
    ]
    return Judged(
        region,
        tuple(reckoning.summed(day, sensed) for day, sensed in by_day),
        tuple(sorted(raised, key=lambda alert: (alert.first, alert.rule))),
    )


def days_met(outlook: Outlook, region: Region, rules: Iterable[AlertRule]) -> dict[str, list[Met]]:
    """By rule: the days that meet it, as measured and forecast, or as declared."""
    by_day = list(reckoning.by_day(reckoning.sense(outlook.hours, region.heated)))
    return {
        rule.name: _met(rule, region, by_day) + alerts.declared(rule, region, outlook.declared)
        for rule in rules
    }


def _met(rule: AlertRule, region: Region, by_day: Sequence[tuple[date, list[Sensed]]]) -> list[Met]:
    found = (alerts.met(rule, region, day, sensed) for day, sensed in by_day)
    return [one for one in found if one]
