"""What became of a message: by callback as a rule, by asking where none came, and the next attempt
where it failed for good."""

from datetime import datetime, timedelta

from chalicelib import message
from chalicelib.care import effects
from chalicelib.care.hands import Hands
from chalicelib.care.touchpoints import closing, following, sending
from chalicelib.care.touchpoints.subject import Subject, load
from chalicelib.errors import CareError
from chalicelib.message import Delivery, Receipt
from chalicelib.records import answers, metrics
from chalicelib.records.table import NOW, Action, Condition, Row, lane_name, leave_due, move_due, shard_of
from chalicelib.records.touchpoints import Rendered, Touchpoint, parts

LAST_LOOK = timedelta(hours=72)
ACTED_UPON = timedelta(minutes=2)
BETWEEN_ATTEMPTS = timedelta(minutes=30)
MOST_ON_A_CHANNEL = 2
SAYS_NOTHING_NEW = ("queued", "sending", "unknown")


def confirm(subject: Subject, now: datetime, hands: Hands) -> None:
    """No final word came. Ask where the channel can be asked; after 72 h it stays `sent, unconfirmed`."""
    touch = subject.touch
    if touch.delivery in message.FINAL:
        _finish(subject, now, hands)
        return
    found = _fetched(touch, hands)
    if found and found.state in message.FINAL:
        arrived(found, now, hands)
    elif now < (touch.sent_at or now) + LAST_LOOK:
        touch.change(move_due(touch, (touch.sent_at or now) + LAST_LOOK), Touchpoint.due_key == touch.due_key)
    else:
        touch.change(
            [Touchpoint.delivery.set("unconfirmed"), *leave_due()], Touchpoint.due_key == touch.due_key
        )


def _finish(subject: Subject, now: datetime, hands: Hands) -> None:
    """The last word came, but whoever took it died before he acted on it."""
    touch = subject.touch
    if touch.delivery in message.BAD:
        found = _fetched(touch, hands)
        code, verdict = (found.error_code, found.verdict) if found else ("", "")
        said = Delivery(
            touch.provider_id,
            touch.delivery,
            touch.key,
            int(touch.attempt),
            touch.error_code or code,
            verdict,
        )
        failed(subject, said, now, hands)
    else:
        touch.change(leave_due(), Touchpoint.due_key == touch.due_key)


def _fetched(touch: Touchpoint, hands: Hands) -> Delivery | None:
    channel = hands.channels.get(touch.provider)
    if channel is None or channel.confirms != "ask" or not touch.provider_id:
        return None
    try:
        found = channel.fetch(hands.settings, touch.provider_id)
    except CareError:
        return None
    return found and Delivery(
        touch.provider_id, found.state, touch.key, int(touch.attempt), found.error_code, found.verdict
    )


def arrived(word: Delivery, now: datetime, hands: Hands) -> None:
    """A provider's word, in any order, twice or late: it only ever moves a row forward."""
    if word.state in SAYS_NOTHING_NEW or not word.key:
        return
    owner, touch_id = parts(word.key)
    touch = Touchpoint(*Touchpoint.at(owner, touch_id))
    if touch.change(_forward(touch, word, now), _is_news(word)):
        metrics.count_again((touch.sent_at or now).date(), now)
        if touch.sent_at == now:
            _healed(touch, word, now, hands)
        if word.state in message.BAD:
            failed(load(touch), word, now, hands)
        elif word.state in message.GOOD and (touch.attempts or touch.settled_at):
            _after_all(touch, word.attempt, now)
    elif word.state in message.FINAL:
        _late(word, owner, touch_id, now)


def _after_all(touch: Touchpoint, attempt: int, now: datetime) -> None:
    """What was taken for lost has arrived, and so has the first answer to a complaint."""
    if number := touch.values.get("complaint_number"):
        answers.arrived(number, answers.Sent(touch.id, attempt), _channel(touch, attempt), now)


def _lost(touch: Touchpoint, attempt: int, now: datetime) -> None:
    """If it was the first answer to a complaint, that is owed again, unless a later attempt is it."""
    if not (number := touch.values.get("complaint_number")):
        return
    answers.lose(number, answers.Sent(touch.id, attempt), _channel(touch, attempt), now)
    if attempt < touch.attempt and touch.state == "sent" and touch.delivery not in message.BAD:
        present = answers.Sent(touch.id, int(touch.attempt))
        answers.went(number, present, touch.channel, now)


def _channel(touch: Touchpoint, attempt: int) -> str:
    return touch.attempts.get(str(attempt), {}).get("channel") or touch.channel


