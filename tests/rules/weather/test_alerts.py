"""Which days are worth a word, to whom, how often; and what is said of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib import plans
from chalicelib.climate import AlertRule, Declared, Region, Season
from chalicelib.hourly import readings
from chalicelib.rules.weather import alerts
from chalicelib.rules.weather.alerts import Met, Told
from chalicelib.rules.weather.judging import Judged, judge
from tests.hourly.skies import DAMP_SPRING, NORTHERN_WINTER, Sky, csv, rows

FEBRUARY = datetime(2012, 2, 1)  # noqa: DTZ001 - files have local time
DAY = timedelta(days=1)
NOON = datetime(2012, 3, 9, 4, tzinfo=UTC)


def judged(skies: Iterable[Sky], region: str, start: datetime = FEBRUARY) -> Judged:
    climate = plans.climate()
    read = readings.read("x.csv", csv(rows(skies, start)).encode())
    return judge(read.hours, climate.regions[region], climate.rules)


def rule(**other: object) -> AlertRule:
    known = plans.climate().rule("damp-floor")
    assert known
    return replace(known, **{"season": Season(), **other})


def region(name: str) -> Region:
    return plans.climate().regions[name]


def met(on: date, hours: int = 12, region: str = "guangzhou") -> Met:
    return Met(on, region, hours, 1.0, 18.0, 17.0, 20.0, 90.0)


def raised(days: Iterable[Met], told: Iterable[Told] = (), **other: object) -> list[alerts.Alert]:
    return alerts.alerts(rule(**other), days, plans.climate().regions, told)


def test_a_damp_spring_is_one_alert_with_the_numbers_that_made_it() -> None:
    spring = judged(DAMP_SPRING, "guangzhou")
    (damp,) = [alert for alert in spring.alerts if alert.rule == "damp-floor"]
    assert [day.on for day in damp.days] == spring.damp_days == [date(2012, 2, n) for n in (11, 12, 13, 14)]
    assert damp.tell_on == date(2012, 2, 9)
    assert damp.worst.dew >= damp.worst.floor
    assert damp.worst.hours == 24
    said = alerts.sentence(rule(), damp.worst, region("guangzhou"), "en")
    numbers = f"dew point {damp.worst.dew:.1f} °C above the floor's {damp.worst.floor:.1f} °C for 24 h"
    assert said.startswith(numbers)
    assert "Saturday 11 February in Guangzhou" in said


def test_a_file_s_first_hours_warn_of_no_floor_that_nobody_knows() -> None:
    """It begins as warm as its first night: any morning's mist would stand on it."""
    mist = (Sky(2, 14, 96, 1.5), Sky(20, 14, 60))
    assert judged(mist, "guangzhou").alerts == ()
    assert judged(mist, "guangzhou").damp_days == []
    known = judged((Sky(5, 8, 60), *mist), "guangzhou")
    assert [alert.rule for alert in known.alerts] == ["damp-floor"]


@pytest.mark.parametrize("measure", ["dew_above_floor", "floor_humidity"])
@pytest.mark.parametrize("at_least", [True, False])
def test_a_floor_that_nobody_knows_meets_no_rule(measure: str, at_least: bool) -> None:
    unsure = readings.read("x.csv", csv(rows([Sky(1, 14, 60)], FEBRUARY)).encode()).hours
    either = [rule(measure=measure, at_least=at_least, limit=limit, hours=1) for limit in (-99.0, 199.0)]
    assert judge(unsure, region("guangzhou"), either).alerts == ()


@pytest.mark.parametrize(
    ("place", "comes"),
    [
        ("shanghai", True), ("hangzhou", True), ("wuhan", True), ("taipei", True),
        ("guangzhou", False), ("hong-kong", False), ("chengdu", False), ("singapore", False),
        ("beijing", False),
    ],
)  # fmt: skip
def test_plum_rains_come_only_where_people_know_them(place: str, comes: bool) -> None:
    """The same damp June everywhere."""
    june = judged((Sky(20, 24, 70), Sky(12, 25, 96, 1.0)), place, datetime(2012, 6, 1))  # noqa: DTZ001
    assert ("plum-rains" in [alert.rule for alert in june.alerts]) == comes


def test_every_rule_says_its_reason_in_every_language() -> None:
    for one in plans.climate().rules:
        for language in plans.shop_defaults().languages:
            said = alerts.sentence(one, met(date(2012, 2, 13)), region("guangzhou"), language)
            assert region("guangzhou").label[language] in said
            assert "{" not in said


def test_a_heated_winter_is_dry_and_an_unheated_one_is_not() -> None:
    for place, rules in (("beijing", {"dry-heating"}), ("shanghai", set())):
        found = judged(NORTHERN_WINTER, place, datetime(2012, 1, 1))  # noqa: DTZ001
        assert {alert.rule for alert in found.alerts} == rules


def test_a_dry_winter_names_by_how_much_a_board_would_shrink() -> None:
    (alert,) = judged(NORTHERN_WINTER, "beijing", datetime(2012, 1, 1)).alerts  # noqa: DTZ001
    dry = plans.climate().rule("dry-heating")
    assert dry
    gap = 120 * 0.00365 * (9 - alert.worst.value)
    assert gap > 1
    said = alerts.sentence(dry, alert.worst, region("beijing"), "en")
    assert f"a solid oak board of 120 mm shrinks by up to some {gap:.1f} mm" in said


