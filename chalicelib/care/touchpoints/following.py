"""What hangs on a touchpoint: its next occurrence, and the steps that wait for its outcome.

Both are written before the touchpoint itself is claimed or closed, with ids that are always the same,
so that no crash can lose them and doing it twice makes one.
"""

from datetime import datetime, timedelta

from chalicelib import plans
from chalicelib.care.touchpoints.subject import Subject
from chalicelib.records.sales import Sale
from chalicelib.records.table import lane_name, move_due, shard_of
from chalicelib.records.touchpoints import OPEN, Touchpoint, lane_of, touch_id
from chalicelib.rules import timing
from chalicelib.rules.sending import Never, Wait
from chalicelib.steps import Step

LOOK_AGAIN = timedelta(days=1)


def prepare(subject: Subject, now: datetime, carried_out: bool = True) -> None:
    """Put everything that hangs on this occurrence."""
    if subject.sale is None:
        return
    if subject.step.repeat:
        _next_occurrence(subject)
    for step in _hanging_on(subject):
        if carried_out:
            _after_outcome(subject, step, now)
        else:
            _without_outcome(subject, step)


def _next_occurrence(subject: Subject) -> None:
    sale, step, touch = subject.sale, subject.step, subject.touch
    anchor = sale.anchor(step.anchor) if sale else None
    if sale and anchor:
        number = int(touch.occurrence) + 1
        due_at = timing.due_at(step, anchor, number, subject.zone, subject.window, touch.id)
        planned(subject, sale, step, number, due_at).create()


def _hanging_on(subject: Subject) -> list[Step]:
    plan = plans.plan_of(subject.touch.plan, int(subject.touch.plan_version))
    return [step for step in (plan.steps if plan else ()) if step.anchor == f"outcome:{subject.step.name}"]


def _after_outcome(subject: Subject, step: Step, now: datetime) -> None:
    """A step on the outcome of words: due so long after them. One on the outcome of a task waits
    until the person has said how it went (care/tasks.py)."""
    if subject.sale is None or step.on_outcome or subject.says is None:
        return
    due_at = timing.due_at(step, now, 1, subject.zone, subject.window, subject.touch.id)
    row = planned(subject, subject.sale, step, int(subject.touch.occurrence), due_at)
    if not row.create():
        wake(row, due_at)


def after_task(subject: Subject, now: datetime) -> None:
    """A person said how the errand went: the steps on that outcome are planned from today; one for which
    a day was agreed opens its task at once, for that day."""
    touch = subject.touch
    for step in _hanging_on(subject):
        if subject.sale and (not step.on_outcome or touch.outcome in step.on_outcome):
            later = timing.due_at(step, now, 1, subject.zone, subject.window, touch.id)
            due_at = now if touch.agreed else later
            row = planned(subject, subject.sale, step, int(touch.occurrence), due_at)
            row.agreed = touch.agreed
            if not row.create():
                wake(row, due_at)
        elif subject.sale:
            _without_outcome(subject, step)


def wake(row: Touchpoint, due_at: datetime) -> None:
    """A row that waited for its anchor is planned now; one that is further on stays as it is."""
    stored = Touchpoint.find(row.pk, row.sk, consistent=True)
    if stored and stored.state == "waiting":
        actions = [
            Touchpoint.state.set("planned"),
            Touchpoint.due_at.set(due_at),
            Touchpoint.expires_at.set(row.expires_at),
            *([Touchpoint.agreed.set(row.agreed)] if row.agreed else []),
        ]
        stored.change(
            [*actions, Touchpoint.due_lane.set(row.due_lane), Touchpoint.due_key.set(row.due_key)],
            Touchpoint.state == "waiting",
        )


def _without_outcome(subject: Subject, step: Step) -> None:
    stored = Touchpoint.find(
        *Touchpoint.at(
            subject.touch.owner, touch_id(subject.touch.sale_id, step.name, int(subject.touch.occurrence))
        )
    )
    if stored and stored.state == "waiting":
        actions = [Touchpoint.state.set("skipped"), Touchpoint.reason.set("nothing_to_follow")]
        stored.change(actions, Touchpoint.state == "waiting")


def planned(subject: Subject, sale: Sale, step: Step, occurrence: int, due_at: datetime) -> Touchpoint:
    """A new planned row for a step of this sale."""
    touch = subject.touch
    row = Touchpoint(
        *Touchpoint.at(touch.owner, touch_id(sale.id, step.name, occurrence)), sale_id=sale.id,
        also=touch.also, plan=touch.plan, plan_version=touch.plan_version, step=step.name,
        occurrence=occurrence, purpose=step.purpose, due_at=due_at,
        expires_at=due_at + step.expires.times(1), import_id=touch.import_id,
    )  # fmt: skip
    row.is_due(due_at, shard_of(row.pk), lane_of(step.purpose))
    return row


def parent_gate(subject: Subject, now: datetime) -> Wait | Never | None:
    """A step on an outcome goes only once its parent was carried out."""
    name = subject.step.anchor.removeprefix("outcome:")
    if name == subject.step.anchor or subject.step.on_outcome:
        return None
    parent_id = touch_id(subject.touch.sale_id, name, int(subject.touch.occurrence))
    parent = Touchpoint.find(*Touchpoint.at(subject.touch.owner, parent_id))
    if parent is None or parent.state in ("sent", "done"):
        return None
    if parent.state in OPEN:
        return Wait(now + LOOK_AGAIN, "step_before_open")
    return Never("step_before_not_done")


def again(touch: Touchpoint, at: datetime) -> list:
    """Actions that make a row planned again at another moment."""
    lane = lane_name(shard_of(touch.pk), lane_of(touch.purpose))
    return [Touchpoint.state.set("planned"), *move_due(touch, at), Touchpoint.due_lane.set(lane)]
