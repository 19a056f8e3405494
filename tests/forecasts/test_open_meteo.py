"""Open-Meteo: one request for each cell, kept for some hours, believed for some more, never beyond."""

import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from chalicelib import plans
from chalicelib.errors import NotConfigured, NoWeather
from chalicelib.forecasts.open_meteo import FORECAST, shape, wire
from chalicelib.forecasts.open_meteo.shape import Reply
from chalicelib.hourly import air
from chalicelib.settings import Settings
from tests.forecasts.benches import NOW, Bench
from tests.standins.server import Answer, wait_until

BENCH = pytest.mark.parametrize("bench", ["open_meteo"], indirect=True)
HOUR = timedelta(hours=1)
DOWN = Answer(503, b"")


@BENCH
def test_what_it_asks_for(bench: Bench) -> None:
    FORECAST.outlook(bench.settings, bench.region, NOW)
    (asked,) = bench.provider.asked
    query = {name: value[0] for name, value in parse_qs(asked.query).items()}
    assert asked.path == "/v1/forecast"
    assert query == {
        "latitude": "23.1", "longitude": "113.3", "timezone": "Asia/Shanghai", "past_days": "92",
        "hourly": "temperature_2m,relative_humidity_2m,dew_point_2m", "forecast_days": "7",
        "apikey": "k-31415",
    }  # fmt: skip


@BENCH
def test_neighbours_in_one_cell_share_a_request_and_others_do_not(bench: Bench) -> None:
    estate = replace(bench.region, name="estate", latitude=bench.region.latitude + 0.01)
    for region in (bench.region, estate, bench.region):
        assert FORECAST.outlook(bench.settings, region, NOW).hours
    assert bench.requests() == 1
    FORECAST.outlook(bench.settings, plans.climate().regions["foshan"], NOW)
    assert bench.requests() == 2


@BENCH
def test_it_is_asked_again_after_some_hours(bench: Bench) -> None:
    for after in (0, 2, 3, 4, 5):
        FORECAST.outlook(bench.settings, bench.region, bench.moves_to(NOW + after * HOUR))
    assert bench.requests() == 2


@BENCH
def test_while_it_is_down_the_last_word_counts_for_a_day_and_says_so(bench: Bench) -> None:
    FORECAST.outlook(bench.settings, bench.region, NOW)
    bench.provider.say(DOWN)
    outlook = FORECAST.outlook(bench.settings, bench.region, NOW + 20 * HOUR)
    assert outlook.hours
    assert outlook.known_at == NOW
    assert "503" in outlook.trouble
    assert "2012-02-12 12:20 (Asia/Shanghai)" in outlook.trouble


@BENCH
def test_down_for_two_days_it_is_believed_no_more(bench: Bench) -> None:
    FORECAST.outlook(bench.settings, bench.region, NOW)
    bench.provider.say(DOWN)
    with pytest.raises(NoWeather, match="too long ago to warn by"):
        FORECAST.outlook(bench.settings, bench.region, NOW + 48 * HOUR)


@BENCH
def test_back_again_it_says_nothing_of_the_trouble(bench: Bench) -> None:
    FORECAST.outlook(bench.settings, bench.region, NOW)
    bench.provider.say(DOWN)
    FORECAST.outlook(bench.settings, bench.region, NOW + 20 * HOUR)
    assert FORECAST.outlook(bench.settings, bench.region, bench.moves_to(NOW + 21 * HOUR)).trouble == ""


@BENCH
def test_hours_without_a_value_are_left_out(bench: Bench) -> None:
    bench.provider.holes = {5, 6}
    hours = FORECAST.outlook(bench.settings, bench.region, NOW).hours
    assert len(hours) == 99 * 24 - 2


@BENCH
def test_a_wrong_key_is_told_without_it(bench: Bench) -> None:
    wrong = bench.settings._replace(open_meteo_key="k-27182")
    with pytest.raises(NoWeather, match="401: The supplied API key is invalid") as error:
        FORECAST.outlook(wrong, bench.region, NOW)
    assert "27182" not in str(error.value)


@BENCH
def test_what_was_kept_and_cannot_be_read_is_asked_anew(bench: Bench, tmp_path: Path) -> None:
    FORECAST.outlook(bench.settings, bench.region, NOW)
    (kept,) = (tmp_path / "kept").rglob("*.kept")
    kept.write_bytes(b"application/json\n{")
    assert FORECAST.outlook(bench.settings, bench.region, NOW).hours
    assert bench.requests() == 2


