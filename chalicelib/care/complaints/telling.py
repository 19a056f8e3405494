"""What a complaint's people hear: the customer at each turn and before each promise ends, the owner and
those above him when something is about to go wrong."""

from collections.abc import Callable, Mapping
from datetime import datetime

from chalicelib import plans, words
from chalicelib.care import effects
from chalicelib.care.complaints import retelling, worded
from chalicelib.effects import OpenTask
from chalicelib.errors import BadInput, NotFound
from chalicelib.ids import derived
from chalicelib.plans import saying
from chalicelib.records.attributes import instant
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.offers import Offer
from chalicelib.records.sales import store_of
from chalicelib.records.staff import Shop, Staff, to_ask
from chalicelib.records.table import NOW, Row, Write, shard_of
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import clocks, phones, phrases
from chalicelib.rules.clocks import Clock, worktime

# Who has it where nobody is named among the staff: the customer reads "our after-sales desk".
DESK = "after-sales"
# What a colleague reads in a task, or what says it in a language; as much as one reads there.
Note = str | Callable[[str], str]
IN_TASK = 400
RECEIVED, AGREED, WORK = "received", "agreed", "carrying_out"


def customer(
    complaint: Complaint, step: str, now: datetime, more: Mapping[str, str] | None = None
) -> tuple[Write, ...]:
    """A message to the customer as part of a transaction: one for each event of the chain."""
    reader = person(complaint)
    unsaid = dict.fromkeys(words.COMPLAINT_VALUES, "")
    values = {**unsaid, **_values(complaint, reader), **(more or {})}
    touch_id = derived("t", complaint.id, step, int(complaint.chain_length))
    touch = Touchpoint(
        *Touchpoint.at(reader.id, touch_id), step=step, purpose="critical", values=values,
        due_at=now,
    )  # fmt: skip
    touch.is_due(now, shard_of(touch.pk), NOW)
    return (Write(touch, condition=Row.pk.does_not_exist()),)


def person(complaint: Complaint) -> Customer:
    """Whose complaint it is, also where the row was merged into another since."""
    found = Customer.today(complaint.customer_id)
    if found is None:
        raise NotFound(
            "The customer of complaint {complaint} is not in the table; run the audit.",
            complaint=complaint.id,
        )
    return found


def language_of(reader: Customer) -> str:
    return words.language_for(reader.language, plans.shop_defaults().language)


def _values(complaint: Complaint, reader: Customer) -> dict[str, str]:
    """The words' values, in the customer's language and on his clock."""
    return {
        "complaint_number": complaint.id,
        "understood": complaint.facts.get("understood", ""),
        **who_and_when(complaint, language_of(reader), reader.country),
    }


def who_and_when(
    complaint: Complaint, language: str, country: str, at: datetime | None = None
) -> dict[str, str]:
    """Whom to ask, by when it is settled, and when the customer hears again. `at`: for a page that is looked
    at then, which names who answers for a handler who is away; messages find that out as they go."""
    name, phone = to_ask(complaint.owner, effects.shop_day(at) if at else None, Staff.named)
    return {
        "handler_name": "" if name == DESK else name,
        "handler_phone": phones.written(phone, country) if phone else shop_phone(complaint, country),
        "finish_by": day(language, complaint.finish_by),
        "news_by": day(language, complaint.news_by),
    }


def shop_phone(complaint: Complaint, country: str) -> str:
    """Of the store that sold it, else of the customer's own."""
    store = store_of(complaint.sale_id, person(complaint))
    return effects.shop_phone(Shop.find(*Shop.at(store)) if store else None, country)


def day(language: str, at: datetime | None) -> str:
    """A promise is a day to the customer, on the shop's clock."""
    return words.date(language, effects.shop_day(at)) if at else ""


def check_phrases(text: str) -> None:
    """Whatever staff write to a customer is read for unkind phrases first (F4-01)."""
    for banned in plans.banned().values():
        for phrase in phrases.said_in(text, banned):
            raise BadInput(
                "It says {phrase!r}, which policies/banned.yaml forbids; say it kindly.", phrase=phrase
            )


def owner(
    complaint: Complaint, title: str, now: datetime, reason: str, *, do: str = "complaint",
    urgent: bool = True, note: Note = "",
) -> Write:  # fmt: skip
    """A task for whoever has it, as part of a transaction."""
    return asked_of(complaint, complaint.owner, OpenTask(do, days=0 if urgent else 7, urgent=urgent), title,
                     now, reason, lambda language: {"note": noted(note, language)})  # fmt: skip


def noted(note: Note, language: str) -> str:
    return note if isinstance(note, str) else note(language)


def above(complaint: Complaint, title: str, now: datetime, reason: str, offer: Offer | None) -> Write:
    """A task for the one above, who is to know (F4-10)."""
    return asked_of(
        complaint, effects.above(complaint.owner, now), OpenTask("know", days=1), title, now, reason,
        lambda language: {"note": worded.of_offer(offer, language)["offer"] if offer else ""},
    )  # fmt: skip


