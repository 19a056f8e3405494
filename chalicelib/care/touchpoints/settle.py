"""What a due touchpoint asks for at this moment, by its state."""

from datetime import datetime

from chalicelib.care.hands import Hands
from chalicelib.care.touchpoints import closing, errands, following, sending
from chalicelib.care.touchpoints.subject import Subject, load
from chalicelib.records.table import leave_due, move_due
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules.sending import Decision, Never, Send, Wait, decide

FAILED = (Touchpoint.state.set("failed"), Touchpoint.reason.set("failed"))


def settle(touch: Touchpoint, now: datetime, hands: Hands) -> None:
    """The dispatcher's way in; `planned`, `sending` and `sent` rows fall due, and `done` ones
    when the person who ran the errand has said how it went."""
    if touch.state == "planned":
        consider(load(touch), now, hands)
    elif touch.state == "sending":
        from chalicelib.care.touchpoints import uncertain  # seldom: a cold start waits for each import

        uncertain.resolve(load(touch), now, hands)
    elif touch.state == "sent":
        from chalicelib.care.touchpoints import confirming

        confirming.confirm(load(touch), now, hands)
    else:
        if touch.state == "done" and touch.outcome:
            following.after_task(load(touch), now)
        touch.change(leave_due(), Touchpoint.due_key == touch.due_key)


def gives_up(touch: Touchpoint) -> tuple:
    """What went has not failed, even if its last word could not be found out."""
    return () if touch.state in ("sent", "done") else FAILED


def consider(subject: Subject, now: datetime, hands: Hands) -> None:
    """Decide first; claim only what will be done."""
    if subject.customer and subject.customer.merged_into and not subject.touch.attempt:
        from chalicelib.records import moves

        moves.move_touch(subject.touch, subject.customer.merged_into)
        return
    decision = decided(subject, now, hands)
    if isinstance(decision, Wait):
        wait(subject.touch, decision, now)
    elif isinstance(decision, Never):
        closing.never(subject, decision.reason, now, hands)
    elif subject.says:
        sending.send(subject, decision, now, hands)
    else:
        errands.run(subject, now, hands)


def decided(subject: Subject, now: datetime, hands: Hands) -> Decision:
    """What would happen at this moment; changes nothing."""
    decision = following.parent_gate(subject, now) or decide(subject.case(hands), now)
    if isinstance(decision, Send) and not hands.allowed_to(decision.way.address) and subject.says:
        return closing.trial_wait(subject, now)
    return decision


def wait(touch: Touchpoint, decision: Wait, now: datetime) -> None:
    """One conditional update that leaves the attempt alone and counts the wait."""
    actions = [touch.waited(decision.reason, now), *move_due(touch, decision.until)]
    touch.change(actions, (Touchpoint.state == "planned") & (Touchpoint.due_key == touch.due_key))
