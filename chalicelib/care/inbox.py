"""What comes back from the world: providers' words on messages, and customers' replies."""

from datetime import datetime
from email.utils import parseaddr
from typing import Any, TypeGuard

from chalicelib import plans, settings
from chalicelib.care import consents, effects, ratings, tasks
from chalicelib.care.complaints import attachments, closing, dangers, intake
from chalicelib.care.hands import Hands
from chalicelib.care.touchpoints import confirming
from chalicelib.effects import OpenTask, Tell
from chalicelib.errors import Conflict, Unreadable
from chalicelib.ids import derived
from chalicelib.message import Delivery, HookRequest, Reply
from chalicelib.plans import saying
from chalicelib.records import runs
from chalicelib.records.complaints import number_of
from chalicelib.records.customers import Customer
from chalicelib.records.replies import Heard
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import letters, replies
from chalicelib.rules.letters import Letter

UNREADABLE, HELD = "unreadable", "held"


def take_all(channel: Any, call: HookRequest, now: datetime, hands: Hands) -> None:
    """Everything that one call of a provider says. That it is the provider's was made sure of before."""
    for word in channel.read(hands.settings, call):
        take("sms" if "sms" in channel.carries else "email", word, now, hands)
    hands.note(0, now, "hook")


def take(channel: str, word: Delivery | Reply, now: datetime, hands: Hands) -> None:
    """One thing that a webhook said. `channel` is sms or email."""
    if isinstance(word, Reply):
        replied(channel, word, now)
    else:
        confirming.arrived(word, now, hands)
        _complained(channel, word, now)
        if word.state == "complained":
            _of_a_campaign(word.key, "complained", now)


def _of_a_campaign(key: str, what: str, now: datetime) -> None:
    touch = Touchpoint.by_key(key) if key else None
    if touch and touch.campaign:
        runs.hear(0, now, key, touch.campaign, what)


def _complained(channel: str, word: Delivery, now: datetime) -> None:
    """Marked as spam, or bounced for good: that address hears no more from us on this channel."""
    if word.verdict in ("stopped", "bad_address") and word.address:
        effects.stop_address(channel, word.address, word.verdict, now)


def replied(channel: str, reply: Reply, now: datetime) -> str:
    """A customer's own words: stop, start, a rating that was asked for, what belongs to a complaint (a new
    one, or one that is open), or a task with the text.
    Returns which it was. Said again by the provider, it stays what it was and is not acted upon twice."""
    known = _senders(channel, reply.sender)
    heard = _heard(channel, reply, known, now)
    if heard.done_at is None:
        _follow(channel, reply, heard, known, now)
        heard.change([Heard.done_at.set(now)])
    return heard.meaning


def mailed(raw: bytes, now: datetime) -> str:
    """A customer's mail: what became of it. What a machine wrote is dropped: two would never end."""
    letter = letters.read(raw)
    if letter.robot or letter.sender in _own_addresses():
        return "dropped"
    if letter.suspect:
        return _held(letter, now)
    kept = attachments.keep(number_of("mail", letter.id), letter.attachments)
    answered = (Touchpoint.by_key(name.partition("@")[0]) for name in letter.answers)
    case = next((touch.values["complaint_number"] for touch in answered if _is_of_complaint(touch)), "")
    reply = Reply(
        letter.id, letter.sender, letter.recipient, _said(letter), files=tuple(kept.files),
        case=f"{case} {letter.subject}",
    )  # fmt: skip
    return replied("email", reply, now)


def _held(letter: Letter, now: datetime) -> str:
    """Whoever received it for us found a virus or took it for advertising: nothing happens by itself, and it
    waits among what nobody has placed. What hangs on a mail with a virus is not kept."""
    known = _senders("email", letter.sender)
    files = () if letter.suspect == letters.VIRUS else letter.attachments
    kept = attachments.keep(number_of("mail", letter.id), files)
    told = Tell(
        f"held mail {letter.sender} {letter.id}", "mail", f"{letter.subject}\n\n{letter.text}".strip(),
        known[0].id if known else "", sender=letter.sender, name=letter.name, files=kept.files,
        suspect=letter.suspect,
    )  # fmt: skip
    intake.at_once(effects.tell(told, now), now)
    return HELD


def handed_in(raw: bytes, place: str, now: datetime) -> str:
    """The same for a mail that nobody waits for an answer about. One that cannot be read lies in that place,
    where a person looks at it; told of twice it is one task."""
    try:
        return mailed(raw, now)
    except Unreadable as refusal:
        why = refusal.said
        title = saying.asked(
            "mail-unreadable", lambda language: {"place": place, "error": saying.said_in(language, why)}
        )
        effects.open_task(OpenTask("fix", days=1), "", title, now, reason=f"unreadable {place}")
        return UNREADABLE


def _said(letter: Letter) -> str:
    """A subject may be half of the matter; in an answer it is our own."""
    plain = replies.understand(letter.text, False).kind == "text" and not letter.answers
    return f"{letter.subject}\n\n{letter.text}".strip() if plain else letter.text


def _own_addresses() -> set[str]:
    found = settings.read()
    return {
        parseaddr(one)[1].lower() for one in (found.smtp_from, found.ses_from, plans.shop_defaults().email)
    }


