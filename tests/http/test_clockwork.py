"""The laptop's clock: everything due is done once, a missed morning is made up for, stopping is quick."""

import time as wall
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, wait
from datetime import UTC, datetime, time, timedelta
from threading import Event, Thread
from threading import enumerate as enumerate_threads

import pytest

from chalicelib import clock, plans
from chalicelib.care import timetable
from chalicelib.errors import BadPlan
from chalicelib.http.console.pulse import PULSE
from chalicelib.jobs import latest_day
from chalicelib.local import clockwork
from chalicelib.local.clockwork import Clockwork
from chalicelib.pace import Pace, Stopping, intervals
from chalicelib.plans.jobs import Timed
from chalicelib.records.memory import Memory
from chalicelib.records.table import SHARDS, Row
from chalicelib.settings import Settings
from tests.http.story import Story


@pytest.fixture
def works(story: Story) -> Iterator[Clockwork]:
    made = Clockwork()
    yield made
    made.stop()
    PULSE.held_up.clear()


def within(seconds: float, happened: object) -> bool:
    until = wall.monotonic() + seconds
    while wall.monotonic() < until:
        if happened():  # type: ignore[operator]
            return True
        wall.sleep(0.01)
    return False


def test_a_tick_does_what_is_due_in_every_shard(story: Story, works: Clockwork) -> None:
    people = [story.buys(f"客户{n}", phone=f"+8613912345{n:03d}", order=f"A-{n}") for n in range(30)]
    story.now += timedelta(seconds=1)
    works.tick()
    story.now += timedelta(minutes=10)
    works.tick()
    assert all(story.messages(person, "sms") for person in people)
    assert story.memory.next_due() is None or story.memory.next_due()[0] > story.now.isoformat()[:19]  # type: ignore[index]
    assert PULSE.ticked_at == story.now


def test_two_ticks_at_once_send_everything_once(story: Story, works: Clockwork) -> None:
    people = [story.buys(f"客户{n}", phone=f"+8613912345{n:03d}", order=f"A-{n}") for n in range(20)]
    works._scheduler.start()
    for _ in range(20):
        works.nudge()
    story.now += timedelta(minutes=10)
    assert within(10, lambda: (works.tick(), all(story.messages(person, "sms") for person in people))[1])
    works.stop()
    assert [len(story.messages(person, "sms")) for person in people] == [1] * 20


HUNG = 3


