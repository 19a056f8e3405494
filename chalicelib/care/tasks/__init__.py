"""People's tasks: told at once where urgent, in the morning's list else, closed with an outcome."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from chalicelib import plans, words
from chalicelib.care import effects
from chalicelib.care.hands import Hands
from chalicelib.care.tasks import hearing
from chalicelib.care.tasks.hearing import case_looks
from chalicelib.errors import BadInput, Conflict, NotFound
from chalicelib.ids import derived
from chalicelib.plans import saying
from chalicelib.records import metrics, plain, versions
from chalicelib.records import tasks as records
from chalicelib.records.staff import Staff
from chalicelib.records.table import NOW, Row, Write, shard_of, transact
from chalicelib.records.tasks import Task
from chalicelib.records.tellings import Telling
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import colleagues, timing
from chalicelib.rules.clocks import worktime
from chalicelib.sentences import Said

Photos = Sequence[Sequence[str | int]]


# Letters of a task in an SMS; another alphabet takes twice the room.
SHORT, SHORT_CHINESE, LEAST = 240, 96, 40
# What follows in an SMS is the shop's own ending, which must not read on.
ENDED = re.compile(r"[.!?…。！？][\"”」]?$")
ADDRESS = re.compile(r"\s*https?://\S+")


@dataclass(frozen=True)
class Listing:
    """A rep's tasks on a day."""

    overdue: tuple[Task, ...]
    due: tuple[Task, ...]
    coming: tuple[Task, ...]
    done: tuple[Task, ...]


def remind(task: Task, now: datetime, hands: Hands) -> None:
    """The dispatcher's way in: the rep hears of it, else the rep's manager, else any."""
    staff = _reachable(task.rep, now)
    if staff and task.state == "open" and not _was_listed(task, staff, now):
        language = language_of(staff)
        title = task.title_in(language)
        values = {
            "task_title": title, "task_short": _short(title),
            "due_on": words.near_date(language, task.due_on),
        }  # fmt: skip
        values |= {"any_hour": "yes"} if task.any_hour else {}
        notice(staff, "task-urgent" if task.urgent else "task-new", derived("t", task.key), values, now)


def _short(title: str) -> str:
    """For an SMS of two segments: what it is about, cut where it is long, and what to do, without an
    address."""
    about, *further = ADDRESS.sub("", title).splitlines() or [""]
    most = (SHORT if title.isascii() else SHORT_CHINESE) - sum(map(len, further))
    cut = about if len(about) <= most else f"{about[: max(most, LEAST) - 1]}…"
    text = "\n".join([cut, *further]).rstrip()
    return text if ENDED.search(text) else text + ("." if text[-1:].isascii() else "。")


def _was_listed(task: Task, staff: Staff, now: datetime) -> bool:
    """Whether this morning's list told them of what can wait so long."""
    listed_at = timing.at_wall_clock(
        effects.shop_day(now), plans.tasks().digest_at, plans.shop_defaults().zone
    )
    return not task.urgent and staff.name == task.rep and task.opened_at < listed_at <= now


def notice(staff: Staff, step: str, touch_id: str, values: dict, now: datetime, by: str = "") -> bool:
    """A message to one of the staff; the same id makes the same message. `by`: one channel and no other."""
    over = [channel for channel in ("sms", "email") if by not in ("", channel)]
    row = Touchpoint(
        *Touchpoint.at(staff.id, touch_id), step=step, purpose="staff", values=values, due_at=now,
        passed_over=over,
    )  # fmt: skip
    row.is_due(now, shard_of(row.pk), NOW)
    return row.create()


def _reachable(name: str, now: datetime) -> Staff | None:
    """The rep, else the first above him who has a telephone or a mail address."""
    staff = Staff.find(*Staff.at(name)) if name else None
    if staff and (staff.phone or staff.email):
        return staff
    everybody = effects.colleagues(effects.shop_day(now))
    found = colleagues.reachable(name, everybody, plans.compensation().ladder)
    return Staff.find(*Staff.at(found.name)) if found else None


def of_rep(rep: str, today: date) -> Listing:
    """Open tasks by when they are due, and those done lately with their outcome."""
    open_now = open_ones(rep)
    return Listing(
        tuple(task for task in open_now if task.due_on < today),
        tuple(task for task in open_now if task.due_on == today),
        tuple(task for task in open_now if task.due_on > today),
        tuple(done_ones(rep, most=50)),
    )


def open_ones(rep: str, since: date | None = None, until: date | None = None, most: int = 0) -> list[Task]:
    """A rep's open tasks by the day they are due, from one day to another."""
    first = since.isoformat() if since else records.FIRST
    last = until.isoformat() if until else records.LAST
    return records.of_rep(rep, "open", first, last, most=most)


