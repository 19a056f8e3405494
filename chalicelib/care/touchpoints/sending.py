"""From falling due to the provider's receipt, in the order that makes a crash harmless:
next, render, claim, look, send, record."""

from datetime import datetime, timedelta

from chalicelib import message
from chalicelib.care import effects
from chalicelib.care.hands import Hands
from chalicelib.care.touchpoints import closing, following, rendering, sharing
from chalicelib.care.touchpoints.subject import Subject, counts
from chalicelib.errors import NotConfigured, NotSent, Refused, Uncertain
from chalicelib.message import Message, Receipt
from chalicelib.records.attributes import instant
from chalicelib.records.customers import Customer
from chalicelib.records.table import REST, Condition, leave_due, move_due
from chalicelib.records.touchpoints import Rendered, Touchpoint
from chalicelib.rules.sending import Send, Way

LEASE = timedelta(seconds=120)
PARKED = timedelta(hours=1)
LOST_AT_ONCE = timedelta(minutes=2)
CONFIRM_AFTER = {"ask": timedelta(hours=24), "events": timedelta(hours=72)}


def send(subject: Subject, decision: Send, now: datetime, hands: Hands) -> None:
    """One message, at most once for this attempt."""
    touch = subject.touch
    following.prepare(subject, now)
    rendered = rendering.render(subject, decision.way, now, hands)
    hands.pace(rendered.provider)
    now = hands.moment(now)
    if not _claim(touch, decision.way, rendered.provider, now):
        return
    contact = effects.contact_of(decision.way.channel, decision.way.address)
    if contact and contact.stopped and not touch.owner.startswith("s"):
        pass_over(subject, contact.stopped, now, hands)
        return
    if (turn := sharing.turn(touch, contact)) != "ours":
        _leave(subject, turn, now, hands)
        return
    _call(subject, as_message(touch, rendered, decision.valid_for, now), rendered, now, hands)


def _leave(subject: Subject, turn: str, now: datetime, hands: Hands) -> None:
    """Somebody who shares the address gets it, or has got it already."""
    if turn == "theirs":
        closing.skip(subject, sharing.REASON, now, hands)
    else:
        release(subject.touch, now + sharing.LOOK_AGAIN, sharing.REASON, now)


def as_message(touch: Touchpoint, rendered: Rendered, valid_for: int, now: datetime) -> Message:
    return Message(
        key=touch.key, attempt=int(touch.attempt), to=rendered.to, text=rendered.text, purpose=touch.purpose,
        subject=rendered.subject, html=rendered.html, language=rendered.language,
        unsubscribe_url=rendered.unsubscribe_url, valid_for=valid_for, claimed_at=now,
    )  # fmt: skip


def _claim(touch: Touchpoint, way: Way, provider: str, now: datetime) -> bool:
    """`planned -> sending`, attempt +1; the loser of a race changes nothing."""
    actions = [
        Touchpoint.state.set("sending"),
        Touchpoint.attempt.set(Touchpoint.attempt + 1),
        Touchpoint.lease_until.set(now + LEASE),
        Touchpoint.channel.set(way.channel),
        Touchpoint.provider.set(provider),
        Touchpoint.address.set(way.address),
        Touchpoint.ground.set(way.ground),
        Touchpoint.provider_id.set(""),
        Touchpoint.delivery.set(""),
        Touchpoint.error_code.set(""),
        Touchpoint.rank.set(0),
        Touchpoint.sent_at.remove(),
    ]
    same = (Touchpoint.state == "planned") & (Touchpoint.due_key == touch.due_key)
    return touch.change(actions, same & (Touchpoint.attempt == touch.attempt))


def _call(subject: Subject, sent: Message, rendered: Rendered, now: datetime, hands: Hands) -> None:
    channel = hands.channels[rendered.provider]
    if subject.touch.lease_until - hands.moment(now) < timedelta(seconds=channel.patience):
        # The answer could come after somebody else took the row for lost.
        release(subject.touch, now, "lease_too_short", now)
        return
    try:
        receipt = channel.send(hands.settings, sent)
    except NotSent as refusal:
        release(subject.touch, now + timedelta(seconds=refusal.retry_after), "provider_busy", now)
    except Refused as refusal:
        refused(subject, refusal.verdict, refusal.provider_code, now, hands)
    except NotConfigured:
        refused(subject, "misconfigured", "settings", now, hands)
    except Uncertain:
        """The row stays `sending`; when its lease is over it is seen again as uncertain."""
    else:
        record(subject, receipt, rendered, now, hands)