@pytest.fixture
def ends(works: Clockwork, monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Until it is set, a provider's answer comes a letter at a time, and what waits for all drains waits for
    the others alone."""
    until = Event()
    monkeypatch.setattr(clockwork.jobs, "drain_shard", lambda shard, *_: int(shard != HUNG or until.wait(60)))

    def others(drains: Iterable[Future[int]], _seconds: float) -> None:
        hung = None if until.is_set() else works._drains.get(HUNG)
        wait([drain for drain in drains if drain is not hung], 60)

    monkeypatch.setattr(clockwork, "wait", others)
    yield until
    until.set()


def test_a_drain_that_does_not_end_holds_up_its_own_shard_alone(works: Clockwork, ends: Event) -> None:
    taken = PULSE.taken
    for times in (1, 2):
        works.tick()
        assert list(works._drains) == [HUNG]
        assert PULSE.taken - taken == times * (SHARDS - 1)
    hung = works._drains[HUNG]
    ends.set()
    assert hung.result(60) == 1
    works.tick()
    assert not works._drains
    assert PULSE.taken - taken == 3 * SHARDS - 1, "what ended between two ticks is drained in the next"


def test_what_is_held_up_is_told_once_and_until_it_ends(
    story: Story, works: Clockwork, ends: Event, caplog: pytest.LogCaptureFixture
) -> None:
    since = story.now
    works.tick()
    story.now += timedelta(minutes=1)
    works.tick()
    assert PULSE.held_up == {HUNG: since}
    assert [one.getMessage() for one in caplog.records if one.levelname == "ERROR"] == [
        "shard 3 is held up: its drain has not ended after 90 seconds, and its customers wait"
    ]
    hung = works._drains[HUNG]
    ends.set()
    hung.result(60)
    works.tick()
    assert PULSE.held_up == {}


def test_stopping_does_not_wait_for_ever(works: Clockwork, ends: Event) -> None:
    """Neither itself nor the tick that is waiting, nor does the thread keep the program alive."""
    works.tick()
    hung = works._drains[HUNG]
    works.stop()
    assert isinstance(hung.exception(0), Stopping)
    assert all(one.daemon for one in enumerate_threads() if one.name.startswith("shard-"))
    ends.set()


def test_stopping_ends_the_tick_that_waits_for_what_hangs(
    works: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends, begun = Event(), Event()
    monkeypatch.setattr(clockwork.jobs, "drain_shard", lambda shard, *_: begun.set() or int(ends.wait(60)))
    monkeypatch.setattr(clockwork, "STOPPING_SECONDS", 0)
    ticking = Thread(target=works.tick)
    ticking.start()
    assert begun.wait(60)
    assert within(60, lambda: len(works._drains) == SHARDS)
    works.stop()
    ticking.join(60)
    assert not ticking.is_alive()
    assert not ends.is_set()
    ends.set()


def test_a_drain_that_fails_does_not_stop_the_others(
    story: Story, works: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = story.buys("王芳", phone="+8613912345678")
    story.now += timedelta(seconds=1)
    drain_shard, faults = clockwork.jobs.drain_shard, PULSE.faults

    def faulty(shard: int, *rest: object) -> int:
        if shard == 3:
            raise ConnectionError("the engine is gone")
        return drain_shard(shard, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(clockwork.jobs, "drain_shard", faulty)
    works.tick()
    assert PULSE.faults == faults + 1
    assert Row.engine.get_item(person.pk, "customer")


# The daily jobs.


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-03-02T08:00", "2026-03-02"),
        ("2026-03-02T07:59", "2026-03-01"),
        ("2026-03-01T00:00", "2026-02-28"),
    ],
)
def test_the_day_whose_hour_came_last(now: str, day: str) -> None:
    assert latest_day(datetime.fromisoformat(now).replace(tzinfo=UTC), time(8)).isoformat() == day


@pytest.fixture
def mornings(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    held: list[datetime] = []
    monkeypatch.setitem(clockwork.DAILY, "digest", held.append)
    monkeypatch.setattr(Clockwork, "nudge", lambda works: None)
    return held


def test_a_morning_is_held_once_however_often_one_restarts(
    story: Story, works: Clockwork, mornings: list[datetime]
) -> None:
    digest = Timed("digest", at=time(8))
    for _ in range(3):
        works._daily(digest)
    assert len(mornings) == 1
    story.now += timedelta(days=1)
    works._daily(digest)
    assert len(mornings) == 2


def test_a_morning_that_died_is_held_again(
    story: Story, works: Clockwork, mornings: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(now: datetime) -> None:
        raise ConnectionError

    digest = Timed("digest", at=time(8))
    with monkeypatch.context() as patched:
        patched.setitem(clockwork.DAILY, "digest", dies)
        with pytest.raises(ConnectionError):
            works._daily(digest)
    works._daily(digest)
    assert len(mornings) == 1


def test_a_start_after_the_hour_makes_up_for_the_morning(story: Story, mornings: list[datetime]) -> None:
    works = Clockwork()
    works.start()
    assert within(5, lambda: mornings)
    assert set(PULSE.next_at) == {"tick", "digest", "fold", "glance", "weather"}
    works.stop()
    local_day = story.now.astimezone(works._zone).date()
    assert timetable.has_run("digest", local_day)
    assert not timetable.has_run("digest", local_day + timedelta(days=1))


@pytest.mark.parametrize(("hour", "held"), [(3, 0), (8, 1), (11, 1), (12, 0), (23, 0)])
def test_nobody_gets_the_morning_s_list_at_night(
    story: Story, works: Clockwork, mornings: list[datetime], hour: int, held: int
) -> None:
    story.now = datetime(2026, 3, 3, hour, 5, tzinfo=works._zone)
    works._daily(Timed("digest", at=time(8), until=time(12)))
    assert len(mornings) == held


# The pace.


def test_the_outbox_takes_everything_and_providers_their_share() -> None:
    assert intervals(Settings()) == {}
    real = Settings(sms_channel="twilio", sms_per_second="8", email_channel="ses", email_per_second="32")
    assert intervals(real) == {"twilio": SHARDS / 8, "ses": SHARDS / 32}


class Waits:
    """A sign to stop that never comes, and the time that passes while it is waited for."""

    seconds = 0.0

    def wait(self, seconds: float) -> bool:
        self.seconds += seconds
        return False

    def monotonic(self) -> float:
        return self.seconds


def test_a_worker_waits_its_turn() -> None:
    waits = Waits()
    pace = Pace({"twilio": 0.1}, waits, waits.monotonic)
    for _ in range(3):
        pace("twilio")
    assert waits.seconds == pytest.approx(0.2)
    for _ in range(1000):
        pace("outbox")
    assert waits.seconds == pytest.approx(0.2)


def test_stopping_does_not_wait_for_a_turn() -> None:
    stopping = Event()
    pace = Pace({"twilio": 3600}, stopping)
    pace("twilio")
    stopping.set()
    with pytest.raises(Stopping):
        pace("twilio")  # or this test would last an hour


def test_stopping_leaves_the_row_for_the_next_start(story: Story, works: Clockwork) -> None:
    person = story.buys("王芳", phone="+8613912345678")
    story.now += timedelta(seconds=1)
    works._stopping.set()
    works.tick()
    assert not story.messages(person)
    again = Clockwork()
    again.tick()
    story.now += timedelta(minutes=10)
    again.tick()
    assert len(story.messages(person)) == 1


# schedules/jobs.yaml


def write(folder, text: str):  # type: ignore[no-untyped-def]
    (folder / "jobs.yaml").write_text(text, encoding="utf-8")
    return folder


def test_the_shipped_jobs_are_all_known() -> None:
    timed = {one.job: one for one in plans.timetable([clockwork.TICK, *clockwork.DAILY])}
    assert timed["tick"].every is not None
    assert timed["digest"].at == plans.tasks().digest_at


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("jobs: [{job: tock, every: 1 minute}]", "tick"),
        ("jobs: [{job: tick, every: 1 minute, at: '08:00'}]", "either"),
        ("jobs: [{job: tick}]", "either"),
        ("jobs: [{job: tick, at: '25:00'}]", "hour"),
        ("jobs: [{job: tick, every: 1 month}]", "minutes"),
        ("jobs: [{job: tick, evry: 1 minute}]", "every"),
    ],
)
def test_a_bad_timetable_stops_the_start_with_its_mend(tmp_path, text: str, told: str) -> None:  # type: ignore[no-untyped-def]
    from chalicelib.plans.jobs import read_timetable

    with pytest.raises(BadPlan, match=told) as refusal:
        read_timetable(["tick", "digest"], time(8), write(tmp_path, text))
    assert "jobs.yaml" in str(refusal.value)


def test_the_story_s_clock_is_the_program_s(story: Story) -> None:
    assert clock.now() == story.now
    assert isinstance(Row.engine, Memory)
