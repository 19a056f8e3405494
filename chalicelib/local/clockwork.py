"""The clock on a laptop: the jobs of schedules/jobs.yaml, and one worker a shard at each tick."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError, wait
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from threading import Event, Lock, Thread
from zoneinfo import ZoneInfo

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from chalicelib import clock, jobs, plans, settings
from chalicelib.care.hands import ready
from chalicelib.files import CHECKOUT
from chalicelib.http.console.pulse import PULSE
from chalicelib.jobs import DAILY, TICK
from chalicelib.local import mailbox
from chalicelib.pace import Pace, Stopping, intervals
from chalicelib.plans.jobs import Timed
from chalicelib.records.table import SHARDS

log = logging.getLogger(__name__)

# However late a run comes, it comes once: a laptop sleeps.
LENIENT = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
LOOK_AFTER_SECONDS = 5
# A drain takes up no row after 50 s, and a provider's last answer may take some more; as long as on AWS.
LONGEST_SECONDS = 90.0
# As long as a mail's server may be silent before its answer, and some more.
STOPPING_SECONDS = 40.0


class Clockwork:
    """Started once; `nudge` lets what has just been written be looked at before the minute is over."""

    def __init__(self) -> None:
        self._zone = ZoneInfo(plans.shop_defaults().zone)
        self._scheduler = BackgroundScheduler(timezone=self._zone, job_defaults=LENIENT)
        self._stopping, self._nudged, self._ticking = Event(), Event(), Lock()
        self._paces: dict[int, Pace] = {}
        self._drains: dict[int, Future[int]] = {}

    def start(self) -> None:
        for timed in plans.timetable([TICK, *DAILY]):
            self._add(timed)
        self._scheduler.start()
        self._show_next()

    def tend(self, look: Callable[[], object]) -> None:
        """Look every few seconds after what the table stands on."""
        self._scheduler.add_job(look, IntervalTrigger(seconds=LOOK_AFTER_SECONDS, timezone=self._zone))

    def stop(self) -> None:
        """Each worker ends with the row it is at. One that its provider does not let go is left behind: its
        message is uncertain, and looked for at the next start."""
        self._stopping.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        drains = list(self._drains.values())
        wait(drains, STOPPING_SECONDS)
        for drain in drains:
            with suppress(InvalidStateError):
                drain.set_exception(Stopping())
        if self._ticking.acquire(timeout=STOPPING_SECONDS):  # the tick that waited for them ends, too
            self._ticking.release()

    def nudge(self) -> None:
        if not self._nudged.is_set() and not self._stopping.is_set():
            self._nudged.set()
            self._scheduler.add_job(self.tick)

    def _add(self, timed: Timed) -> None:
        now = clock.now()
        if timed.every:
            trigger = IntervalTrigger(**{timed.every.unit: timed.every.count}, timezone=self._zone)
            work: Callable[[], None] = self.tick if timed.job == TICK else lambda: self._daily(timed)
            self._scheduler.add_job(work, trigger, id=timed.job, next_run_time=now)
        elif timed.at:
            trigger = CronTrigger(hour=timed.at.hour, minute=timed.at.minute, timezone=self._zone)
            self._scheduler.add_job(self._daily, trigger, [timed], id=timed.job)
            self._scheduler.add_job(self._daily, args=[timed])  # makes up for a run missed while we were off

    def _daily(self, timed: Timed) -> None:
        if jobs.run_daily(timed, clock.now()):
            self.nudge()

    def tick(self) -> None:
        """All shards beside each other; a second tick waits for the first, but nobody for ever: a shard
        whose provider answers without end holds up its own customers alone."""
        with self._ticking:
            if self._stopping.is_set():
                return
            self._nudged.clear()
            _look_for_mail()
            self._take_in()
            begun_at = clock.now()
            begun = {shard: self._begin(shard) for shard in range(SHARDS) if shard not in self._drains}
            self._drains |= begun
            wait(begun.values(), LONGEST_SECONDS)
            self._take_in()
            self._note_held_up(begun_at)
            PULSE.ticked_at = clock.now()
        self._show_next()

    def _begin(self, shard: int) -> "Future[int]":
        """On a thread that does not keep the program alive, however long a provider keeps it."""
        drain: Future[int] = Future()
        Thread(target=self._work, args=(shard, drain), name=f"shard-{shard}", daemon=True).start()
        return drain

    def _work(self, shard: int, drain: "Future[int]") -> None:
        with suppress(InvalidStateError):  # we have stopped without it
            try:
                taken = self._drain(shard)
            except BaseException as error:
                drain.set_exception(error)
            else:
                drain.set_result(taken)

    def _take_in(self) -> None:
        """What the drains that have ended did, be it between two ticks; their shards are free again."""
        for shard in [shard for shard, drain in self._drains.items() if drain.done()]:
            PULSE.taken += _outcome(self._drains.pop(shard))
            PULSE.held_up.pop(shard, None)

    def _note_held_up(self, begun_at: datetime) -> None:
        """Told once of each."""
        for shard in self._drains.keys() - PULSE.held_up.keys():
            PULSE.held_up[shard] = begun_at
            log.error(
                "shard %d is held up: its drain has not ended after %d seconds, and its customers wait",
                shard, LONGEST_SECONDS,
            )  # fmt: skip

    def _drain(self, shard: int) -> int:
        hands = ready()
        pace = self._paces.setdefault(shard, Pace(intervals(hands.settings), self._stopping))
        hands = replace(hands, pace=pace, clock=clock.now)
        try:
            return jobs.drain_shard(shard, self._now, hands)
        finally:
            hands.note(shard, clock.now())

    def _now(self) -> datetime:
        """A drain asks the time between two rows: the moment to leave if we are stopping."""
        if self._stopping.is_set():
            raise Stopping
        return clock.now()

    def _show_next(self) -> None:
        PULSE.next_at = {
            job.id: job.next_run_time for job in self._scheduler.get_jobs() if job.id in (TICK, *DAILY)
        }


def _look_for_mail() -> None:
    """Before the shards, so that what a mail brings is worked on in the same minute."""
    if folder := settings.read().mail_folder:
        try:
            mailbox.look(CHECKOUT / folder)
        except OSError as error:
            log.error("MAIL_FOLDER cannot be read: %s", error.strerror)


def _outcome(drain: "Future[int]") -> int:
    """Rows taken up. A drain that failed is tried again at the next tick."""
    try:
        return drain.result()
    except Stopping:
        return 0
    except Exception as error:
        PULSE.faults += 1
        log.error("a drain failed: %s", type(error).__name__)
        return 0