@BENCH
def test_the_credit_that_its_licence_asks_for(bench: Bench) -> None:
    assert FORECAST.outlook(bench.settings, bench.region, NOW).credit == (
        "Weather data by Open-Meteo.com (CC BY 4.0)"
    )


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"open_meteo_host": "customer-api.open-meteo.com"}, "must begin with http"),
        ({"open_meteo_host": "https://customer-api.open-meteo.com"}, "set OPEN_METEO_KEY"),
    ],
)
def test_settings_that_cannot_work_are_refused(settings: dict[str, str], said: str) -> None:
    with pytest.raises(NotConfigured, match=said):
        FORECAST.outlook(Settings(**settings), plans.climate().regions["guangzhou"], NOW)


def test_hours_and_days_where_clocks_are_put_back() -> None:
    """The reply counts on with the offset of its first hour; the day is the wall clock's."""
    oslo = replace(plans.climate().regions["guangzhou"], zone="Europe/Oslo")
    times = ["2026-10-25T00:00", "2026-10-25T23:00", "2026-10-26T00:00"]
    values = {name: [8.0, 8.0, 8.0] for name in shape.VARIABLES}
    reply = Reply({"utc_offset_seconds": 7200, "hourly": {"time": times, **values}}, NOW)
    assert [hour.day for hour in shape.hours(reply, oslo)] == [date(2026, 10, 25)] * 3


def test_a_dew_point_that_is_missing_is_reckoned() -> None:
    hourly = {
        "time": ["2026-10-25T00:00"],
        "temperature_2m": [20],
        "relative_humidity_2m": [50],
        "dew_point_2m": [None],
    }
    reply = Reply({"utc_offset_seconds": 0, "hourly": hourly}, NOW)
    (hour,) = shape.hours(reply, plans.climate().regions["guangzhou"])
    assert hour.dew == pytest.approx(air.dew_point(20, 50))


def test_a_reply_with_real_observations() -> None:
    if not (place := os.environ.get("REFERENCE_DATA")):
        pytest.skip("REFERENCE_DATA names no folder: the recorded reply is not read")
    path = Path(place) / "weather" / "openmeteo_shape_guangzhou_2013-03-12.json"
    reply = Reply(json.loads(path.read_text()), datetime(2013, 3, 17, tzinfo=UTC))
    hours = shape.hours(reply, plans.climate().regions["guangzhou"])
    assert hours[0].day == date(2013, 3, 12)
    assert len(hours) >= 100


class Dripping:
    """A line that yields a byte now and then, each in time."""

    def read1(self, most: int) -> bytes:
        return b"{"


def test_an_answer_that_comes_byte_by_byte_is_not_waited_for_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wire, "PATIENCE", 10.0)
    seconds = count(0, 4)
    with pytest.raises(TimeoutError):
        wire._whole(Dripping(), lambda: float(next(seconds)))
    assert next(seconds) == 16


@BENCH
def test_headers_that_drip_are_not_waited_for_without_end(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "PATIENCE", 0.2)
    bench.provider.drip()
    with pytest.raises(NoWeather, match="TimeoutError"):
        FORECAST.outlook(bench.settings, bench.region, NOW)


@BENCH
def test_who_let_a_few_places_wait_is_not_asked_for_the_others_that_morning(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    FORECAST.outlook(bench.settings, bench.region, NOW)
    later, regions = NOW + 20 * HOUR, plans.climate().regions
    with monkeypatch.context() as hasty:
        hasty.setattr(wire, "PATIENCE", 0.2)
        for name in ("beijing", "shanghai", "wuhan"):
            bench.provider.drip()
            with pytest.raises(NoWeather):
                FORECAST.outlook(bench.settings, regions[name], later)
    wait_until(lambda: bench.requests() == 4)
    outlook = FORECAST.outlook(bench.settings, bench.region, later)
    assert outlook.known_at == NOW
    assert "could not be reached (TimeoutError)" in outlook.trouble
    with pytest.raises(NoWeather, match="TimeoutError"):
        FORECAST.outlook(bench.settings, regions["taipei"], later)
    assert bench.requests() == 4
    assert FORECAST.outlook(bench.settings, regions["taipei"], bench.moves_to(later + HOUR)).hours
