"""Touches that are not words: a task opened, a gift set aside, a customer filed. Claimed and run
again after a crash, since everything they hand on has a derived id."""

from datetime import date, datetime

from chalicelib.care import effects
from chalicelib.care.hands import Hands
from chalicelib.care.touchpoints import following, rendering
from chalicelib.care.touchpoints.subject import Subject
from chalicelib.effects import Classify, Effect, HandOver, OpenTask
from chalicelib.records import due
from chalicelib.records.touchpoints import Touchpoint


def run(subject: Subject, now: datetime, hands: Hands) -> None:
    touch = subject.touch
    key = touch.due_key
    if not due.claim(touch, now):
        return
    following.prepare(subject, now)
    for ask in subject.asks:
        carry_out(ask, subject, now, hands)
    due.settle(touch, key, None, Touchpoint.state.set("done"), Touchpoint.sent_at.set(now))
    hands.settle(touch.key, touch.step, "sent", "", "", 0, "", "0")


def carry_out(ask: Effect, subject: Subject, now: datetime, hands: Hands) -> None:
    if isinstance(ask, OpenTask):
        open_task(ask, subject, now, hands)
    elif isinstance(ask, HandOver):
        effects.hand_over(ask.gift, subject.touch, now)
    elif isinstance(ask, Classify) and subject.customer:
        effects.classify(subject.customer)


def open_task(ask: OpenTask, subject: Subject, now: datetime, hands: Hands) -> None:
    touch = subject.touch
    title = rendering.task_title(subject, ask, hands)
    task = effects.new_task(
        _in_time(ask, touch, now), _handler(subject), title, now, reason=f"{touch.id} {ask.do}",
        customer_id=touch.owner, sale_id=touch.sale_id, touch_key=touch.key, step=touch.step,
        case=touch.values.get("complaint_number") or None,
    )  # fmt: skip
    if touch.agreed:
        day, _, hour = touch.agreed.partition(" ")
        task.due_on, task.at_time = date.fromisoformat(day), hour or None
        task.listed()
    task.create()


def _handler(subject: Subject) -> str:
    """The seller, or whoever looks after the complaint that it is about."""
    return subject.sale.rep if subject.sale else subject.touch.values.get("handler_name", "")


def _in_time(ask: OpenTask, touch: Touchpoint, now: datetime) -> OpenTask:
    """What loses its sense earlier is due earlier: a neighbours' notice before the noise begins."""
    left = (touch.expires_at - now).days if touch.expires_at else ask.days
    return ask._replace(days=max(0, min(ask.days, left)))