def done_ones(rep: str, most: int) -> list[Task]:
    """The latest first."""
    return records.of_rep(rep, "done", scan_index_forward=False, most=most)


def reps() -> list[str]:
    """Everybody who may have tasks; tasks without a rep stand under the empty name."""
    return [*(staff.name for staff in Staff.in_partition("staff")), ""]


def language_of(staff: Staff) -> str:
    return words.language_for(staff.language, plans.shop_defaults().language)


def get(key: str, seen: str = "") -> Task:
    """`seen` is the tag that the caller knows, where nothing else may have happened meanwhile."""
    task = Task.by_key(key)
    if task is None:
        raise NotFound("There is no task {key}. `aftercare tasks --rep NAME` lists them.", key=key)
    versions.check(seen, plain.facts(task), Said("Task {key}", key=key))
    return task


def tag(task: Task) -> str:
    return versions.tag(plain.facts(task))


def finish(
    key: str, outcome: str, note: str, who: str, now: datetime, seen: str = "", photos: Photos = (),
    besides: Sequence[Task] = (), agreed: str = "",
) -> Task:  # fmt: skip
    """Done, with how it went; the touchpoint that asked for it hears of it in the same transaction, in which
    the tasks `besides` are opened. `agreed`: a day, with an hour, for the step that follows."""
    task = get(key, seen)
    as_read = task.as_read()
    check_outcome(task.do, outcome, note)
    task.note = note
    task.history = [*task.history, effects.history(who, "done", outcome, now)]
    task.photos = with_photos(task, photos)
    task.end(outcome, who, now)
    metrics.count_again(task.due_on, now)
    telling = Telling.by_name(task.telling) if task.telling else None
    new = [Write(one, condition=Row.pk.does_not_exist()) for one in besides]
    heard = [
        *hearing.touch(task, outcome, now, agreed), *case_looks(task, now), *hearing.telling(telling),
        *hearing.complaint(task, now),
    ]  # fmt: skip
    if not transact([Write(task, condition=as_read), *heard, *new]):
        raise changed(key)
    hearing.gift(task, now)
    hearing.let_go(telling)
    if check_outcome(task.do, outcome, note):
        hearing.said_in_person(task, who, now)
    return task


def check_outcome(do: str, outcome: str, note: str) -> bool:
    """Whether an errand of this kind that ends so was carried out; how it cannot end is refused."""
    found = plans.tasks().outcome(do, outcome)
    if found and found.complaint and not note.strip():
        raise BadInput("Note what the customer complains of, in their words: a complaint is opened with it.")
    if found and found.note and not note.strip():
        raise BadInput("Note what came of it.")
    if found is None and outcome != "done":
        known = [one.name for one in plans.tasks().outcomes.get(do, ())] or ["done"]
        raise BadInput(
            "A task to {do} cannot end as {outcome!r}; use one of {known}.",
            do=do, outcome=outcome, known=known,
        )  # fmt: skip
    return plans.tasks().succeeded(do, outcome)


def with_photos(task: Task, more: Photos) -> list[list[str | int]] | None:
    kept = {one[0]: list(one) for one in [*(task.photos or []), *more]}
    return list(kept.values()) or None


def changed(key: str) -> Conflict:
    task = get(key)
    if task.state != "open":
        return Conflict("Task {key} is no longer open.", key=key)
    return Conflict("Task {key} was changed meanwhile; look and try again.", key=key)


def postpone(key: str, day: date, why: str, who: str, now: datetime, seen: str = "") -> Task:
    """Another day; the series that it belongs to does not move."""
    task = get(key, seen)
    as_read = task.as_read()
    metrics.count_again(task.due_on, now)
    task.due_on, task.at_time = day, None
    task.history = [*task.history, effects.history(who, f"postponed to {day}", why, now)]
    task.listed()
    if not transact([Write(task, condition=as_read), *case_looks(task, now)]):
        raise changed(key)
    return task


def open_reply(customer_id: str, name: str, rep: str, text: str, reason: str, now: datetime) -> Task:
    """Something a customer wrote that a person must read, in the shop's working hours."""
    title = saying.asked("reply", {"customer_name": name, "note": text})
    opens = worktime.opening(now, plans.complaints().calendar)
    ask = effects.OpenTask("reply", days=(effects.shop_day(opens) - effects.shop_day(now)).days)
    return effects.open_task(ask, rep, title, now, reason=reason, customer_id=customer_id, tell_at=opens)
