"""Four real years in Guangzhou and Beijing give what was found when the criterion was fixed."""

import os
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from functools import cache
from pathlib import Path

import pytest

from chalicelib import plans
from chalicelib.care.weather import looking
from chalicelib.hourly import readings
from chalicelib.rules.weather.alerts import Told
from chalicelib.rules.weather.judging import Judged, judge

SPRING = (2, 3, 4)
DAY, EIGHT = timedelta(days=1), clock_time(0)  # 00:00 UTC is eight in both cities


@cache
def four_years(city: str) -> Judged:
    if not (place := os.environ.get("REFERENCE_DATA")):
        pytest.skip("REFERENCE_DATA names no folder: the reference weather is not compared")
    file = Path(place) / "weather" / f"{city}_2012-2015.csv.gz"
    climate = plans.climate()
    return judge(readings.read(file.name, file.read_bytes()).hours, climate.regions[city], climate.rules)


def springs(judged: Judged) -> list[int]:
    found = Counter(day.year for day in judged.damp_days if day.month in SPRING)
    return [found[year] for year in range(2012, 2016)]


def alerted(judged: Judged, rule: str) -> set[date]:
    return {day.on for alert in judged.alerts if alert.rule == rule for day in alert.days}


def test_guangzhou_has_117_damp_days_most_of_them_in_spring() -> None:
    guangzhou = four_years("guangzhou")
    assert len(guangzhou.damp_days) == pytest.approx(117, abs=6)
    assert springs(guangzhou) == [pytest.approx(days, abs=2) for days in (30, 24, 11, 10)]


def test_beijing_has_next_to_none() -> None:
    assert sum(springs(four_years("beijing"))) <= 1


def test_the_days_that_guangdongs_observatory_announced_in_2012_are_alerted_and_the_next_is_not() -> None:
    days = alerted(four_years("guangzhou"), "damp-floor")
    assert {date(2012, 2, n) for n in (12, 13, 14, 15)} <= days
    assert date(2012, 2, 16) not in days
    hours = {day.on: day.condensation_hours for day in four_years("guangzhou").days}
    assert [hours[date(2012, 2, n)] for n in (12, 13, 14, 15, 16)] == [8, 20, 24, 24, 0]


def test_a_humidity_rule_would_miss_the_14th_of_february() -> None:
    """That day's humidity was 81 % on average; only the floor tells."""
    assert date(2012, 2, 14) in four_years("guangzhou").damp_days


def test_january_is_dry_in_beijing_and_not_in_guangzhou() -> None:
    beijing = four_years("beijing")
    januaries = [day.emc_percent for day in beijing.days if day.on.month == 1]
    assert sum(januaries) / len(januaries) == pytest.approx(4.5, abs=0.6)
    assert any(day.month == 1 for day in alerted(beijing, "dry-heating"))
    assert not alerted(four_years("guangzhou"), "dry-heating")


@pytest.mark.parametrize(("city", "low", "high"), [("guangzhou", 1.1, 4.1), ("beijing", 0.03, 0.41)])
def test_the_mould_index_tells_the_climates_apart(city: str, low: float, high: float) -> None:
    """Highest of each year on the ventilated floor, class sensitive, decline 0.5."""
    for year in range(2012, 2016):
        top = max(day.mould_index for day in four_years(city).days if day.on.year == year)
        assert low <= top <= high


def test_no_year_of_guangzhou_tells_of_damp_more_often_than_the_cap() -> None:
    told = [one for one in four_years("guangzhou").alerts if one.rule == "damp-floor" and not one.held]
    cap = next(rule.cap for rule in plans.climate().rules if rule.name == "damp-floor")
    assert max(Counter(alert.first.year for alert in told).values()) <= cap


def told_from_files(monkeypatch: pytest.MonkeyPatch, city: str, first: date, last: date) -> list[Told]:
    """Looks each morning at the recorded weather as if it were the forecast, and remembers."""
    monkeypatch.setenv("WEATHER_SOURCE", "recorded")
    monkeypatch.setenv("RECORDED_WEATHER", str(Path(os.environ["REFERENCE_DATA"]) / "weather"))
    told: list[Told] = []
    for n in range((last - first).days + 1):
        now = datetime.combine(first + n * DAY, EIGHT, UTC)
        look = looking.look([city], now, told)
        assert not look.troubles
        told += [alert.told() for alert in look.due]
    return told


@pytest.mark.skipif(not os.environ.get("REFERENCE_DATA"), reason="REFERENCE_DATA names no folder")
def test_day_by_day_guangzhou_hears_of_the_damp_before_it_comes_and_beijing_of_dry_air(
    monkeypatch: pytest.MonkeyPatch, own_files: Path
) -> None:
    south = told_from_files(monkeypatch, "guangzhou", date(2012, 2, 1), date(2012, 3, 4))
    assert {one.rule for one in south} == {"damp-floor"}
    assert [one.first for one in south] == [
        date(2012, 2, 5),
        date(2012, 2, 12),
        date(2012, 2, 21),
        date(2012, 3, 1),
    ]
    north = told_from_files(monkeypatch, "beijing", date(2013, 1, 1), date(2013, 1, 20))
    assert [one.rule for one in north] == ["dry-heating"]
