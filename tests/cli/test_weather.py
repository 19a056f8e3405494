"""`aftercare weather`: a file in, days and alerts out, without a table."""

import gzip
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from chalicelib import plans
from chalicelib.care.weather import warning
from chalicelib.records.tasks import of_rep
from chalicelib.rules.weather.alerts import Listener
from tests.cli.conftest import Terminal
from tests.hourly.skies import DAMP_SPRING, NORTHERN_WINTER, csv, rows

FEBRUARY = datetime(2012, 2, 1)  # noqa: DTZ001 - files have local time
JANUARY = datetime(2012, 1, 1)  # noqa: DTZ001


@pytest.fixture
def spring(tmp_path: Path) -> str:
    lines = csv(rows(DAMP_SPRING, FEBRUARY)).splitlines()
    lines[100] = lines[100].split(",")[0] + ",-9999,-9999,-9999"
    path = tmp_path / "spring.csv.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return str(path)


def test_the_days_and_what_was_left_out(terminal: Terminal, spring: str) -> None:
    said = terminal.json("weather", "--file", spring)
    assert (said["rows_used"], said["rows_left_out"]) == (20 * 24 - 1, 1)
    assert said["condensation_days"] == ["2012-02-11", "2012-02-12", "2012-02-13", "2012-02-14"]
    damp = next(day for day in said["days"] if day["date"] == "2012-02-12")
    assert damp["condensation_hours"] == 24
    assert damp["mould_index"] > 0
    assert damp["emc_percent"] > 20
    assert len(said["days"]) == 20
    assert not terminal.opened


def test_an_alert_shows_the_numbers_that_made_it_fire(terminal: Terminal, spring: str) -> None:
    (alert,) = terminal.json("weather", "--file", spring, "--region", "广州")["alerts"]
    assert (alert["rule"], alert["area"]) == ("damp-floor", "guangzhou")
    assert (alert["first"], alert["last"], alert["tell_on"]) == ("2012-02-11", "2012-02-14", "2012-02-09")
    worst = max(alert["days"], key=lambda day: day["hours"])
    assert f"dew point {worst['dew']} °C above the floor's {worst['floor']} °C" in alert["reason"]["en"]


def test_in_words(terminal: Terminal, spring: str) -> None:
    said = terminal.type("weather", "--file", spring, "--region", "guangzhou").stdout
    assert "479 hours used, 1 rows left out (1 missing)." in said
    assert "2012-02-11 to 2012-02-14  damp-floor: dew point" in said


def test_a_cold_place_counts_as_heated_unless_a_region_says_otherwise(
    terminal: Terminal, tmp_path: Path
) -> None:
    path = tmp_path / "winter.csv"
    path.write_text(csv(rows(NORTHERN_WINTER, JANUARY)))
    unnamed, shanghai = (
        terminal.json("weather", "--file", str(path), *words) for words in ((), ("--region", "shanghai"))
    )
    assert (unnamed["heated"], shanghai["heated"]) == (True, False)
    assert [alert["rule"] for alert in unnamed["alerts"]] == ["dry-heating"]
    assert shanghai["alerts"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--file", "/nowhere/x.csv"), "cannot be read"),
        (("--file", "/"), "cannot be read"),
        ((), "--file"),
    ],
)
def test_what_cannot_be_read_is_exit_2_and_a_sentence(
    terminal: Terminal, words: tuple[str, ...], said: str
) -> None:
    refused = terminal.type("weather", *words)
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr


def test_an_unknown_region_is_told_with_those_there_are(terminal: Terminal, spring: str) -> None:
    refused = terminal.type("weather", "--file", spring, "--region", "Atlantis", "--json")
    assert refused.exit_code == 2
    assert "guangzhou" in json.loads(refused.stdout)["error"]["message"]


def test_a_table_of_something_else_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text("订单号,签单日期,客户姓名\nK1,2026-03-01,陈静\n")
    refused = terminal.type("weather", "--file", str(path))
    assert refused.exit_code == 2
    assert "Call the columns time, temp_c, dew_c and rh" in refused.stderr


