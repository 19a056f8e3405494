"""The sample shop through a year of weather: its ledger is lived day by day, each morning the weather is
looked at, and the campaigns of the seasons warn. Half of the shop stands in Guangzhou, half in Beijing."""

import os
import shutil
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from chalicelib import jobs, samples
from chalicelib.care import imports
from chalicelib.care.campaigns import keeping, members
from chalicelib.records.campaigns import Occurrence
from chalicelib.records.customers import Customer
from chalicelib.records.memory import Memory
from chalicelib.records.table import Row, kept_apart
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules.ledgers import Ledger
from chalicelib.simulation import Report, Year
from tests.hourly.skies import csv, rows
from tests.journeys.test_weather import NORTH, SOUTH, WEATHERS

CHINA = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
MOVED = {"东莞店": "广州店", "珠海店": "广州店", "深圳店": "北京店"}
DRY = ("dry-heating", "first-heating")
DAMP = ("damp-floor", "mould-risk")


class Seasons(Year):
    """With the weather's job each morning, and its campaigns approved on the first day."""

    def _open(self, day: date) -> None:
        super()._open(day)
        if day == self.start:
            self._until(self.now + timedelta(minutes=5))
            for name in WEATHERS:
                self._approve(name)
        jobs.weather(self.now)

    def _approve(self, name: str) -> None:
        keeping.take_up(name, "marketing", self.now)
        keeping.check(name, self.now)
        self._until(self.now + timedelta(minutes=5))
        keeping.approve(name, "the manager", "", self.now)
        keeping.schedule(name, "marketing", self.now)


@dataclass
class Lived:
    """What the year came to. `warned`: by campaign and city, on which day how many people."""

    report: Report
    rows: list[Row]

    def of(self, kind: type) -> list:
        return [row for row in self.rows if type(row) is kind]

    def warned(self) -> dict[tuple[str, str], Counter[date]]:
        people = {row.id: row for row in self.of(Customer)}
        found: dict[tuple[str, str], Counter[date]] = defaultdict(Counter)
        for touch in self.of(Touchpoint):
            if touch.campaign and touch.sent_at:
                place = members._region(people[touch.owner])
                assert place
                found[touch.campaign, place.name][touch.sent_at.astimezone(CHINA).date()] += 1
        return found


def ledger_of(today: date) -> Ledger:
    """The sample's sales of the mainland, its stores moved, the last of them signed the day before."""
    text = samples.LEDGER.read_text(encoding="utf-8-sig")
    lines = [line for line in text.splitlines() if "灣仔店" not in line]
    for store, other in MOVED.items():
        lines = [line.replace(store, other) for line in lines]
    return samples.up_to(imports.read("ledger.csv", "\n".join(lines).encode()), today)


def a_year(start: date, days: int = 366) -> Lived:
    with kept_apart(Memory()) as memory:
        ledger = ledger_of(start + days // 2 * DAY)
        report = Seasons(ledger, imports.judge(ledger), start, days).play()
        return Lived(report, [Row.from_raw_data(item) for item in memory.items()])


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, own_files: Path, tmp_path: Path) -> Path:
    weather = tmp_path / "weather"
    weather.mkdir()
    monkeypatch.setenv("WEATHER_SOURCE", "recorded")
    monkeypatch.setenv("RECORDED_WEATHER", str(weather))
    return weather


def holds(lived: Lived) -> None:
    """Whatever the weather was."""
    assert lived.report.violations == []
    warned = lived.warned()
    assert {name for name, city in warned if city == "beijing"} <= set(DRY) | {"mould-risk"}
    assert {name for name, city in warned if city == "guangzhou"} <= set(DAMP)
    touches = [one for one in lived.of(Touchpoint) if one.campaign]
    assert len({one.key for one in touches}) == len(touches)
    for one in touches:
        assert one.state in ("sent", "skipped"), (one.key, one.state)
        assert one.values["reason"], "each can say which numbers made it come"
        assert one.state == "sent" or one.reason
    assert all(one.numbers and one.said for one in lived.of(Occurrence))
    assert not [one for one in lived.of(Task) if "天气没有读全" in one.title]


def owners_of(lived: Lived, campaign: str) -> set[str]:
    """What the warned own is of the materials that the campaign is for, as the shop's words tell it."""
    sales = {row.id: row for row in lived.rows if type(row).__name__ == "Sale"}
    found = set()
    for touch in lived.of(Touchpoint):
        if touch.campaign == campaign:
            found |= {line.get("series", "") for line in sales[touch.sale_id].lines}
    return found


def test_half_a_year_of_made_weather_warns_each_city_of_its_own(folder: Path) -> None:
    (folder / "guangzhou.csv").write_text(csv(rows(SOUTH, datetime(2025, 11, 1))))  # noqa: DTZ001
    (folder / "beijing.csv").write_text(csv(rows(NORTH, datetime(2025, 11, 1))))  # noqa: DTZ001
    lived = a_year(date(2026, 1, 1), 160)
    holds(lived)
    warned = lived.warned()
    days = {name: sorted(found) for name, found in warned.items()}
    assert days["damp-floor", "guangzhou"] == [date(2026, 2, 9), date(2026, 3, 5)]
    assert days["dry-heating", "beijing"] == [date(2026, 1, 1)]
    # Plastic boards neither swell nor shrink; what nobody knows the material of is warned to be safe.
    assert "SPC石塑" not in owners_of(lived, "damp-floor") | owners_of(lived, "dry-heating")
    assert {"实木", "实木复合"} <= owners_of(lived, "damp-floor") | owners_of(lived, "dry-heating")


@pytest.mark.skipif(not os.environ.get("REFERENCE_DATA"), reason="REFERENCE_DATA names no folder")
def test_the_year_2012_as_it_was(folder: Path) -> None:
    for path in (Path(os.environ["REFERENCE_DATA"]) / "weather").glob("*.csv.gz"):
        shutil.copy(path, folder)
    lived = a_year(date(2012, 1, 1))
    holds(lived)
    days = {name: sorted(found) for name, found in lived.warned().items()}
    assert date(2012, 2, 10) in days["damp-floor", "guangzhou"], (
        "two days before the damp of 12 to 15 February"
    )
    assert days["first-heating", "beijing"] == [date(2012, 11, 1)]
    assert ("damp-floor", "beijing") not in days
