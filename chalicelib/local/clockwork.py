"""The clock on a laptop: the jobs of schedules/jobs.yaml, and one worker a shard at each tick."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import datetime
from threading import Event, Lock
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


class Clockwork:
    """Started once; `nudge` lets what has just been written be looked at before the minute is over."""

    def __init__(self) -> None:
        self._zone = ZoneInfo(plans.shop_defaults().zone)
        self._scheduler = BackgroundScheduler(timezone=self._zone, job_defaults=LENIENT)
        self._workers = ThreadPoolExecutor(SHARDS, thread_name_prefix="shard")
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
        """Each worker ends with the row it is at."""
        self._stopping.set()
        self._scheduler.shutdown(wait=False)
        self._workers.shutdown(wait=True, cancel_futures=True)

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
            self._nudged.clear()
            _look_for_mail()
            self._take_in()
            free = [shard for shard in range(SHARDS) if shard not in self._drains]
            begun = {shard: self._workers.submit(self._drain, shard) for shard in free}
            self._drains |= begun
            wait(begun.values(), LONGEST_SECONDS)
            self._take_in()
            PULSE.ticked_at = clock.now()
        self._show_next()

    def _take_in(self) -> None:
        """What the drains that have ended did; their shards are free again."""
        ended = [shard for shard, drain in self._drains.items() if drain.done()]
        PULSE.taken += sum(_outcome(self._drains.pop(shard)) for shard in ended)

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
