"""The ends of a touchpoint's way other than success, each with its reason kept."""

from datetime import datetime

from chalicelib.care import effects
from chalicelib.care.hands import Hands
from chalicelib.care.touchpoints import errands, following
from chalicelib.care.touchpoints.subject import Subject
from chalicelib.effects import OpenTask
from chalicelib.plans import saying
from chalicelib.records import due, runs
from chalicelib.records.table import leave_due
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import endings, timing
from chalicelib.rules.sending import Wait

BY_PERSON = ("no_links", "no_address", "not_allowed_there")


def never(subject: Subject, reason: str, now: datetime, hands: Hands) -> None:
    """Not by message. Where the kind knows another way and nobody refused, a person does it."""
    if otherwise := by_person(subject, reason):
        _hand_to_person(subject, otherwise, now, hands)
    else:
        skip(subject, reason, now, hands)


def by_person(subject: Subject, reason: str) -> OpenTask | None:
    """What a person does where no message can go for this reason, if the kind knows of anything."""
    return subject.says.otherwise if subject.says and reason in BY_PERSON else None


def _hand_to_person(subject: Subject, task: OpenTask, now: datetime, hands: Hands) -> None:
    touch = subject.touch
    key = touch.due_key
    if not due.claim(touch, now):
        return
    following.prepare(subject, now)
    errands.open_task(task, subject, now, hands)
    due.settle(
        touch,
        key,
        None,
        Touchpoint.state.set("done"),
        Touchpoint.reason.set("by_person"),
        Touchpoint.sent_at.set(now),
    )
    hands.settle(touch.key, touch.step, "sent", "by_person", "", 0, "", "0")


def skip(subject: Subject, reason: str, now: datetime, hands: Hands) -> None:
    """The end, with its reason; what hangs on the occurrence goes first. Critical words find a person."""
    touch = subject.touch
    if reason == "passed_over":
        reason = touch.latest_wait or reason
    following.prepare(subject, now, carried_out=False)
    if touch.purpose == "critical":
        _unreachable(subject, reason, now, hands)
    _point(touch, "refused", reason, now)
    actions = [
        Touchpoint.state.set("skipped"), Touchpoint.reason.set(reason), Touchpoint.lease_until.remove(),
        Touchpoint.settled_at.set(now), *leave_due(),
    ]  # fmt: skip
    same = (Touchpoint.state == touch.state) & (Touchpoint.attempt == touch.attempt)
    if touch.change(actions, same & (Touchpoint.due_key == touch.due_key)):
        hands.settle(touch.key, touch.step, "refused", reason, "", 0, "", "0")


def fail(subject: Subject, reason: str, now: datetime, hands: Hands) -> None:
    """Every channel was tried and said no for good."""
    touch = subject.touch
    if touch.purpose == "critical":
        _unreachable(subject, reason, now, hands)
    _point(touch, "failed", reason, now)
    failed = [Touchpoint.state.set("failed"), Touchpoint.reason.set(reason), Touchpoint.settled_at.set(now)]
    actions = [*failed, *leave_due()]
    if touch.change(actions, (Touchpoint.state == "sent") & (Touchpoint.attempt == touch.attempt)):
        hands.settle(touch.key, touch.step, "failed", reason, touch.channel, 0, "", "0")


def _point(touch: Touchpoint, outcome: str, reason: str, now: datetime) -> None:
    """What a person has to hear of is found even if we die before this drain notes what it settled."""
    if endings.kind_of(outcome, reason):
        runs.point(touch, now.date().isoformat(), now)


def _unreachable(subject: Subject, reason: str, now: datetime, hands: Hands) -> None:
    if subject.overtaken:
        return  # nobody needs to be asked any more
    errands.open_task(OpenTask("unreachable", days=0, urgent=True), subject, now, hands)


def ask_for_address(subject: Subject, now: datetime) -> None:
    """A number or address that does not exist: the rep asks for the right one."""
    touch = subject.touch
    values = {"customer_name": subject.person.name, "channel": touch.channel, "address": touch.address}
    effects.open_task(
        OpenTask("ask", days=3), subject.sale.rep if subject.sale else "",
        saying.asked("bad-address", values), now,
        reason=f"bad {touch.channel} {touch.address}", customer_id=touch.owner, sale_id=touch.sale_id,
    )  # fmt: skip


def tell_operator(provider: str, code: str, now: datetime) -> None:
    """A fault of our own set-up: one task a day, not one a message."""
    title = saying.asked("misconfigured", {"provider": provider, "error": code})
    effects.open_task(
        OpenTask("fix", days=0, urgent=True), "", title, now, reason=f"{provider} {code} {now.date()}"
    )


def trial_wait(subject: Subject, now: datetime) -> Wait:
    """SEND_ONLY_TO is set and this person is not on it."""
    return Wait(timing.next_start(now, subject.window, subject.zone), "send_only_to", known_end=False)
