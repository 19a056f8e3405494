"""A year of weather, morning by morning: who is warned of what, once, with which numbers; and what happens
when the forecast is silent, somebody was quicker, or the process dies."""

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from chalicelib import jobs
from chalicelib.care.campaigns import coming, keeping
from chalicelib.care.weather import declaring, looking, warning
from chalicelib.errors import Conflict
from chalicelib.records.alerts import Alert
from chalicelib.records.campaigns import Occurrence
from chalicelib.records.switches import Switch
from chalicelib.records.table import Row
from tests.hourly.skies import DAMP_SPRING, Sky, csv, rows
from tests.journeys.test_campaigns import owner, ready, touches
from tests.journeys.world import Fuse, World
from tests.standins.open_meteo import KEY, OpenMeteo
from tests.standins.server import Answer

CHINA = ZoneInfo("Asia/Shanghai")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FEBRUARY = datetime(2026, 2, 1)  # noqa: DTZ001 - files have local time
BEIJING = "北京市朝阳区2号"
# The damp days of DAMP_SPRING.
DAMP = [date(2026, 2, 11 + n) for n in range(4)]


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, 30, tzinfo=CHINA).astimezone(UTC)


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, own_files: Path, tmp_path: Path) -> Path:
    """Recorded weather: a damp spring in Guangzhou."""
    monkeypatch.setenv("WEATHER_SOURCE", "recorded")
    monkeypatch.setenv("RECORDED_WEATHER", str(tmp_path))
    record(tmp_path, "guangzhou", DAMP_SPRING, FEBRUARY)
    return tmp_path


@pytest.fixture
def world() -> Iterator[World]:
    yield settled(Fuse(notes=False))
    Row.engine = None


def settled(fuse: Fuse) -> World:
    """An owner in Guangzhou and one in Beijing; the damp floors' campaign waits for its weather."""
    world = World(start=morning(date(2026, 2, 3)))
    owner(world, 1)
    owner(world, 2, address=BEIJING)
    world.run(HOUR)
    ready(world, "damp-floor")
    world.fuse = Row.engine.fuse = fuse
    return world


def record(folder: Path, city: str, skies: Iterable[Sky], start: datetime) -> None:
    (folder / f"{city}.csv").write_text(csv(rows(skies, start)))


def wake(world: World, day: date) -> None:
    """The day's job at its hour, as the clock calls it."""
    world.run(morning(day))
    jobs.run_daily(jobs.timed()["weather"], world.now)


def live(world: World, until: date, wake: Callable[[World, date], None] = wake) -> None:
    """Each morning its job, then the day."""
    day = world.now.astimezone(CHINA).date() + DAY
    while day <= until:
        wake(world, day)
        day += DAY
    world.run(morning(until) + 12 * HOUR)


def sent(world: World, name: str = "damp-floor") -> list[tuple[str, date]]:
    """Who got it on which day."""
    return sorted(
        (one.sale_id, one.sent_at.astimezone(CHINA).date()) for one in touches(world, name) if one.sent_at
    )


def task_count(world: World) -> int:
    return sum("天气没有读全" in task.title for task in world.tasks())


# --- once, with its numbers ------------------------------------------------------------------------


@pytest.mark.usefixtures("folder")
def test_a_damp_spell_warns_its_city_once_two_days_ahead(world: World) -> None:
    live(world, date(2026, 2, 18))
    assert sent(world) == [("s1", DAMP[0] - 2 * DAY)]
    (alert,) = world.rows(Alert)
    assert (alert.area, alert.rule, alert.told_on) == ("guangzhou", "damp-floor", DAMP[0] - 2 * DAY)
    assert alert.campaigns == {"damp-floor": ""}
    worst = max(alert.days, key=lambda day: day["hours"])
    assert worst["hours"] == 24
    assert f"露点{worst['dew']}°C，高于地面温度{worst['floor']}°C，约24小时" in alert.said["zh-Hans"]
    (came,) = world.rows(Occurrence)
    assert (came.said, came.numbers, came.who) == (alert.said, alert.days, "the weather")