def _is_of_complaint(touch: Touchpoint | None) -> TypeGuard[Touchpoint]:
    return touch is not None and "complaint_number" in touch.values


def _heard(channel: str, reply: Reply, known: list[Customer], now: datetime) -> Heard:
    """How it is understood, written down before anything is done: the same words mean something else
    once the rating that was asked for is given."""
    asked = next((one.asked_rating for one in known if one.asked_rating), "")
    meaning = replies.understand(reply.text, bool(asked))
    name = reply.id or derived("", reply.sender, reply.text, now)
    kind = reply.asks or meaning.kind
    heard = Heard(*Heard.at(channel, name), meaning=kind, heard_at=now)
    if kind == "text" and (channel == "email" or _adds(reply, known) or dangers.heard(reply.text)):
        heard.meaning = "more"
    if heard.meaning == "rating":
        heard.touch_key, heard.score = asked, str(meaning.rating)
    return heard if heard.create() else (Heard.find(heard.pk, heard.sk, consistent=True) or heard)


def _adds(reply: Reply, known: list[Customer]) -> bool:
    return bool(reply.media or reply.files or any(one.open_complaints for one in known))


def _follow(channel: str, reply: Reply, heard: Heard, known: list[Customer], now: datetime) -> None:
    for customer in known:
        if channel == "sms":  # a mail's sender may be anybody
            customer.change([Customer.acted_at.set(now)])
        effects.heard(customer, "opted_out" if heard.meaning == "stop" else "replied", now)
    if heard.meaning in ("stop", "start"):
        _stop_or_start(channel, reply, heard.meaning, known, now)
    elif heard.meaning == "rating":
        _rated(channel, reply, heard, known, now)
    elif heard.meaning in ("complaint", "more"):
        _told(channel, reply, heard, known, now)
    elif heard.meaning == "text":
        _for_a_person(reply, known, now)


def _told(channel: str, reply: Reply, heard: Heard, known: list[Customer], now: datetime) -> None:
    """A complaint, or more about one that is open. Of several who share the address it is whoever has one."""
    customer = next((one for one in known if one.open_complaints), known[0] if known else None)
    told = Tell(
        key=heard.pk, channel="sms" if channel == "sms" else "mail", words=reply.text.strip(),
        customer_id=customer.id if customer else "", sender=reply.sender, case=reply.case,
        opens=heard.meaning == "complaint", files=reply.files, media=reply.media, provider=reply.provider,
    )  # fmt: skip
    intake.at_once(effects.tell(told, now), now)


def _rated(channel: str, reply: Reply, heard: Heard, known: list[Customer], now: datetime) -> None:
    """What was asked: how the goods please, or whether a complaint ended well. Where that was answered by
    another way meanwhile, a person reads it."""
    touch = Touchpoint.by_key(heard.touch_key)
    if touch is None or "complaint_number" not in touch.values:
        ratings.record(heard.touch_key, int(heard.score), "", f"{channel} reply", now)
        return
    number, round_ = touch.values["complaint_number"], int(touch.values.get("round") or 0)
    try:
        closing.rate(number, round_, int(heard.score), "", "customer", now)
    except Conflict:
        _for_a_person(reply, known, now)
    for customer in known:
        customer.change([Customer.asked_rating.set("")], Customer.asked_rating == heard.touch_key)


def _senders(channel: str, address: str) -> list[Customer]:
    contact = effects.contact_of(channel, address)
    found = (Customer.find(*Customer.at(one)) for one in (contact.customers if contact else ()))
    return [customer for customer in found if customer]


def _stop_or_start(channel: str, reply: Reply, kind: str, known: list[Customer], now: datetime) -> None:
    if kind == "stop":
        effects.stop_address(channel, reply.sender, "stopped", now)
    else:
        effects.revive_address(channel, reply.sender, now)
        # It opens the address; a yes to marketing it is not, unless STOP took back such a yes.
        known = [customer for customer in known if _had_agreed(customer, channel)]
    state = "refused" if kind == "stop" else "granted"
    for customer in known:
        consents.record(customer, "marketing", channel, state, source="reply", who="customer", now=now)


def _had_agreed(customer: Customer, channel: str) -> bool:
    """Whether the last word on marketing is a STOP by reply, and the one before it a yes."""
    said = [
        (fact["state"], fact["source"])
        for fact in consents.history(customer)
        if fact["purpose"] == "marketing" and fact["channel"] in (channel, "*")
    ]
    return len(said) > 1 and said[-1] == ("refused", "reply") and said[-2][0] == "granted"


def _for_a_person(reply: Reply, known: list[Customer], now: datetime) -> None:
    customer = known[0] if known else None
    reason = f"reply {reply.id or derived('', reply.sender, reply.text)}"
    owner, name = (customer.id, customer.name) if customer else ("", reply.sender)
    tasks.open_reply(owner, name, _rep(customer), reply.text, reason, now)


def _rep(customer: Customer | None) -> str:
    """Whoever cared last, else the customer's own rep."""
    if customer is None:
        return ""
    touches = Touchpoint.in_partition(customer.pk, "touch#")
    return customer.rep or next((touch.history[-1][1] for touch in touches if touch.history), "")
