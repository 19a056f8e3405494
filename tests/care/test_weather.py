"""What the weather of our regions is worth saying, day after day, with a source that may fail."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from chalicelib import plans
from chalicelib.care.weather import declaring, looking
from chalicelib.errors import BadInput, NotFound
from chalicelib.rules.weather import alerts
from chalicelib.rules.weather.alerts import Told
from tests.hourly.skies import DAMP_SPRING, csv, rows
from tests.standins.open_meteo import KEY, OpenMeteo
from tests.standins.server import Answer

START = datetime(2012, 2, 1)  # noqa: DTZ001 - files have local time
MORNING = datetime(2012, 2, 1, 0, 30, tzinfo=UTC)  # half past eight in Guangzhou
DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("own_files")
SPRING = {at: (celsius, humidity) for at, celsius, _, humidity in rows(DAMP_SPRING, START)}


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "guangzhou.csv").write_text(csv(rows(DAMP_SPRING, START)))
    monkeypatch.setenv("WEATHER_SOURCE", "recorded")
    monkeypatch.setenv("RECORDED_WEATHER", str(tmp_path))


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenMeteo]:
    """Dry until the damp comes on 11 February; nothing is known before 1 February."""
    with OpenMeteo(lambda: provider.today, lambda at: SPRING.get(at, (9.0, 60.0))) as provider:
        provider.today = MORNING
        monkeypatch.setenv("WEATHER_SOURCE", "open_meteo")
        monkeypatch.setenv("OPEN_METEO_HOST", provider.url)
        monkeypatch.setenv("OPEN_METEO_KEY", KEY)
        yield provider


def told_by_day(days: int, provider: OpenMeteo | None = None) -> dict[date, list[str]]:
    """Looks each morning and remembers what was told."""
    told: list[Told] = []
    by_day = {}
    for n in range(days):
        now = MORNING + n * DAY
        if provider:
            provider.today = now
        due = looking.look(["guangzhou"], now, told).due
        told += [alert.told() for alert in due]
        by_day[now.date()] = [alert.rule for alert in due]
    return {day: rules for day, rules in by_day.items() if rules}


@pytest.mark.usefixtures("recorded")
def test_a_damp_spell_is_told_once_two_days_before_it_comes() -> None:
    assert told_by_day(16) == {date(2012, 2, 9): ["damp-floor"]}


def test_from_a_forecast_it_is_the_same(provider: OpenMeteo) -> None:
    assert told_by_day(16, provider) == {date(2012, 2, 9): ["damp-floor"]}
    assert len(provider.asked) == 16


def test_it_tells_the_numbers_and_the_credit(provider: OpenMeteo) -> None:
    provider.today = MORNING + 9 * DAY
    look = looking.look(["guangzhou"], provider.today)
    (alert,) = look.due
    climate = plans.climate()
    rule = climate.rule("damp-floor")
    assert rule
    said = alerts.sentence(rule, alert.worst, climate.regions["guangzhou"], "zh-Hans")
    assert f"露点{alert.worst.dew:.1f}°C，高于地面温度{alert.worst.floor:.1f}°C，约24小时" in said
    assert look.credits == ("Weather data by Open-Meteo.com (CC BY 4.0)",)


def test_who_begins_in_the_middle_of_a_spell_still_tells_it(provider: OpenMeteo) -> None:
    """What was over before nobody heard of it holds nothing back."""
    provider.today = MORNING + 12 * DAY
    assert [alert.rule for alert in looking.look(["guangzhou"], provider.today).due] == ["damp-floor"]


def test_down_for_two_days_it_tells_trouble_and_nothing_false(provider: OpenMeteo) -> None:
    provider.today = MORNING + 6 * DAY
    looking.look(["guangzhou"], provider.today)
    for _ in range(4):
        provider.say(Answer(503))
    soon = looking.look(["guangzhou"], MORNING + 7 * DAY)
    assert "What is known of guangzhou is from 2012-02-07" in soon.troubles["guangzhou"]
    late = looking.look(["guangzhou"], MORNING + 9 * DAY)
    assert late.due == ()
    assert "too long ago to warn by" in late.troubles["guangzhou"]


def test_one_region_without_weather_does_not_silence_another(recorded: None) -> None:
    look = looking.look(["foshan", "guangzhou"], MORNING + 9 * DAY)
    assert [alert.area for alert in look.due] == ["guangzhou"]
    assert "no file for foshan" in look.troubles["foshan"]


def test_what_a_person_declares_is_told_in_that_persons_words() -> None:
    today = date(2012, 6, 1)
    now = datetime(2012, 6, 1, 2, tzinfo=UTC)
    declaring.declare("damp-floor", "广州", today + DAY, today + 3 * DAY, "回南天明天开始", "阿玲", now)
    (alert,) = looking.look(["guangzhou"], now).due
    assert (alert.first, alert.last) == (today + DAY, today + 3 * DAY)
    climate = plans.climate()
    rule = climate.rule("damp-floor")
    assert rule
    assert alerts.sentence(rule, alert.worst, climate.regions["guangzhou"], "en") == "回南天明天开始"
    assert alert.worst.declared
    assert alert.worst.declared.who == "阿玲"


def test_a_declaration_counts_while_the_source_is_down(provider: OpenMeteo) -> None:
    today = MORNING.date()
    declaring.declare("damp-floor", "guangzhou", today, today, "Floors sweat today", "Ling", MORNING)
    provider.say(Answer(503))
    look = looking.look(["guangzhou"], MORNING)
    assert [alert.rule for alert in look.due] == ["damp-floor"]
    assert "guangzhou" in look.troubles


def test_a_typhoon_is_only_ever_declared() -> None:
    now = datetime(2012, 8, 1, 2, tzinfo=UTC)
    declaring.declare("typhoon", "香港", now.date() + DAY, now.date() + DAY, "十號風球", "Ling", now)
    assert [alert.rule for alert in looking.look(["hong-kong", "guangzhou"], now).due] == ["typhoon"]


def test_a_declaration_can_be_taken_back() -> None:
    today = MORNING.date()
    number = declaring.declare("damp-floor", "guangzhou", today, today, "Floors sweat", "Ling", MORNING)
    declaring.take_back("广州", number, "Ling", MORNING)
    assert looking.look(["guangzhou"], MORNING).due == ()
    with pytest.raises(NotFound):
        declaring.take_back("guangzhou", number, "Ling", MORNING)


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        ({"rule": "frogs"}, NotFound, "Known: damp-floor"),
        ({"region": "Atlantis"}, NotFound, "Known: guangzhou"),
        ({"last": date(2012, 1, 31), "first": date(2012, 2, 2)}, BadInput, "before it begins"),
        ({"first": date(2012, 1, 1), "last": date(2012, 1, 31)}, BadInput, "is over"),
        ({"last": date(2012, 12, 31)}, BadInput, "more than anybody can foresee"),
        ({"words": "  "}, BadInput, "Say in one line"),
        ({"words": "x" * 301}, BadInput, "Say in one line"),
        ({"words": "one\nBcc: two"}, BadInput, "Say in one line"),
    ],
)
def test_a_declaration_that_cannot_be_is_refused(change: dict, error: type[Exception], said: str) -> None:
    usual = {
        "rule": "damp-floor", "region": "guangzhou", "first": date(2012, 2, 2), "last": date(2012, 2, 3),
        "words": "Floors will sweat", "who": "Ling", "now": MORNING,
    }  # fmt: skip
    with pytest.raises(error, match=said):
        declaring.declare(**{**usual, **change})


def test_an_unknown_source_is_trouble_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEATHER_SOURCE", "frogs")
    assert "WEATHER_SOURCE is 'frogs'" in looking.look(["guangzhou"], MORNING).troubles["guangzhou"]