@pytest.mark.usefixtures("folder")
def test_the_mail_shows_the_numbers(world: World) -> None:
    owner(world, 3, phones=(), emails=("li@example.com",), language="en")
    live(world, date(2026, 2, 10))
    (mail,) = [message for _, message, _ in world.provider.accepted if message.to == "li@example.com"]
    (alert,) = world.rows(Alert)
    assert alert.said["en"] in mail.text


@pytest.mark.usefixtures("folder")
def test_a_second_run_of_the_day_changes_nothing(world: World) -> None:
    live(world, DAMP[0] - 3 * DAY)
    wake(world, DAMP[0] - 2 * DAY)
    assert len(world.rows(Alert)) == 1
    before = [row for row in world.stored() if row["kind"]["S"] != "switch"]
    jobs.weather(world.now)
    assert [row for row in world.stored() if row["kind"]["S"] != "switch"] == before


@pytest.mark.usefixtures("folder")
def test_a_job_that_is_late_leaves_it_to_the_next_morning(world: World) -> None:
    world.run(morning(DAMP[0] - 2 * DAY) + 8 * HOUR)
    assert not jobs.run_daily(jobs.timed()["weather"], world.now)
    live(world, DAMP[0])
    assert sent(world) == [("s1", DAMP[0] - DAY)]


@pytest.mark.usefixtures("folder")
def test_nobody_is_asked_about_places_where_nobody_lives(world: World) -> None:
    """Of Beijing nothing is recorded, and an owner lives there; of the other regions nobody speaks."""
    live(world, date(2026, 2, 5))
    noted = Switch.read(warning.NOTE)
    assert noted["regions"] == ["beijing", "guangzhou"]
    assert list(noted["troubles"]) == ["beijing"]


@pytest.mark.usefixtures("folder")
def test_what_no_campaign_waits_for_is_not_kept_as_told(world: World) -> None:
    keeping.pause("damp-floor", "marketing", "", world.now)
    live(world, DAMP[0] - DAY)
    assert world.rows(Alert) == []
    keeping.resume("damp-floor", "marketing", "", world.now)
    live(world, DAMP[0])
    assert [day for _, day in sent(world)] == [DAMP[0]]


# --- by hand and by forecast, one ------------------------------------------------------------------


@pytest.mark.usefixtures("folder")
def test_what_was_fired_by_hand_is_not_fired_by_the_forecast(world: World) -> None:
    live(world, DAMP[0] - 4 * DAY)
    row = keeping.get("damp-floor")
    coming.fire(row, keeping.meant(row), "广州", DAMP[0] - 3 * DAY, "Winnie", world.now)
    live(world, DAMP[-1] + 2 * DAY)
    assert [sale for sale, _ in sent(world)] == ["s1"]
    assert world.rows(Alert) == []


@pytest.mark.usefixtures("folder")
def test_what_the_forecast_told_cannot_be_fired_by_hand_again(world: World) -> None:
    live(world, DAMP[0] - 2 * DAY)
    row = keeping.get("damp-floor")
    with pytest.raises(Conflict, match="came there"):
        coming.fire(row, keeping.meant(row), "guangzhou", DAMP[1], "Winnie", world.now)


@pytest.mark.usefixtures("folder")
def test_what_a_person_declared_is_told_in_their_words_and_not_again_by_the_forecast(world: World) -> None:
    live(world, DAMP[0] - 4 * DAY)
    first = DAMP[0] - 2 * DAY
    declaring.declare("damp-floor", "广州", first, first, "回南天提前到了", "Winnie", world.now)
    live(world, DAMP[-1] + 2 * DAY)
    assert [sale for sale, _ in sent(world)] == ["s1"]
    (alert,) = world.rows(Alert)
    assert alert.said["zh-Hans"] == "回南天提前到了"
    assert alert.days == [{"date": first.isoformat(), "region": "guangzhou", "declared_by": "Winnie"}]


