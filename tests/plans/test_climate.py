"""regions.yaml and alerts.yaml: the shipped ones, and mistakes refused with file, rule and mend."""

import subprocess
import sys
from zoneinfo import ZoneInfo

import pytest

from chalicelib import plans
from chalicelib.climate import MEASURES
from chalicelib.errors import BadPlan
from chalicelib.plans import weather
from chalicelib.plans.source import ROOT, Folder
from chalicelib.rules.weather.reckoning import MEASURED

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
BANNED = {"en": ("will rot",)}


def test_a_region_is_found_by_whatever_people_call_it() -> None:
    climate = plans.climate()
    for called in ("guangzhou", "Guangzhou", "广州", "廣州", "广州市", " 廣州市 "):
        found = climate.find(called)
        assert found
        assert found.name == "guangzhou"
    assert climate.find("Atlantis") is None


def test_the_shipped_regions_lie_where_they_should() -> None:
    for region in plans.climate().regions.values():
        assert ZoneInfo(region.zone)
        assert 0 < region.latitude < 54
        assert 70 < region.longitude < 136
        assert region.heated == (region.latitude > 34), region.name


def test_every_measure_can_be_measured() -> None:
    assert set(MEASURES) == set(MEASURED) | {"declared"}


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("alerts", "measure: dew_above_floor", "measure: dew_over_floor", "did you mean dew_above_floor"),
        ("alerts", "at_least: 0\n", "at_least: warm\n", "write a number from -1000 to 1000"),
        ("alerts", "at_least: 0\n", "at_least: 0\n    at_most: 3\n", "give either at_least or at_most"),
        ("alerts", "    at_least: 0\n", "", "give either at_least or at_most"),
        ("alerts", "hours: 6", "hours: 25", "1 to 24"),
        ("alerts", "hours: 6", "hours: 0", "at least 1"),
        ("alerts", "level: city", "level: street", "use one of city, country, province"),
        ("alerts", "lead: 2 days", "lead: 2 months", "write 0 to 14 days"),
        ("alerts", "lead: 2 days", "lead: -2 days", "write 0 to 14 days"),
        ("alerts", "season: 01-01 to 05-31", "season: 01-01 to 02-30", "two days of the year"),
        ("alerts", "season: 01-01 to 05-31", "season: spring", "two days of the year"),
        ("alerts", "cap: 8", "cap: 0", "at least 1"),
        ("alerts", "cap: 8", "cap: 8\n    often: yes", "there is no field 'often'"),
        ("alerts", "rule: damp-floor", "rule: Damp Floor", "small letters, digits and hyphens"),
        ("alerts", "rule: plum-rains", "rule: damp-floor", "there is another of that name"),
        ("alerts", "provinces: [shanghai", "provinces: [shangai", "did you mean shanghai"),
        ("alerts", "materials: [solid_wood, eng", "materials: [gold, eng", "use one of"),
        ("alerts", "{{ dew }} °C above", "{{ dw }} °C above", "there is no value 'dw'"),
        ("alerts", "{{ dew }} °C above", "{{ dew °C above", "cannot be read"),
        ("alerts", "floors may sweat", "floors will rot", "say it otherwise"),
        ("alerts", "measure: declared\n", "measure: declared\n    hours: 6\n", "leave it out: only a person"),
        ("alerts", "{{ gap }} mm", "{{ chasm }} mm", "there is no value 'chasm'"),
        (
            "alerts",
            "    board: {species: white_oak, width: 120, laid_at: 9}\n",
            "",
            "there is no value 'gap'",
        ),
        ("alerts", "species: white_oak", "species: balsa", "use one of"),
        ("alerts", "measure: wood_moisture", "measure: room_humidity", "shrinks by wood_moisture alone"),
        ("regions", "latitude: 23.13", "latitude: 123.13", "write a number from -90 to 90"),
        ("regions", "latitude: 23.13", "latitude: nan", "write a number from -90 to 90"),
        ("regions", "zone: Asia/Shanghai", "zone: Asia/Canton", "no IANA time zone"),
        ("regions", "names: [广州市", "names: [深圳, 广州市", "also belongs to"),
    ],
)
def test_a_mistake_is_refused_with_its_place_and_the_mend(
    folder: Folder, file: str, old: str, new: str, said: str
) -> None:
    path = folder.weather / f"{file}.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(BadPlan) as refusal:
        weather.read_climate(folder, LANGUAGES, BANNED)
    assert said in str(refusal.value)
    assert f"weather/{file}.yaml" in str(refusal.value)
    if file == "alerts":
        assert ", rule " in str(refusal.value)


def test_plan_check_tells_of_it(folder: Folder) -> None:
    path = folder.weather / "alerts.yaml"
    path.write_text(path.read_text().replace("hours: 6", "hours: many", 1))
    (sentence,) = plans.check_all(folder.weather.parent)
    assert "rule damp-floor: hours is 'many'; write a whole number" in sentence


def test_a_message_that_is_due_does_not_wait_for_the_weather() -> None:
    names = "weather", "climate", "hourly", "forecasts", "occasions", "lunar"
    script = (
        "import chalicelib.aws.drain, chalicelib.aws.tick, sys;"
        f"print([n for n in sys.modules if any(name in n for name in {names})])"
    )
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)
    assert loaded.stdout.strip() == "[]", loaded.stderr