def test_fog_is_not_what_counts() -> None:
    """Humidity of 95 % over a floor that is as warm raises no alert."""
    assert not judged([Sky(20, 15, 95, 0.3)], "guangzhou").damp_days


def test_days_in_a_row_are_one_alert_and_a_dry_day_parts_them() -> None:
    first = date(2012, 3, 1)
    found = raised([met(first), met(first + DAY), met(first + 3 * DAY)])
    assert [(alert.first, alert.last) for alert in found] == [
        (first, first + DAY),
        (first + 3 * DAY, first + 3 * DAY),
    ]


def test_cool_down_counts_from_the_last_day_of_what_was_told() -> None:
    first = date(2012, 3, 1)
    days = [met(first), met(first + 9 * DAY), met(first + 10 * DAY), met(first + 20 * DAY)]
    held = [alert.held for alert in raised(days, cool_down=9 * DAY)]
    assert held == ["", "cool_down", ""]


def test_the_cap_is_for_each_season() -> None:
    days = [met(date(2012, 1, 1) + 20 * n * DAY) for n in range(4)] + [met(date(2013, 2, 1))]
    assert [alert.held for alert in raised(days, cap=2)] == ["", "", "cap", "cap", ""]


def test_a_season_over_new_year_is_one() -> None:
    days = [met(date(2012, 12, 1)), met(date(2013, 1, 15)), met(date(2013, 2, 28)), met(date(2013, 11, 20))]
    found = raised(days, cap=2, season=Season((11, 15), (3, 15)))
    assert [alert.held for alert in found] == ["", "", "cap", ""]


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2012, 11, 14), False),
        (date(2012, 11, 15), True),
        (date(2012, 2, 29), True),
        (date(2012, 3, 16), False),
    ],
)
def test_both_ends_belong_to_a_season(day: date, held: bool) -> None:
    assert Season((11, 15), (3, 15)).holds(day) == held


def test_asked_again_nothing_is_told_twice_even_if_the_forecast_has_moved() -> None:
    first = date(2012, 3, 10)
    (alert,) = raised([met(first), met(first + DAY)])
    for moved in (-3, -1, 0, 2):
        again = raised([met(first + moved * DAY), met(first + (moved + 1) * DAY)], told=[alert.told()])
        assert [one.held for one in again] == ["cool_down"]


def test_what_a_person_declares_is_told_soon_after_another_but_not_twice() -> None:
    first = date(2012, 3, 10)
    said = Declared("damp-floor", "guangzhou", first, first + DAY, "It is back", "Ling", NOON)
    days = alerts.declared(rule(), region("guangzhou"), [said])
    before = Told("damp-floor", "guangzhou", first - 4 * DAY, first - 3 * DAY)
    (alert,) = raised(days, [before])
    assert alert.held == ""
    assert [one.held for one in raised(days, [before, alert.told()])] == ["cool_down"]
    assert [one.held for one in raised([met(first)], [before])] == ["cool_down"]


def test_what_was_told_elsewhere_or_of_another_rule_holds_nothing_back() -> None:
    first = date(2012, 3, 10)
    told = [Told("damp-floor", "foshan", first, first), Told("plum-rains", "guangzhou", first, first)]
    assert [one.held for one in raised([met(first)], told)] == [""]


def test_what_was_over_before_anybody_looked_holds_nothing_back() -> None:
    first = date(2012, 3, 10)
    days = [met(first), met(first + 3 * DAY)]
    found = alerts.alerts(rule(), days, plans.climate().regions, since=first + 3 * DAY)
    assert [(one.first, one.held) for one in found] == [(first + 3 * DAY, "")]
    assert [one.held for one in raised(days)] == ["", "cool_down"]


def test_it_is_told_from_the_lead_on_until_it_is_over() -> None:
    first = date(2012, 3, 10)
    (alert,) = raised([met(first), met(first + DAY)], lead=2 * DAY)
    due = [n for n in range(-5, 5) if alert.is_due(first + n * DAY)]
    assert due == [-2, -1, 0, 1]


def test_a_province_has_one_alert_by_its_worst_city() -> None:
    first = date(2012, 3, 10)
    days = [met(first, 8), met(first, 20, "foshan"), met(first + DAY, 9), met(first, 9, "nanning")]
    guangdong, guangxi = raised(days, level="province")
    assert (guangdong.area, guangxi.area) == ("guangdong", "guangxi")
    assert [(one.region, one.hours) for one in guangdong.days] == [("foshan", 20), ("guangzhou", 9)]


def test_a_rule_for_heated_homes_leaves_others_alone() -> None:
    south = judged([Sky(20, -1, 40)], "shanghai", datetime(2012, 11, 20))  # noqa: DTZ001
    north = judged([Sky(20, -1, 40)], "beijing", datetime(2012, 11, 20))  # noqa: DTZ001
    assert not south.alerts
    assert {"first-heating", "dry-heating"} == {alert.rule for alert in north.alerts}