# --- a forecast that fails -------------------------------------------------------------------------


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch, own_files: Path) -> Iterator[OpenMeteo]:
    spring = {at: (celsius, humidity) for at, celsius, _, humidity in rows(DAMP_SPRING, FEBRUARY)}
    with OpenMeteo(lambda: provider.today, lambda at: spring.get(at, (9.0, 60.0))) as provider:
        monkeypatch.setenv("WEATHER_SOURCE", "open_meteo")
        monkeypatch.setenv("OPEN_METEO_HOST", provider.url)
        monkeypatch.setenv("OPEN_METEO_KEY", KEY)
        yield provider


def test_down_for_two_days_it_says_so_once_a_day_and_works_on(world: World, provider: OpenMeteo) -> None:
    silent = {DAMP[0] - 2 * DAY, DAMP[0] - DAY}

    def wake_with(world: World, day: date) -> None:
        provider.today = morning(day)
        for _ in range(2 if day in silent else 0):
            provider.say(Answer(503))
        wake(world, day)
        if day in silent:
            assert set(Switch.read(warning.NOTE)["troubles"]) == {"beijing", "guangzhou"}

    live(world, DAMP[0] - DAY, wake_with)
    # A day old, the forecast of before still counts, and told of the damp days. Two days old it would not.
    assert sent(world) == [("s1", DAMP[0] - 2 * DAY), ("s2", DAMP[0] - 2 * DAY)]
    assert task_count(world) == 2
    live(world, DAMP[0] + DAY, wake_with)
    assert Switch.read(warning.NOTE)["troubles"] == {}
    assert len(sent(world)) == 2
    assert task_count(world) == 2


def test_after_three_silent_days_the_floor_is_as_cold_as_it_was(world: World, provider: OpenMeteo) -> None:
    """Nothing false while nothing is known; then the numbers are those of who was never cut off."""
    silent = {DAMP[0] - n * DAY for n in (2, 3, 4)}

    def wake_with(world: World, day: date) -> None:
        provider.today = morning(day)
        for _ in range(2 if day in silent else 0):
            provider.say(Answer(503))
        wake(world, day)

    live(world, DAMP[0] - 2 * DAY, wake_with)
    assert sent(world) == []
    assert task_count(world) == 3
    live(world, DAMP[0] + DAY, wake_with)
    assert sent(world) == [("s1", DAMP[0] - DAY), ("s2", DAMP[0] - DAY)]
    (alert,) = [row for row in world.rows(Alert) if row.area == "guangzhou"]
    assert [day["date"] for day in alert.days] == [day.isoformat() for day in DAMP]
    floors = {day["date"]: day["floor"] for day in alert.days}
    (never_cut_off,) = looking.look(["guangzhou"], world.now).due
    assert len(never_cut_off.days) == 3
    assert all(floors[day["date"]] == day["floor"] for day in never_cut_off.numbers())


# --- a year ----------------------------------------------------------------------------------------

SOUTH = (
    Sky(102, 12, 60), Sky(4, 19, 96, 1.5), Sky(20, 13, 60), Sky(3, 20, 96, 1.5), Sky(84, 20, 65),
    Sky(12, 26, 93, 1.5), Sky(110, 29, 70), Sky(100, 20, 60),
)  # fmt: skip
NORTH = (Sky(135, -3, 45), Sky(200, 20, 50), Sky(30, 12, 50), Sky(70, -2, 45))
TILES = {"series": "瓷砖", "model": "T-1", "batch": "B1", "quantity": "65.0", "unit": "m2"}
WEATHERS = ("damp-floor", "dry-heating", "first-heating", "mould-risk", "plum-rains")


def a_year(year: int) -> World:
    """Oak in Guangzhou and in Beijing, tiles in Guangzhou, and somebody whose city nobody knows."""
    world = World(start=morning(date(year, 1, 1)))
    owner(world, 1)
    owner(world, 2, address=BEIJING)
    owner(world, 4, address="")
    tiled = world.customer(
        name="Owner 3", phones=("+8613800000003",), emails=(), country="CN", address="广州市越秀区3号"
    )
    world.sale(tiled, "S3", signed_on=world.day(-100), signed_at=None, lines=[TILES])
    world.run(HOUR)
    for name in WEATHERS:
        ready(world, name)
    live(world, date(year, 12, 31))
    return world


