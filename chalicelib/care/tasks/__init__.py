"""People's tasks: told at once where urgent, in the morning's list else, closed with an outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from chalicelib import files, plans, words
from chalicelib.care import effects
from chalicelib.care.hands import Hands
from chalicelib.errors import BadInput, Conflict, NotFound
from chalicelib.ids import derived
from chalicelib.records import metrics, plain, versions
from chalicelib.records.complaints import Complaint
from chalicelib.records.staff import GiftGiven, Staff
from chalicelib.records.table import NOW, Condition, Row, Write, lane_name, move_due, shard_of, transact
from chalicelib.records.tasks import Task
from chalicelib.records.tellings import Telling
from chalicelib.records.touchpoints import Touchpoint, parts
from chalicelib.rules import colleagues, timing
from chalicelib.rules.clocks import worktime

# Behind all days.
LAST = "~"
Photos = Sequence[Sequence[str | int]]


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
        values = {"task_title": task.title, "due_on": words.near_date(language_of(staff), task.due_on)}
        values |= {"any_hour": "yes"} if task.any_hour else {}
        notice(staff, "task-urgent" if task.urgent else "task-new", derived("t", task.key), values, now)


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
    everybody = effects.colleagues(now.date())
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


def open_ones(rep: str, until: date | None = None, most: int = 0, after: str = "") -> list[Task]:
    """A rep's open tasks by the day they are due, up to that day. `after`: the place in the list (lookup_sk)
    behind which to begin."""
    last = f"{until.isoformat()}$" if until else LAST
    if after >= last:
        return []
    within = Row.lookup_sk.between(f"{after}!", last) if after else Row.lookup_sk < last
    return Task.by_lookup(f"rep#{rep}#open", within, most=most)


def done_ones(rep: str, most: int) -> list[Task]:
    """The latest first."""
    return Task.by_lookup(f"rep#{rep}#done", scan_index_forward=False, most=most)


def reps() -> list[str]:
    """Everybody who may have tasks; tasks without a rep stand under the empty name."""
    return [*(staff.name for staff in Staff.in_partition("staff")), ""]


def language_of(staff: Staff) -> str:
    return words.language_for(staff.language, plans.shop_defaults().language)


def get(key: str, seen: str = "") -> Task:
    """`seen` is the tag that the caller knows, where nothing else may have happened meanwhile."""
    task = Task.by_key(key)
    if task is None:
        raise NotFound(f"There is no task {key}. `aftercare tasks --rep NAME` lists them.")
    versions.check(seen, plain.facts(task), f"Task {key}")
    return task


def tag(task: Task) -> str:
    return versions.tag(plain.facts(task))


def finish(
    key: str, outcome: str, note: str, who: str, now: datetime, seen: str = "", photos: Photos = (),
    besides: Sequence[Task] = (),
) -> Task:  # fmt: skip
    """Done, with how it went; the touchpoint that asked for it hears of it in the same transaction, in which
    the tasks `besides` are opened."""
    task = get(key, seen)
    as_read = as_it_was_read(task)
    check_outcome(task.do, outcome)
    task.state, task.outcome, task.note, task.done_at, task.done_by = "done", outcome, note, now, who
    task.history = [*task.history, effects.history(who, "done", outcome, now)]
    task.photos = with_photos(task, photos)
    task.due_lane = task.due_key = None
    task.listed()
    metrics.count_again(task.due_on, now)
    telling = Telling.by_name(task.telling) if task.telling else None
    new = [Write(one, condition=Row.pk.does_not_exist()) for one in besides]
    writes = [Write(task, condition=as_read), *_told(task, outcome, now), *case_looks(task, now), *new]
    if not transact([*writes, *_answered(telling)]):
        raise changed(key)
    _gift_given(task, now)
    _let_go(telling)
    return task


def check_outcome(do: str, outcome: str) -> bool:
    """Whether an errand of this kind that ends so was carried out; how it cannot end is refused."""
    found = plans.tasks().outcome(do, outcome)
    if found is None and outcome != "done":
        known = ", ".join(one.name for one in plans.tasks().outcomes.get(do, ())) or "done"
        raise BadInput(f"A task to {do} cannot end as {outcome!r}; use one of {known}.")
    return found is None or found.carried_out


def with_photos(task: Task, more: Photos) -> list[list[str | int]] | None:
    kept = {one[0]: list(one) for one in [*(task.photos or []), *more]}
    return list(kept.values()) or None


def _told(task: Task, outcome: str, now: datetime) -> list[Write]:
    touch = Touchpoint.by_key(task.touch_key) if task.touch_key else None
    if touch is None or touch.state != "done":
        return []
    lane = Touchpoint.due_lane.set(lane_name(shard_of(touch.pk), NOW))
    return [Write(touch, (Touchpoint.outcome.set(outcome), *move_due(touch, now, NOW)[:1], lane))]


def case_looks(task: Task, now: datetime) -> list[Write]:
    """The complaint that waits for it looks at once."""
    found = Complaint.find(*Complaint.at(task.case), consistent=True) if task.case else None
    return [Write(found, tuple(move_due(found, now)), Row.pk.exists())] if found else []


def _answered(telling: Telling | None) -> list[Write]:
    """What it had somebody read leaves the list of what waits."""
    if telling is None or telling.state != "asked":
        return []
    return [Write(telling, telling.left("answered"), Telling.state == "asked")]


def _let_go(telling: Telling | None) -> None:
    """The photos of somebody whom nobody knows; nobody could ever ask for their erasure."""
    for key, *_ in telling.files if telling and not telling.customer_id else ():
        files.remove(str(key))


def _gift_given(task: Task, now: datetime) -> None:
    if task.do == "gift" and task.touch_key:
        given = GiftGiven.find(*GiftGiven.at(*parts(task.touch_key)))
        if given:
            ended = plans.tasks().outcome(task.do, task.outcome)
            state = "given" if ended is None or ended.carried_out else "kept"
            given.change([GiftGiven.state.set(state), GiftGiven.given_at.set(now)])


def as_it_was_read(task: Task) -> Condition:
    """Still open, and nobody else's deed would be written over."""
    return (Task.state == "open") & (Task.history == task.history) & (Task.rep == task.rep)


def changed(key: str) -> Conflict:
    task = get(key)
    ended = f"Task {key} is no longer open."
    return Conflict(
        ended if task.state != "open" else f"Task {key} was changed meanwhile; look and try again."
    )


def postpone(key: str, day: date, why: str, who: str, now: datetime, seen: str = "") -> Task:
    """Another day; the series that it belongs to does not move."""
    task = get(key, seen)
    as_read = as_it_was_read(task)
    metrics.count_again(task.due_on, now)
    task.due_on, task.at_time = day, None
    task.history = [*task.history, effects.history(who, f"postponed to {day}", why, now)]
    task.listed()
    if not transact([Write(task, condition=as_read), *case_looks(task, now)]):
        raise changed(key)
    return task


def open_reply(customer_id: str, name: str, rep: str, text: str, reason: str, now: datetime) -> Task:
    """Something a customer wrote that a person must read, in the shop's working hours."""
    title = words.task("reply", plans.shop_defaults().language, {"customer_name": name, "note": text})
    opens = worktime.opening(now, plans.complaints().calendar)
    ask = effects.OpenTask("reply", days=(effects.shop_day(opens) - effects.shop_day(now)).days)
    return effects.open_task(ask, rep, title, now, reason=reason, customer_id=customer_id, tell_at=opens)
