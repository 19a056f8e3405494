"""How an errand went, as whoever ran it says on the way to the next: with photos, and with another day."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib import plans
from chalicelib.care import effects
from chalicelib.care.tasks import (
    Photos,
    case_looks,
    changed,
    check_outcome,
    finish,
    get,
    hearing,
    with_photos,
)
from chalicelib.effects import OpenTask
from chalicelib.errors import BadInput
from chalicelib.plans import saying
from chalicelib.records import metrics, plain, versions
from chalicelib.records.table import Write, transact
from chalicelib.records.tasks import Task
from chalicelib.rules import calling
from chalicelib.sentences import Said

TRY = re.compile(r"(\w+), again on ")
UNREACHED, MOVED = "unreached", "postponed to"
AT_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True)
class Report:
    """`next_on`: when somebody goes or phones again, `next_at` at which hour, where one was agreed."""

    outcome: str
    note: str = ""
    next_on: date | None = None
    next_at: str = ""
    photos: Photos = ()


def report(key: str, said: Report, who: str, now: datetime, seen: str = "") -> Task:
    """What was carried out is done; with a next day the step that follows comes on it, else the same errand
    once more. What was not carried out stays open for its next day; whoever was not reached is tried again
    by itself, a few times; all else has ended so. A second press of the button changes nothing."""
    task = get(key)
    carried_out = check_outcome(task.do, said.outcome, said.note)
    again = _tried_again(task, said, now)
    if _was_said(task, said, who) or _was_said(task, again, who):
        return task
    versions.check(seen, plain.facts(task), Said("Task {key}", key=key))
    _check(said, now)
    if again.next_on and not carried_out and (said.next_on or not _is_last(task)):
        return _tried(task, again, who, now)
    besides, agreed = [_unreached(task, now)] if again != said else [], ""
    if said.next_on and hearing.leads_on(task, said.outcome):
        agreed = f"{said.next_on} {said.next_at}".strip()
    elif said.next_on:
        besides = [_follow_up(task, said, now)]
    return finish(key, said.outcome, said.note, who, now, seen, said.photos, besides, agreed)


def _tried_again(task: Task, said: Report, now: datetime) -> Report:
    """With the day and hour of the next try, where the outcome asks for one and none was agreed."""
    ended = plans.tasks().outcome(task.do, said.outcome)
    if said.next_on or ended is None or not ended.again or task.step == UNREACHED:
        return said
    day, hour = calling.next_try(now, plans.tasks().tries.hours, plans.complaints().calendar)
    return replace(said, next_on=day, next_at=f"{hour:%H:%M}")


def _is_last(task: Task) -> bool:
    return len(tries(task)) + 1 >= plans.tasks().tries.most


def _unreached(task: Task, now: datetime) -> Task:
    """Somebody above looks for another way; that one ends for good when it ends in vain."""
    most = plans.tasks().tries.most
    title = saying.asked(
        UNREACHED, lambda language: {"task_title": task.title_in(language), "task_count": most}
    )
    new = effects.new_task(
        OpenTask("ask"), effects.above(task.rep, now), title, now, reason=f"{task.id} unreached",
        customer_id=task.customer_id, sale_id=task.sale_id, step=UNREACHED,
    )  # fmt: skip
    new.friend = task.friend
    return new


def appoint(key: str, day: date, at_time: str, why: str, who: str, now: datetime, seen: str = "") -> Task:
    """Another day, or an hour of it that was agreed; the series that it belongs to does not move."""
    task = get(key, seen)
    _check(Report("", next_on=day, next_at=at_time), now)
    as_read = task.as_read()
    metrics.count_again(task.due_on, now)
    task.due_on, task.at_time = day, at_time or None
    when = f"{MOVED} {day} {at_time}".strip()
    task.history = [*task.history, effects.history(who, when, why, now)]
    task.listed()
    return _put(task, as_read, now)


def _check(said: Report, now: datetime) -> None:
    if said.next_at and not AT_TIME.fullmatch(said.next_at):
        raise BadInput("{next_at!r} is no time of day; write it as 14:30.", next_at=said.next_at)
    if said.next_at and not said.next_on:
        raise BadInput("{next_at} on which day? Give the day of the next time, too.", next_at=said.next_at)
    if said.next_on and said.next_on < effects.shop_day(now):
        raise BadInput(
            "{next_on} is past. Give today or a later day for the next time.", next_on=said.next_on
        )


def _was_said(task: Task, said: Report, who: str) -> bool:
    """By the same person with the same words: their button was pressed twice, or the page sent again."""
    if task.state == "done":
        return (task.outcome, task.note, task.done_by) == (said.outcome, said.note, who)
    last = task.history[-1][1:] if task.history else []
    return bool(said.next_on) and last == [who, _attempt(said), said.note]


def _attempt(said: Report) -> str:
    return f"{said.outcome}, again on {said.next_on} {said.next_at}".strip()


def tries(task: Task) -> list[tuple[str, str, str]]:
    """Whoever went in vain before: (who, the outcome, what they noted)."""
    found = ((who, TRY.match(what), why) for _, who, what, why in task.history)
    return [(who, tried[1], why) for who, tried, why in found if tried]


def moved(task: Task) -> tuple[str, str]:
    """Who gave it the day that it has now, and why; nothing where it has its first one or the next try's."""
    _, who, what, why = task.history[-1] if task.history else ("", "", "", "")
    return (who, why) if what.startswith(MOVED) else ("", "")


def _tried(task: Task, said: Report, who: str, now: datetime) -> Task:
    """It stays the same task, since what hangs on its outcome waits for that."""
    as_read = task.as_read()
    metrics.count_again(task.due_on, now)
    task.due_on, task.at_time = said.next_on or task.due_on, said.next_at or None
    task.history = [*task.history, effects.history(who, _attempt(said), said.note, now)]
    task.photos = with_photos(task, said.photos)
    task.listed()
    return _put(task, as_read, now)


def _put(task: Task, as_read: object, now: datetime) -> Task:
    if not transact([Write(task, condition=as_read), *case_looks(task, now)]):  # type: ignore[arg-type]
        raise changed(task.key)
    return task


def _follow_up(task: Task, said: Report, now: datetime) -> Task:
    """The same errand once more. The series' next one comes on its own day all the same."""
    new = effects.new_task(
        OpenTask(task.do), task.rep, task.title, now, reason=f"{task.id} again", customer_id=task.customer_id,
        sale_id=task.sale_id, case=task.case,
    )  # fmt: skip
    new.friend = task.friend
    new.due_on, new.at_time = said.next_on or new.due_on, said.next_at or None
    new.listed()
    return new