def warned(world: World) -> dict[tuple[str, str], list[date]]:
    found: dict[tuple[str, str], list[date]] = {}
    for name in WEATHERS:
        for sale, day in sent(world, name):
            found.setdefault((sale, name), []).append(day)
    return found


def test_a_year_in_guangzhou_and_one_in_beijing(folder: Path) -> None:
    record(folder, "guangzhou", SOUTH, datetime(2025, 11, 1))  # noqa: DTZ001
    record(folder, "beijing", NORTH, datetime(2025, 11, 1))  # noqa: DTZ001
    world = a_year(2026)
    assert warned(world) == {
        # Two days before the sea air, each time; what falls there in June is no plum rain.
        ("s1", "damp-floor"): [date(2026, 2, 9), date(2026, 3, 5)],
        # Whoever begins in the middle of a winter hears of it at once, and of the next before it comes.
        ("s2", "dry-heating"): [date(2026, 1, 2), date(2026, 10, 29)],
        ("s2", "first-heating"): [date(2026, 10, 29)],
    }
    first = min(world.rows(Alert), key=lambda row: row.told_on)
    assert (first.first_on, len(first.days)) == (date(2026, 1, 2), 7)
    assert "on Friday 2 January in Beijing" in first.said["en"]
    assert task_count(world) == 0


@pytest.mark.skipif(not os.environ.get("REFERENCE_DATA"), reason="REFERENCE_DATA names no folder")
def test_the_year_2012_as_it_was(monkeypatch: pytest.MonkeyPatch, own_files: Path) -> None:
    monkeypatch.setenv("WEATHER_SOURCE", "recorded")
    monkeypatch.setenv("RECORDED_WEATHER", str(Path(os.environ["REFERENCE_DATA"]) / "weather"))
    world = a_year(2012)
    found = warned(world)
    # The damp of 12 to 15 February, which the province's observatory announced, is told on the 10th.
    assert found["s1", "damp-floor"] == [
        date(2012, 1, 11), date(2012, 1, 25), date(2012, 2, 3), date(2012, 2, 10), date(2012, 2, 19),
        date(2012, 2, 28), date(2012, 3, 12), date(2012, 4, 7),
    ]  # fmt: skip
    assert found["s2", "first-heating"] == [date(2012, 11, 1)]
    assert found["s2", "dry-heating"] == [
        date(2012, 1, 2), date(2012, 2, 20), date(2012, 11, 9), date(2012, 12, 27),
    ]  # fmt: skip
    assert len(found) == 3
    assert task_count(world) == 0


# --- crashes ---------------------------------------------------------------------------------------


def play(fuse: Fuse) -> World:
    world = settled(fuse)
    for day in (DAMP[0] - 3 * DAY, DAMP[0] - 2 * DAY, DAMP[0] - DAY):
        while world.survive(lambda day=day: wake(world, day) if world.now < morning(day) else again(world)):
            pass
    world.run(2 * DAY)
    return world


def again(world: World) -> None:
    """As EventBridge and a laptop that starts anew do."""
    jobs.run_daily(jobs.timed()["weather"], world.now)


def ending(world: World) -> tuple:
    (alert,) = world.rows(Alert)
    return sent(world), alert.days, alert.campaigns, alert.asked, task_count(world)


@pytest.mark.usefixtures("folder")
def test_a_crash_at_any_call_of_the_job_warns_once_all_the_same() -> None:
    calm_fuse = Fuse()
    calm = play(calm_fuse)
    assert len(sent(calm)) == 1
    expected = ending(calm)  # now: each world puts its table in the place of the last one's
    job = ("/care/weather/", "/campaigns/listening.py", "/timetable.py")
    ours = [at for way, at in calm_fuse.places.items() if any(part in line for line in way for part in job)]
    assert len(ours) > 8
    for at, after in calm_fuse.deaths(ours):
        world = play(Fuse(at, after))
        assert ending(world) == expected, (at, after)
    Row.engine = None
