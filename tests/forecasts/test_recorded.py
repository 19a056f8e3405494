"""Weather from files: the region's own, in its own time, read again when it changes."""

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chalicelib import plans
from chalicelib.errors import NoWeather
from chalicelib.forecasts.recorded import FORECAST
from chalicelib.settings import Settings
from tests.hourly.skies import Sky, csv, rows

START = datetime(2012, 2, 1)  # noqa: DTZ001 - files have local time
NOW = datetime(2012, 2, 5, tzinfo=UTC)


def written(days: int = 10) -> str:
    return csv(rows((Sky(days, 15, 70),), START))


def hours(folder: Path, region: str = "guangzhou", now: datetime = NOW) -> int:
    return len(
        FORECAST.outlook(Settings(recorded_weather=str(folder)), plans.climate().regions[region], now).hours
    )


@pytest.mark.parametrize("name", ["guangzhou.csv", "Guangzhou.CSV.gz", "guangzhou_2012-2015.csv.gz"])
def test_the_file_that_begins_with_the_regions_name(tmp_path: Path, name: str) -> None:
    content = written().encode()
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    (tmp_path / "guangzhouwan.csv").write_text("not this one")
    assert hours(tmp_path) == 240


def test_another_regions_file_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "guangzhou.csv").write_text(written())
    with pytest.raises(NoWeather, match="no file for foshan"):
        hours(tmp_path, "foshan")


def test_new_rows_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "guangzhou.csv"
    path.write_text(written(5))
    assert hours(tmp_path) == 120
    path.write_text(written(6))
    assert hours(tmp_path) == 144


def test_a_station_that_fell_silent_is_no_forecast(tmp_path: Path) -> None:
    (tmp_path / "guangzhou.csv").write_text(written(3))
    ends = datetime(2012, 2, 3, 15, tzinfo=UTC)  # 23:00 in Guangzhou
    assert hours(tmp_path, now=ends + timedelta(hours=12))
    with pytest.raises(NoWeather, match="Add newer rows"):
        hours(tmp_path, now=ends + timedelta(hours=13))
