"""A row that may or may not have gone: wait out the horizon, ask the provider, never resend blindly."""

from datetime import datetime, timedelta

from chalicelib.care import effects
from chalicelib.care.hands import Hands
from chalicelib.care.touchpoints import closing, errands, sending
from chalicelib.care.touchpoints.subject import Subject
from chalicelib.effects import OpenTask
from chalicelib.message import Found, Receipt
from chalicelib.records.table import Condition, move_due
from chalicelib.records.touchpoints import Rendered, Touchpoint

HORIZON = timedelta(minutes=5)
MOST = 2


def resolve(subject: Subject, now: datetime, hands: Hands) -> None:
    """Nothing while the lease runs; then one look for what became of it."""
    touch = subject.touch
    ready_at = (touch.lease_until or now) + HORIZON
    if now < ready_at:
        touch.change(move_due(touch, ready_at), _unchanged(touch))
        return
    rendered = Rendered.find(*Rendered.at(touch.owner, touch.id, int(touch.attempt)))
    if rendered is None:
        once_more(subject, now, hands)
        return
    _follow(subject, rendered, _ask(subject, rendered, hands), now, hands)


def _ask(subject: Subject, rendered: Rendered, hands: Hands) -> Found:
    touch = subject.touch
    claimed_at = (touch.lease_until or rendered.at_moment) - sending.LEASE
    contact = effects.contact_of(rendered.channel, rendered.to)
    known = effects.known_ids(contact, touch.key)
    sent = sending.as_message(touch, rendered, 0, claimed_at)
    return hands.channels[rendered.provider].find(hands.settings, sent._replace(known_ids=known))


def _follow(subject: Subject, rendered: Rendered, found: Found, now: datetime, hands: Hands) -> None:
    if found.answer == "found":
        sending.record(subject, Receipt(found.ids[0]), rendered, now, hands)
    elif found.answer == "absent" or subject.touch.purpose == "critical":
        once_more(subject, now, hands)
    else:
        closing.skip(subject, "uncertain", now, hands)


def once_more(subject: Subject, now: datetime, hands: Hands) -> None:
    """Back to `planned` with all gates asked again; the second time a person takes it."""
    touch = subject.touch
    times = int(touch.uncertain) + 1
    if times >= MOST:
        errands.open_task(OpenTask("uncertain", days=1), subject, now, hands)
        closing.skip(subject, "uncertain_twice", now, hands)
        return
    actions = [
        Touchpoint.state.set("planned"), Touchpoint.uncertain.set(times), Touchpoint.lease_until.remove(),
        touch.archived(), touch.waited("uncertain_again", now), *move_due(touch, now),
    ]  # fmt: skip
    touch.change(actions, _unchanged(touch))


def _unchanged(touch: Touchpoint) -> Condition:
    return (Touchpoint.state == "sending") & (Touchpoint.attempt == touch.attempt)
