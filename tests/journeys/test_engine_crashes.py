"""The crash harness on the embedded engine: over the wire, and with a process that is really killed."""

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from chalicelib import engine as embedded
from chalicelib.records import table
from chalicelib.records.table import Row
from tests.journeys.engine_world import EngineWorld
from tests.journeys.test_crashes import Ending, faults
from tests.journeys.world import START, Fuse
from tests.standins.carrier import Carrier

DAYS = timedelta(days=2)
SALES, KILLS, LONGEST = 30, 10, 0.6
SEED = 20260302
LEASES_OVER = timedelta(minutes=10)


@pytest.fixture(autouse=True)
def _table(engine: str) -> Iterator[None]:
    table.connect("crashes", "us-east-1", engine, embedded.CREDENTIALS)
    Row.create_table(wait=True)
    yield
    Row.delete_table()
    table.connect("aftercare", "us-east-1", None)


def play(fuse: Fuse) -> EngineWorld:
    """The first days of one floor: it is planned, the customer is filed, a message goes."""
    world = EngineWorld()
    customer = world.customer()
    world.fuse = fuse
    for act in (lambda: world.sale(customer), lambda: world.run(START + DAYS)):
        if world.survive(act):
            act()
    return world


def test_whenever_it_dies_each_goes_once_on_the_engine_too() -> None:
    calm = Ending.of(play(Fuse()))
    assert set(calm.sent.values()) == {1}
    assert "done" in {state for state, _ in calm.fates.values()}
    wrong = [
        f"{'after' if after else 'before'} call {at}: {fault}"
        for at, after in calm.fuse.deaths(calm.fuse.places.values())
        for fault in faults(Ending.of(play(Fuse(at, after))), calm)
    ]
    assert not wrong, "\n".join(["", *wrong[:20]])


def worker(engine: str, carrier: Carrier, now: datetime) -> subprocess.Popen[bytes]:
    """One that has just begun to work."""
    command = [sys.executable, "-m", "tests.journeys.worker", engine, "crashes", carrier.url, now.isoformat()]
    process = subprocess.Popen(command, cwd=embedded.CHECKOUT, stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline() == b"at work\n"
    return process


def killed(process: subprocess.Popen[bytes], ripe: Callable[[], bool]) -> bool:
    """Whether it was still at work when it was shot."""
    while process.poll() is None and not ripe():
        time.sleep(0.002)
    was_at_work = process.poll() is None
    process.kill()
    process.communicate()
    return was_at_work


def some_time(seconds: float) -> Callable[[], bool]:
    ends = time.monotonic() + seconds
    return lambda: time.monotonic() >= ends


def further_messages(carrier: Carrier, many: int) -> Callable[[], bool]:
    """So many were just taken, and nobody has been told of the last one."""
    enough = len(carrier.messages) + many
    return lambda: len(carrier.messages) >= enough


def test_a_worker_killed_ten_times_sends_each_once(engine: str) -> None:
    """30 sales: each is planned, filed and thanked. Ten workers are shot at work, every other one while
    it waits for the provider's answer; then others find out what became of it."""
    world, moments = EngineWorld(), random.Random(SEED)
    for number in range(SALES):
        world.sale(world.customer(phones=(f"+8529123{number:04d}",), emails=()), f"A{number}")
    now = START + timedelta(minutes=6)
    with Carrier() as carrier:
        shot = 0
        for number in range(KILLS):
            process = worker(engine, carrier, now)
            at_random = some_time(moments.uniform(0.05, LONGEST))
            ripe = at_random if number % 2 else further_messages(carrier, moments.randint(1, 3))
            shot += killed(process, ripe)
            now += timedelta(seconds=30)
        for _ in range(3):
            now += LEASES_OVER
            assert worker(engine, carrier, now).wait(60) == 0
    assert shot >= KILLS - 2, "the workers were too quick to be killed: add sales"
    assert any(asked.path == "/find" for asked in carrier.asked), "none died while it was sending"
    _all_went_once(world, carrier)


def _all_went_once(world: EngineWorld, carrier: Carrier) -> None:
    touches = {
        touch.key: touch for touch in world.touches().values() if touch.due_at and touch.due_at < START + DAYS
    }
    assert len(touches) == 2 * SALES
    assert [key for key, count in carrier.counts.items() if count > 1] == []
    ends = {(touch.step, touch.state, touch.reason) for touch in touches.values()}
    twice_uncertain = ("care-tips", "skipped", "uncertain_twice")
    assert ends - {twice_uncertain} == {("file-classification", "done", ""), ("care-tips", "sent", "")}
    sent = {key for key, touch in touches.items() if touch.state == "sent"}
    assert sent <= set(carrier.counts)
    assert len(sent) >= SALES - 2
