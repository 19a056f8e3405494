"""What the shop's people do to a touchpoint by hand, each with who and why. A row that is being sent
at this moment is refused: nobody can call a message back."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NoReturn

from chalicelib.care import effects
from chalicelib.care.hands import Hands, agree_on_providers
from chalicelib.care.touchpoints import following, settle
from chalicelib.care.touchpoints.subject import Subject, load
from chalicelib.errors import BadInput, Conflict, NotFound
from chalicelib.message import STATES
from chalicelib.records import metrics
from chalicelib.records.attributes import instant
from chalicelib.records.customers import Customer
from chalicelib.records.table import NOW, leave_due, move_due, shard_of
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import reasons, timing
from chalicelib.rules.sending import Never, Wait
from chalicelib.sentences import Joined, Moment, Said, named

UNREACHED = ("stopped", "bad_address", "no_address", "passed_over")
DEAF = max(STATES.values()) + 1
WAYS = {"sms": named("sms", "SMS"), "email": named("email", "Mail")}
AGAIN = ("sent", "failed", "skipped", "cancelled", "planned")
STANDS = {
    "planned": Said("planned"), "waiting": Said("waiting"), "sending": Said("sending"), "sent": Said("sent"),
    "done": Said("done"), "skipped": Said("skipped"), "unplanned": Said("unplanned"),
    "cancelled": Said("cancelled"), "failed": Said("failed"),
}  # fmt: skip


def get(key: str) -> Touchpoint:
    touch = Touchpoint.by_key(key, consistent=True)
    if touch is None:
        raise NotFound("There is no touchpoint {key}; `aftercare customer show` lists a customer's.", key=key)
    return touch


def send_now(key: str, why: str, who: str, now: datetime, hands: Hands) -> Touchpoint:
    """At once, by the same way as always; every gate is asked, and one that is shut is a refusal."""
    touch = _planned(key, Said("be sent now"))
    subject = load(touch)
    _agree(subject, hands)
    decision = settle.decided(subject, now, hands)
    if isinstance(decision, Wait | Never):
        _shut(touch, decision, now)
    _put(touch, [_note(touch, who, Said("sent now"), why, now), *move_due(touch, now, NOW)])
    return _work(touch, now, hands)


def postpone(
    key: str, until: datetime, why: str, who: str, now: datetime, *, extend: bool = False
) -> Touchpoint:
    """To another moment, which planning then leaves alone. Past its expiry only with `extend`, and
    then the expiry moves along."""
    touch = _planned(key, Said("be postponed"))
    if until <= now:
        raise BadInput("{clock} is past. Give a later moment, or use send-now.", clock=_clock(touch, until))
    moved = [_note(touch, who, Said("moved to {moment}", moment=until), why, now), *move_due(touch, until)]
    if touch.expires_at and until > touch.expires_at:
        moved.append(Touchpoint.expires_at.set(_extended(touch, until, extend)))
    _put(touch, [*moved, Touchpoint.due_at.set(until), Touchpoint.moved.set(True)])
    return touch


def _extended(touch: Touchpoint, until: datetime, extend: bool) -> datetime:
    if not extend or not touch.expires_at:
        raise BadInput(
            "{touch} is of use only until {clock}, so it would never go. Choose an earlier moment, let the"
            " expiry move along (--extend), or skip it.",
            touch=touch.key,
            clock=_clock(touch, touch.expires_at),
        )
    return until + (touch.expires_at - (touch.due_at or touch.expires_at) or timedelta(days=1))


def skip(key: str, why: str, who: str, now: datetime, hands: Hands) -> Touchpoint:
    """Not this time. Next year's stands all the same."""
    touch = get(key)
    _open(touch, Said("be skipped"), ("planned", "waiting"))
    following.prepare(load(touch), now, carried_out=False)
    gone = [Touchpoint.state.set("cancelled"), Touchpoint.reason.set("by_hand"), *leave_due()]
    _put(touch, [_note(touch, who, Said("skipped"), why, now), Touchpoint.settled_at.set(now), *gone])
    hands.settle(touch.key, touch.step, "cancelled", "by_hand", "", 0, "", "0")
    hands.note(shard_of(touch.pk), now, "person")
    return touch


def resend(key: str, address: str, why: str, who: str, now: datetime, hands: Hands) -> Touchpoint:
    """A new attempt at another address, while it is still of use; the gates are asked as always."""
    touch = resendable(key, address, now)
    subject = load(touch)
    _agree(subject, hands)
    over = [one for one in subject.step.channels if one != _channel(address)]
    again = [
        *_again(touch, now, now), Touchpoint.passed_over.set(over),
        Touchpoint.values.set({**touch.values, "to": address}),
    ]  # fmt: skip
    _put(
        touch,
        [_note(touch, who, Said("resent by {channel}", channel=WAYS[_channel(address)]), why, now), *again],
    )
    return _work(touch, now, hands)


def resendable(key: str, address: str, now: datetime) -> Touchpoint:
    """Asked before the address is written anywhere."""
    touch = get(key)
    _open(touch, Said("be sent again"), AGAIN)
    subject = load(touch)
    if _channel(address) not in subject.step.channels:
        ways = Joined([*subject.step.channels], " or ")
        carried = ways if ways.parts else Said("no channel: a person does it")
        raise BadInput(
            "{touch} goes by {carried}; give an address of that kind.", touch=touch.key, carried=carried
        )
    if touch.expires_at and now > touch.expires_at:
        raise Conflict(
            "{touch} was of use until {clock}; it is too late for it.",
            touch=touch.key,
            clock=_clock(touch, touch.expires_at),
        )
    return touch


