"""The clock's jobs: the minute's tick over all shards, and the few of the calendar.

What most drains never meet is imported when it falls due: a cold start on Lambda waits for each import.
"""

from collections import deque
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib import plans
from chalicelib.care import effects, planning, requests, switches, tasks, timetable
from chalicelib.care.dispatch import Clock, Job, drain, work
from chalicelib.care.hands import Hands
from chalicelib.care.metrics import folding
from chalicelib.care.tasks import morning
from chalicelib.care.touchpoints.settle import settle
from chalicelib.plans.jobs import Timed
from chalicelib.records import due
from chalicelib.records.accounts import Session, Ticket
from chalicelib.records.campaigns import Batch, Occurrence
from chalicelib.records.clusters import Struck
from chalicelib.records.complaints import Complaint
from chalicelib.records.erasures import Copy
from chalicelib.records.idempotency import Request
from chalicelib.records.imports import Import
from chalicelib.records.metrics import Counting
from chalicelib.records.pulls import Pull
from chalicelib.records.referrals import Referral
from chalicelib.records.roster import Enrolment
from chalicelib.records.sales import Sale
from chalicelib.records.table import SHARDS, Row
from chalicelib.records.tasks import Task
from chalicelib.records.tellings import Telling
from chalicelib.records.touchpoints import Touchpoint

FAILED = (Touchpoint.state.set("failed"), Touchpoint.reason.set("failed"))


def _failed(touch: Touchpoint) -> tuple:
    """What went has not failed, even if its last word could not be found out."""
    return () if touch.state in ("sent", "done") else FAILED


def _watch(complaint: Complaint, now: datetime, hands: Hands) -> datetime | None:
    from chalicelib.care.complaints import watching

    return watching.watch(complaint, now, hands)


def _look_at_batch(struck: Struck, now: datetime, hands: Hands) -> None:
    from chalicelib.care.complaints import clusters

    clusters.look(struck, now, hands)


def _place(told: Telling, now: datetime, hands: Hands) -> None:
    from chalicelib.care.complaints import intake

    intake.work(told, now, hands)


def _recall(copy: Copy, now: datetime, hands: Hands) -> None:
    from chalicelib.care import erasure

    erasure.recall(copy, now, hands)


def _work_off(batch: Import, now: datetime, hands: Hands) -> datetime | None:
    from chalicelib.care import imports  # reads telephones and sheets, which no other job needs

    return imports.work(batch, now, hands)


def _import_failed(batch: Import) -> tuple:
    why = "It failed again and again. Look at the log, then bring the file in again: it goes on where it was."
    return (Import.state.set("failed"), Import.reason.set(why)) if batch.state != "done" else ()


def _forget_friend(row: Referral, now: datetime, hands: Hands) -> None:
    from chalicelib.care import referrals

    referrals.forget(row, now, hands)


def _expire(row: Session | Ticket, now: datetime, hands: Hands) -> None:
    from chalicelib.care import accounts  # reads mail addresses, which few other jobs do

    accounts.forget(row, now, hands)


def _begin_or_watch(coming: Occurrence, now: datetime, hands: Hands) -> datetime | None:
    from chalicelib.care.campaigns import filling

    return filling.begin_or_watch(coming, now, hands)


def _fill(batch: Batch, now: datetime, hands: Hands) -> datetime | None:
    from chalicelib import rehearsal
    from chalicelib.care.campaigns import filling

    return filling.fill(batch, now, hands, rehearsal.foresee)


def _enrol(row: Enrolment, now: datetime, hands: Hands) -> datetime | None:
    from chalicelib.care.campaigns import enrolling

    return enrolling.work(row, now)


def _count(row: Counting, now: datetime, hands: Hands) -> datetime | None:
    from chalicelib.care.metrics import counting

    return counting.work(row, now)


# By the beginning of the sort key: who works on a row of this kind when it falls due.
JOBS = {
    "touch": Job(Touchpoint, settle, outer=True, gives_up=_failed),
    "sale": Job(Sale, planning.plan),
    "task": Job(Task, tasks.remind),
    "complaint": Job(Complaint, _watch),
    "struck": Job(Struck, _look_at_batch),
    "telling": Job(Telling, _place),
    "pull": Job(Pull, switches.pull),
    "request": Job(Request, requests.forget),
    "referral": Job(Referral, _forget_friend),
    "session": Job(Session, _expire),
    "ticket": Job(Ticket, _expire),
    "copy": Job(Copy, _recall),
    "occurrence": Job(Occurrence, _begin_or_watch),
    "batch": Job(Batch, _fill),
    "enrolment": Job(Enrolment, _enrol, in_parts=True),
    "counting": Job(Counting, _count, in_parts=True),
    "import": Job(Import, _work_off, gives_up=_import_failed, in_parts=True),
}


def drain_shard(shard: int, clock: Clock, hands: Hands) -> int:
    """Everything that is due in one shard."""
    return drain(shard, clock, JOBS, hands)


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
    return sum(1 for day in folding.fold_all(now) if day.counts)


def digest(now: datetime) -> int:
    """The morning's lists; how many people were told."""
    return sum(1 for _ in morning.digest(now, effects.shop_day(now)))


def weather(now: datetime) -> int:
    """What the weather is worth saying; how many alerts campaigns were told of."""
    from chalicelib.care.campaigns import listening
    from chalicelib.care.weather import warning

    return warning.warn(listening.listeners(), now)


TICK = "tick"
# The jobs of the calendar by their names in schedules/jobs.yaml.
DAILY: dict[str, Callable[[datetime], Any]] = {"digest": digest, "fold": fold, "weather": weather}


def timed() -> dict[str, Timed]:
    """What the clock does and when, by job."""
    return {one.job: one for one in plans.timetable([TICK, *DAILY])}


def run_daily(timed: Timed, now: datetime) -> bool:
    """Once for the latest day whose hour has come, whoever comes first to it; whether it ran."""
    local = now.astimezone(ZoneInfo(plans.shop_defaults().zone))
    day = latest_day(local, timed.at or time())
    if _too_late(timed, day, local) or timetable.has_run(timed.job, day):
        return False
    DAILY[timed.job](now)
    timetable.ran(timed.job, day, now)
    return True


def _too_late(timed: Timed, day: date, now: datetime) -> bool:
    return timed.until is not None and (day < now.date() or now.time() >= timed.until)


def latest_day(now: datetime, at: time) -> date:
    """The day whose hour came last."""
    return now.date() if now.time() >= at else now.date() - timedelta(days=1)