def on_site(complaint: Complaint, now: datetime) -> tuple[Write, ...]:
    """Somebody of a higher level goes there (F0-12), once in each round."""
    ask = OpenTask("visit", days=1, urgent=True)
    asked = asked_of(
        complaint, effects.above(complaint.owner, now), ask, "complaint-severe", now,
        f"on site {int(complaint.round)}",
        lambda language: {"note": retelling.understood(complaint, language)},
    )  # fmt: skip
    there = Task.find(asked.row.pk, asked.row.sk, consistent=True)
    return () if there else (asked,)


def outside(
    complaint: Complaint, title: str, body: str, note: str, reason: str, days: int, now: datetime
) -> Write:
    """A task about an outside body: to know for the one above, to see to for whoever has it."""
    labels = plans.review().bodies[body]
    to_know = title == "complaint-outside"
    who = effects.above(complaint.owner, now) if to_know else complaint.owner
    ask = OpenTask("know" if to_know else "complaint", days=days, urgent=to_know)
    return asked_of(
        complaint, who, ask, title, now, reason, lambda language: {"note": note, "body": labels[language]}
    )


def decision(complaint: Complaint, offer: Offer, decider: str, now: datetime) -> Write:
    """An offer put before whoever may decide it."""
    reason = f"decide {int(offer.version)} {decider} {instant(complaint.decide_by or now)}"
    return asked_of(complaint, decider, OpenTask("decide", days=0, urgent=True), "complaint-decide", now,
                     reason, lambda language: {"note": _to_decide(offer, language)})  # fmt: skip


def _to_decide(offer: Offer, language: str) -> str:
    total = words.money(language, offer.total, plans.compensation().currency)
    told = f"{worded.of_offer(offer, language)['offer']} ({total})"
    return " - ".join(filter(None, (told, offer.beside, offer.below)))


def asked_of(
    complaint: Complaint, who: str, ask: OpenTask, title: str, now: datetime, reason: str,
    more: Callable[[str], Mapping[str, str]],
) -> Write:  # fmt: skip
    """`more`: what the title says besides, in a language."""
    reader, handler = person(complaint), desk_of(complaint.owner)
    known = {"complaint_number": complaint.id, "customer_name": reader.name, "handler_name": handler}
    task = effects.new_task(
        _waking(ask, complaint), desk_of(who), saying.asked(title, lambda one: {**known, **more(one)}), now,
        reason=f"{complaint.id} {reason}", customer_id=reader.id, sale_id=complaint.sale_id,
        case=complaint.id,
    )  # fmt: skip
    return Write(task, condition=Row.pk.does_not_exist())


def _waking(ask: OpenTask, complaint: Complaint) -> OpenTask:
    """Where somebody of a higher level must go there, people are told at any hour."""
    return ask._replace(any_hour=ask.any_hour or plans.complaints().severity(complaint.severity).superior)


def desk_of(name: str) -> str:
    """The desk is nobody in particular."""
    return "" if name == DESK else name


def superior(complaint: Complaint, title: str, now: datetime, why: str, clock: str = "") -> None:
    """A task for the one above the owner, urgent: he hears at once. Asked for again for the same reason
    it is the same one."""
    values = {"complaint_number": complaint.id, "handler_name": complaint.owner, "clock": clock}
    effects.open_task(
        _waking(OpenTask("complaint", days=0, urgent=True), complaint), effects.above(complaint.owner, now),
        saying.asked(title, values), now,
        reason=f"{complaint.id} superior {why}", customer_id=complaint.customer_id,
        sale_id=complaint.sale_id, case=complaint.id,
    )  # fmt: skip


def next_look(
    complaint: Complaint, running: Mapping[str, Clock], now: datetime, to: str = ""
) -> datetime | None:
    """When the next clock ends or the next promise has to be warned of. A warning whose time has come and
    that nobody gave yet is due now: an event that was added meanwhile must not put it off, nor that the
    customer hears who has it. What was agreed is begun at once, and work that ended while the case waited is
    seen. `to`: the stage being entered."""
    warnings = [warning_of(by) for by in (complaint.news_by, complaint.finish_by) if by]
    waits = [by for by in (complaint.decide_by, complaint.ask_by) if by]
    begun = [now] if (to or complaint.stage) in (RECEIVED, AGREED) or to == WORK else []
    end = clocks.next_end(running)
    asked = [max(now, at) for at in (*warnings, *waits, *begun)]
    return min([*asked, *([end] if end and end > now else [])], default=None)


def warning_of(by: datetime) -> datetime:
    """So much working time before a promise breaks."""
    policy = plans.complaints()
    return worktime.before(by, policy.warn_before, policy.calendar)