def _healed(touch: Touchpoint, word: Delivery, now: datetime, hands: Hands) -> None:
    """This word is the first we hear of its going: whoever sent it died before he wrote it down."""
    rendered = Rendered.find(*Rendered.at(touch.owner, touch.id, int(touch.attempt)))
    if rendered:
        sending.remembered(load(touch), Receipt(word.id, word.state), rendered, now, hands)


def _forward(touch: Touchpoint, word: Delivery, now: datetime) -> list:
    """State, rank and id in one update. A final word takes the row out of `due`; a failure only once
    the next attempt is opened, so that it is not lost if we die in between."""
    actions = [
        Touchpoint.state.set("sent"),
        Touchpoint.sent_at.set(Touchpoint.sent_at | now),
        Touchpoint.rank.set(message.STATES[word.state]),
        Touchpoint.delivery.set(word.state),
        Touchpoint.provider_id.set(word.id),
        Touchpoint.error_code.set(word.error_code),
        Touchpoint.lease_until.remove(),
    ]
    if word.state in message.BAD:
        place = lane_name(shard_of(touch.pk), NOW)
        return [*actions, *move_due(touch, now + ACTED_UPON, NOW), Row.due_lane.set(place)]
    return [*actions, *leave_due()] if word.state in message.FINAL else actions


def _is_news(word: Delivery) -> Condition:
    """Of the present attempt and of a higher rank. A success also ends an unclaimed new attempt."""
    also = ("planned", "skipped", "failed") if word.state in message.GOOD else ()
    newer = (Touchpoint.attempt == word.attempt) & (Touchpoint.rank < message.STATES[word.state])
    return newer & Touchpoint.state.is_in("sending", "sent", *also)


def _late(word: Delivery, owner: str, touch_id: str, now: datetime) -> None:
    """A word on an earlier attempt. If that one arrived after all, the person got it twice."""
    touch = Touchpoint.find(*Touchpoint.at(owner, touch_id), consistent=True)
    if touch is None or word.attempt >= touch.attempt:
        return
    metrics.count_again((touch.settled_at or touch.sent_at or now).date(), now)
    earlier = touch.attempts.get(str(word.attempt), {})
    if message.STATES.get(earlier.get("delivery", ""), 0) >= message.STATES[word.state]:
        return
    heard = {**earlier, "provider_id": word.id, "delivery": word.state}
    actions: list[Action] = [Touchpoint.attempts.set({**touch.attempts, str(word.attempt): heard})]
    if word.state in message.GOOD and touch.state in ("sending", "sent"):
        actions.append(Touchpoint.doubled.set(True))
    elif word.state in message.GOOD and touch.state in ("planned", "failed"):
        # It arrived after all: the next attempt, not claimed yet, is called off.
        actions.extend([Touchpoint.state.set("sent"), Touchpoint.delivery.set(word.state), *leave_due()])
    if word.state in message.GOOD:
        _after_all(touch, word.attempt, now)
    elif word.state in message.BAD:
        _lost(touch, word.attempt, now)
    touch.change(actions, (Touchpoint.attempt == touch.attempt) & (Touchpoint.state == touch.state))


def failed(subject: Subject, word: Delivery, now: datetime, hands: Hands) -> None:
    """A final failure opens the next attempt: the same channel at most twice, then the next one."""
    touch = subject.touch
    _lost(touch, int(touch.attempt), now)
    if word.verdict in ("stopped", "bad_address") and touch.address:
        effects.stop_address(touch.channel, touch.address, word.verdict, now)
    if word.verdict == "bad_address":
        closing.ask_for_address(subject, now)
    over = touch.passed_over if _may_repeat(touch, word) else [*touch.passed_over, touch.channel]
    if not set(subject.step.channels) - set(over):
        closing.fail(subject, _reason(word, word.state).rstrip("_"), now, hands)
        return
    actions = [
        Touchpoint.passed_over.set(over), touch.archived(), touch.waited(_reason(word, "failed"), now),
        *following.again(touch, now + BETWEEN_ATTEMPTS),
    ]  # fmt: skip
    touch.change(actions, (Touchpoint.state == "sent") & (Touchpoint.attempt == touch.attempt))


def _reason(word: Delivery, what: str) -> str:
    """An address that does not exist is said to be one: whatever waits for it is found once it is mended."""
    return f"{'bad_address' if word.verdict == 'bad_address' else what}_{word.error_code}"


def _may_repeat(touch: Touchpoint, word: Delivery) -> bool:
    """Only what may pass by itself: unreachable, unknown. Bad addresses and refused texts never."""
    tried = 1 + sum(1 for facts in touch.attempts.values() if facts.get("channel") == touch.channel)
    return word.verdict in ("", "later") and tried < MOST_ON_A_CHANNEL