def revive(customer_id: str, old: str, why: str, who: str, now: datetime) -> list[Touchpoint]:
    """An address was put right: what did not go for its sake and is still of use is planned again."""
    pk, _ = Customer.at(customer_id)
    touches = Touchpoint.in_partition(pk, "touch#", consistent=True)
    return [touch for touch in touches if _lost(touch, old, now) and _revived(touch, why, who, now)]


def _lost(touch: Touchpoint, old: str, now: datetime) -> bool:
    of_use = touch.expires_at is None or now < touch.expires_at
    unreached = touch.reason.startswith(UNREACHED)
    failed = touch.state == "failed" and (unreached or touch.address == old)
    return of_use and (failed or (touch.state == "skipped" and unreached))


def _revived(touch: Touchpoint, why: str, who: str, now: datetime) -> bool:
    at = timing.spread(max(now, touch.due_at or now), timing.ALL_DAY, touch.salt)
    actions = [
        *_again(touch, at, now), Touchpoint.passed_over.set([]), _note(touch, who, Said("revived"), why, now),
    ]  # fmt: skip
    return touch.change(actions, _same(touch))


def _again(touch: Touchpoint, at: datetime, now: datetime) -> list:
    """Planned once more; how it had ended is kept with the attempt, so that the counts stay true."""
    metrics.count_again((touch.settled_at or touch.sent_at or now).date(), now)
    ended = {"failed": "failed", "skipped": "refused", "cancelled": "cancelled"}.get(touch.state)
    attempts = dict(touch.archived_attempts)
    if ended and touch.settled_at:
        number = str(int(touch.attempt))
        attempts[number] = {**attempts[number], "ended": [ended, touch.reason, instant(touch.settled_at)]}
    renewed = [Touchpoint.reason.set(""), Touchpoint.settled_at.remove(), Touchpoint.attempts.set(attempts)]
    # A late word on what went to the old address must not call the new attempt off.
    return [*following.again(touch, at), *renewed, Touchpoint.rank.set(DEAF)]


def _planned(key: str, what: str) -> Touchpoint:
    touch = get(key)
    _open(touch, what, ("planned",))
    return touch


def _open(touch: Touchpoint, what: str, states: Iterable[str]) -> None:
    """Refuse what is no longer in a state that allows it."""
    if touch.state == "sending":
        raise Conflict(
            "{touch} is being sent at this moment and cannot {what}; look again in ten minutes.",
            touch=touch.key, what=what,
        )  # fmt: skip
    if touch.state not in states:
        why = Said(" ({reason})", reason=reasons.sentence(touch.reason)) if touch.reason else ""
        raise Conflict(
            "{touch} is {state}{why} and cannot {what} any more.",
            touch=touch.key, state=STANDS.get(touch.state, touch.state), why=why, what=what,
        )  # fmt: skip


def _shut(touch: Touchpoint, decision: Wait | Never, now: datetime) -> NoReturn:
    words = reasons.sentence(decision.reason)
    if isinstance(decision, Never):
        raise Conflict("{touch} cannot go: {words}.", touch=touch.key, words=words)
    raise Conflict(
        "{touch} cannot go now: {words}. Nothing was changed; {instead}",
        touch=touch.key,
        words=words,
        instead=_instead(touch, decision, now),
    )


def _instead(touch: Touchpoint, decision: Wait, now: datetime) -> Said:
    """What comes of it by itself, and from when it may be tried by hand again."""
    opens = _clock(touch, decision.until)
    if touch.due_since is None or touch.due_since <= now:
        return Said("it is looked at by itself at {clock}.", clock=opens)
    due, ended = _clock(touch, touch.due_since), Said("once that has ended")
    again = Said("from {clock} on", clock=opens) if decision.known_end else ended
    return Said("it stays planned for {clock}. Before that, try again {again}.", clock=due, again=again)


def _clock(touch: Touchpoint, at: datetime | None) -> Moment | str:
    """On the clock of whom the touch is for."""
    return Moment(at, load(touch).zone) if at else "-"


def _note(touch: Touchpoint, who: str, what: Said, why: str, now: datetime) -> Any:
    if not why.strip():
        raise BadInput("Say why (--why): whoever looks at this later will want to know.")
    return Touchpoint.history.set([*touch.history, effects.history(who, what, why, now)])


def _same(touch: Touchpoint) -> Any:
    return (Touchpoint.state == touch.state) & (Touchpoint.attempt == touch.attempt)


def _put(touch: Touchpoint, actions: list) -> None:
    if not touch.change(actions, _same(touch)):
        raise Conflict(
            "{touch} was taken up by the clock just now; look at it and try again.", touch=touch.key
        )


def _agree(subject: Subject, hands: Hands) -> None:
    """Sample customers go by the outbox from anywhere."""
    if not subject.sample:
        agree_on_providers(hands)


def _work(touch: Touchpoint, now: datetime, hands: Hands) -> Touchpoint:
    """What the drain would do with it, done at once."""
    settle.settle(touch, now, hands)
    hands.note(shard_of(touch.pk), now, "person")
    touch.refresh(consistent_read=True)
    return touch


def same_kind(old: str, address: str) -> str:
    """The old address if the new one can stand in its place."""
    return old if old and _channel(old) == _channel(address) else ""


def _channel(address: str) -> str:
    return "email" if "@" in address else "sms"
