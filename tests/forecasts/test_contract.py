"""What every weather source promises, old or new: found by discovery, so that none escapes."""

import time
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from chalicelib import plugins
from chalicelib.errors import NotConfigured, NoWeather
from chalicelib.rules.timing import local_date
from chalicelib.settings import Settings
from tests.forecasts.benches import BENCHES, NOW, TROUBLES

SOURCES = plugins.discover("chalicelib.forecasts", "FORECAST")
EVERY = pytest.mark.parametrize(
    ("source", "bench"), [(SOURCES[name], name) for name in BENCHES], indirect=["bench"]
)
MEASURING = pytest.mark.parametrize(
    ("source", "bench"),
    [(source, name) for name, source in SOURCES.items() if source.measures],
    indirect=["bench"],
)
TROUBLED = pytest.mark.parametrize(
    ("source", "bench", "trouble"),
    [(SOURCES[name], name, trouble) for name in TROUBLES for trouble in TROUBLES[name]],
    indirect=["bench"],
)
# A file stays as it is until somebody mends it.
PASSING = pytest.mark.parametrize(
    ("source", "bench", "trouble"),
    [(SOURCES["open_meteo"], "open_meteo", trouble) for trouble in TROUBLES["open_meteo"]],
    indirect=["bench"],
)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_every_source_has_its_bench() -> None:
    assert set(SOURCES) == set(BENCHES) == set(TROUBLES), "give the new source a bench in benches.py"


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_its_settings_are_settings(source) -> None:
    assert set(source.needs) <= {field.upper() for field in Settings._fields}


@EVERY
def test_what_it_lacks_is_named(source, bench) -> None:
    if not source.needs:
        source.check(Settings())
        return
    with pytest.raises(NotConfigured) as refusal:
        source.outlook(Settings(), bench.region, NOW)
    assert all(need in str(refusal.value) for need in source.needs)


@EVERY
def test_what_it_has_is_enough(source, bench) -> None:
    source.check(bench.settings)
    outlook = source.outlook(bench.settings, bench.region, NOW)
    assert outlook.known_at == NOW
    assert outlook.trouble == ""
    assert bool(outlook.hours) == source.measures


@MEASURING
def test_hours_come_in_order_each_once_from_a_season_ago_to_a_week_ahead(source, bench) -> None:
    hours = source.outlook(bench.settings, bench.region, NOW).hours
    assert {after.number - before.number for before, after in pairwise(hours)} == {1}
    today = local_date(NOW, bench.region.zone)
    assert today - 93 * DAY <= hours[0].day <= today - 91 * DAY
    assert today + 6 * DAY <= hours[-1].day <= today + 8 * DAY


@MEASURING
def test_a_day_is_the_places_own(source, bench) -> None:
    days = [hour.day for hour in source.outlook(bench.settings, bench.region, NOW).hours]
    assert days.count(local_date(NOW, bench.region.zone)) == 24


@MEASURING
def test_every_hour_is_weather(source, bench) -> None:
    for hour in source.outlook(bench.settings, bench.region, NOW).hours:
        assert hour.dew <= hour.celsius
        assert 0 < hour.humidity <= 100


@TROUBLED
def test_trouble_is_a_sentence_in_good_time_and_never_weather(source, bench, trouble) -> None:
    TROUBLES[source.name][trouble](bench)
    began = time.monotonic()
    with pytest.raises(NoWeather) as error:
        source.outlook(bench.settings, bench.region, NOW)
    assert time.monotonic() - began < 10
    assert str(error.value).endswith(".")
    assert "k-31415" not in str(error.value)


@PASSING
def test_trouble_passes(source, bench, trouble) -> None:
    settings = bench.settings
    TROUBLES[source.name][trouble](bench)
    with pytest.raises(NoWeather):
        source.outlook(bench.settings, bench.region, NOW)
    assert source.outlook(settings, bench.region, NOW + HOUR).hours


@MEASURING
def test_a_place_beyond_its_knowledge_is_not_made_up(source, bench) -> None:
    nowhere = replace(bench.region, name="nowhere", latitude=123.0)
    with pytest.raises(NoWeather, match=r"nowhere|Latitude"):
        source.outlook(bench.settings, nowhere, NOW)
