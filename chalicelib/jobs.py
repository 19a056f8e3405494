"""The clock's jobs: the minute's tick over all shards, and the few of the calendar.

What most drains never meet is loaded when it falls due: a cold start on Lambda waits for each import.
"""

from collections import deque
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from chalicelib import plans
from chalicelib.care import timetable
from chalicelib.care.dispatch import Clock, Job, drain, work
from chalicelib.care.hands import Hands
from chalicelib.records import due
from chalicelib.records.table import SHARDS, Row

if TYPE_CHECKING:
    from chalicelib.plans.jobs import Timed

# By the beginning of the sort key: who works on a row of this kind when it falls due.
JOBS = {
    "touch": Job(
        "records.touchpoints:Touchpoint", "care.touchpoints.settle:settle", outer=True,
        gives_up="care.touchpoints.settle:gives_up",
    ),
    "sale": Job("records.sales:Sale", "care.planning:plan"),
    "task": Job("records.tasks:Task", "care.tasks:remind"),
    "complaint": Job("records.complaints:Complaint", "care.complaints.watching:watch"),
    "struck": Job("records.clusters:Struck", "care.complaints.clusters:look"),
    "telling": Job("records.tellings:Telling", "care.complaints.intake:work"),
    "pull": Job("records.pulls:Pull", "care.switches:pull"),
    "request": Job("records.idempotency:Request", "care.requests:forget"),
    "referral": Job("records.referrals:Referral", "care.referrals:forget"),
    "session": Job("records.accounts:Session", "care.accounts:forget"),
    "ticket": Job("records.accounts:Ticket", "care.accounts:forget"),
    "copy": Job("records.erasures:Copy", "care.erasure.copies:recall"),
    "occurrence": Job("records.campaigns:Occurrence", "care.campaigns.filling:begin_or_watch"),
    "batch": Job("records.campaigns:Batch", "rehearsal:fill", in_parts=True),
    "extract": Job(
        "records.extracts:Extract", "extracting:work", gives_up="care.extracts:gives_up", in_parts=True
    ),
    "enrolment": Job("records.roster:Enrolment", "care.campaigns.enrolling:work", in_parts=True),
    "counting": Job("records.metrics:Counting", "care.metrics.counting:work", in_parts=True),
    "import": Job(
        "records.imports:Import", "care.imports:work", gives_up="care.imports:gives_up", in_parts=True
    ),
}  # fmt: skip


def drain_shard(shard: int, clock: Clock, hands: Hands, found: due.Waiting = due.UNASKED) -> int:
    """Everything that is due in one shard; `found` by whoever has looked already."""
    return drain(shard, clock, JOBS, hands, found)


def tick(clock: Clock, hands: Hands, shards: Iterable[int] = range(SHARDS)) -> int:
    """Every shard in turn; where shards run beside each other, each gets its own hands."""
    return sum(drain_shard(shard, clock, hands) for shard in shards)


def hurry(rows: Iterable[Row], clock: Clock, hands: Hands) -> None:
    """Work these off at once, as the drain would, until each of them rests or another is at it."""
    for row in rows:
        seen = ""
        while row.due_key and row.due_key != seen:
            seen = row.due_key
            work(due.Entry(row.pk, row.sk, seen), clock, JOBS, hands, deque())
            row.refresh(consistent_read=True)


def fold(now: datetime) -> int:
    """The last days' counters from what the drains noted; how many days had anything."""
    from chalicelib.care.metrics import folding

    return sum(1 for day in folding.fold_all(now) if day.counts)


def glance(now: datetime) -> bool:
    """What pages show that no page could ask for; whether anything of the overview is new. A table from
    before some rows were listed as they are now is gone through once, and soon: until then who leaves has
    nothing to hand over."""
    from chalicelib.care.campaigns import enrolling, sketching
    from chalicelib.care.metrics import glancing, workload

    enrolling.begin(now)
    sketching.keep_some(now)
    workload.keep(now)
    return glancing.look(now)


def digest(now: datetime) -> int:
    """The morning's lists; how many people were told."""
    from chalicelib.care import effects
    from chalicelib.care.tasks import morning

    return sum(1 for _ in morning.digest(now, effects.shop_day(now)))


def weather(now: datetime) -> int:
    """What the weather is worth saying; how many alerts campaigns were told of."""
    from chalicelib.care.campaigns import listening
    from chalicelib.care.weather import warning

    return warning.warn(listening.listeners(), now)


TICK = "tick"
# The jobs of the calendar by their names in schedules/jobs.yaml.
DAILY: dict[str, Callable[[datetime], Any]] = {
    "digest": digest,
    "fold": fold,
    "glance": glance,
    "weather": weather,
}


def timed() -> "dict[str, Timed]":
    """What the clock does and when, by job."""
    return {one.job: one for one in plans.timetable([TICK, *DAILY])}


def run_daily(timed: "Timed", now: datetime) -> bool:
    """Once for the latest day whose hour has come, whoever comes first to it; whether it ran. What has no
    hour runs whenever it is asked to, and leaves nothing for others to do."""
    if timed.every:
        DAILY[timed.job](now)
        return False
    local = now.astimezone(ZoneInfo(plans.shop_defaults().zone))
    day = latest_day(local, timed.at or time())
    if _too_late(timed, day, local) or timetable.has_run(timed.job, day):
        return False
    DAILY[timed.job](now)
    timetable.ran(timed.job, day, now)
    return True


def _too_late(timed: "Timed", day: date, now: datetime) -> bool:
    return timed.until is not None and (day < now.date() or now.time() >= timed.until)


def latest_day(now: datetime, at: time) -> date:
    """The day whose hour came last."""
    return now.date() if now.time() >= at else now.date() - timedelta(days=1)