def release(touch: Touchpoint, again_at: datetime, reason: str, now: datetime) -> bool:
    """Surely not sent: back to `planned`, if it is still the same attempt."""
    actions = [Touchpoint.state.set("planned"), Touchpoint.lease_until.remove(), touch.waited(reason, now)]
    return touch.change([*actions, *move_due(touch, again_at)], _same_attempt(touch))


def record(subject: Subject, receipt: Receipt, rendered: Rendered, now: datetime, hands: Hands) -> None:
    """`sending -> sent`. If a callback was faster, only the provider's id is still of use."""
    touch = subject.touch
    confirms = CONFIRM_AFTER.get(hands.channels[rendered.provider].confirms)
    if confirms and receipt.state in message.BAD:
        # Taken and given up in one answer: a callback has a moment to say why, then the next is due.
        confirms = LOST_AT_ONCE
    place = move_due(touch, now + confirms, REST) if confirms else leave_due()
    actions = [
        Touchpoint.state.set("sent"),
        Touchpoint.sent_at.set(now),
        Touchpoint.provider_id.set(receipt.id),
        Touchpoint.delivery.set(receipt.state),
        Touchpoint.rank.set(message.STATES[receipt.state] if not confirms else 0),
        Touchpoint.lease_until.remove(),
        Touchpoint.failures.set(0),
    ]
    # First on the customer's row: a crash in between finds the message again and writes the same.
    _remember(subject, receipt.id, now)
    if touch.change([*actions, *place], _same_attempt(touch)):
        hands.settle(*rendering.outcome(subject, rendered))
    else:
        touch.change([Touchpoint.provider_id.set(receipt.id)], Touchpoint.attempt == touch.attempt)


def remembered(subject: Subject, receipt: Receipt, rendered: Rendered, now: datetime, hands: Hands) -> None:
    """It went: for the customer's row and for the day's account."""
    _remember(subject, receipt.id, now)
    hands.settle(*rendering.outcome(subject, rendered))


def _remember(subject: Subject, provider_id: str, now: datetime) -> None:
    """On the customer's row, for the caps and for telling messages apart later; and in a complaint's chain,
    where this is its first answer."""
    if (customer := subject.customer) is None:
        return
    entry = [instant(now), subject.touch.purpose, counts(subject), subject.touch.key, provider_id]
    changes = [Customer.recent.set(customer.recent_with(entry, now))]
    if subject.says and subject.says.link in ("rating", "verdict"):
        changes.append(Customer.asked_rating.set(subject.touch.key))
    customer.change(changes)
    if number := subject.touch.values.get("complaint_number"):
        from chalicelib.records import answers  # most messages are about no complaint

        sent = answers.Sent(subject.touch.id, int(subject.touch.attempt))
        answers.went(number, sent, subject.touch.channel, now)


def refused(subject: Subject, verdict: str, code: str, now: datetime, hands: Hands) -> None:
    """The provider said no for good: silence the address, park ours to mend, or try the next channel."""
    touch = subject.touch
    touch.error_code = code
    if verdict == "misconfigured":
        release(touch, now + PARKED, f"misconfigured_{code}", now)
        closing.tell_operator(touch.provider, code, now)
        return
    if verdict in ("stopped", "bad_address"):
        effects.stop_address(touch.channel, touch.address, verdict, now)
    if verdict == "bad_address":
        closing.ask_for_address(subject, now)
    pass_over(subject, f"{verdict}_{code}", now, hands)


def pass_over(subject: Subject, reason: str, now: datetime, hands: Hands) -> None:
    """This channel is out: back to `planned` for the next one, or to the end of the way."""
    touch = subject.touch
    over = [*touch.passed_over, touch.channel]
    if set(subject.step.channels) - set(over):
        actions = [
            Touchpoint.state.set("planned"), Touchpoint.passed_over.set(over),
            Touchpoint.lease_until.remove(), touch.archived(), touch.waited(reason, now),
        ]  # fmt: skip
        touch.change([*actions, *move_due(touch, now)], _same_attempt(touch))
    else:
        closing.skip(subject, reason, now, hands)


def _same_attempt(touch: Touchpoint) -> Condition:
    return (Touchpoint.state == "sending") & (Touchpoint.attempt == touch.attempt)