@pytest.mark.usefixtures("own_files")
def test_what_a_person_declares_is_looked_at_and_taken_back(terminal: Terminal) -> None:
    words = ("--from", "tomorrow", "--words", "回南天明天开始", "--who", "阿玲")
    declared = terminal.json("weather", "declare", "damp-floor", "广州", *words)
    assert declared == {"region": "guangzhou", "number": 1}
    (alert,) = terminal.json("weather", "look", "guangzhou")["due"]
    assert alert["reason"]["zh-Hans"] == "回南天明天开始"
    assert alert["days"] == [{"date": "2026-03-03", "region": "guangzhou", "declared_by": "阿玲"}]
    said = terminal.type("weather", "look").stdout
    assert "2026-03-03  damp-floor: 回南天明天开始" in said
    assert "declared guangzhou 1:" in said
    assert not terminal.json("weather", "take-back", "guangzhou", "1")["stands"]
    assert terminal.type("weather", "look", "guangzhou").stdout == "Nothing to tell today.\n"
    assert not terminal.opened


@pytest.mark.usefixtures("own_files")
def test_a_declaration_of_what_is_over_or_unknown_is_refused(terminal: Terminal) -> None:
    words = ("guangzhou", "--words", "x", "--from")
    assert "is over" in terminal.refused("weather", "declare", "damp-floor", *words, "2026-01-01")
    assert "Known: damp-floor" in terminal.refused("weather", "declare", "frogs", *words, "today")
    assert "Nothing of number 9" in terminal.refused("weather", "take-back", "guangzhou", "9")


@pytest.mark.usefixtures("own_files")
def test_a_source_that_fails_is_told(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEATHER_SOURCE", "open_meteo")
    said = terminal.type("weather", "look", "guangzhou").stdout
    assert "guangzhou: The weather source open_meteo cannot be asked yet: set OPEN_METEO_HOST." in said


def test_before_the_first_morning_nothing_was_told(terminal: Terminal) -> None:
    assert "Nothing was told." in terminal.type("weather", "told").stdout
    assert terminal.json("weather", "told", "--region", "广州") == {"told": [], "last_run": {}}


@pytest.mark.usefixtures("own_files")
def test_what_was_told_is_shown_with_its_numbers_and_who_came_by_it(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A campaign that comes and one that may not; the weather of one region is not known."""
    (tmp_path / "guangzhou.csv").write_text(csv(rows(DAMP_SPRING, terminal.world.now.replace(day=1, hour=0))))
    monkeypatch.setenv("WEATHER_SOURCE", "recorded")
    monkeypatch.setenv("RECORDED_WEATHER", str(tmp_path))
    rule = plans.climate().rule("damp-floor")
    assert rule
    came = [
        Listener(name, rule, frozenset({"guangzhou", "beijing"}), (), lambda *_, why=why: why)
        for name, why in (("damp-floor", ""), ("own", "own came there already."))
    ]
    warning.warn(came, terminal.world.now + timedelta(days=8))
    found = terminal.json("weather", "told", "--region", "广州")
    (told,) = found["told"]
    worst = max(told["days"], key=lambda day: day["hours"])
    assert f"dew point {worst['dew']} °C above the floor's {worst['floor']} °C" in told["said"]["en"]
    assert told["campaigns"] == {"damp-floor": "", "own": "own came there already."}
    assert list(found["last_run"]["troubles"]) == ["beijing"]
    (task,) = of_rep("", "open")
    assert "RECORDED_WEATHER 里没有beijing的文件" in task.title, "in the shop's own language"
    said = terminal.type("weather", "told", "--region", "guangdong").stderr
    assert "Known: guangzhou" in said
    words = terminal.type("weather", "told").stdout
    assert "2026-03-10  guangzhou, damp-floor, 2026-03-11 to 2026-03-14: dew point" in words
    assert "    own: own came there already." in words
    assert "beijing: RECORDED_WEATHER has no file for beijing" in words
