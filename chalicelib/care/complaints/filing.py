"""A complaint is recorded, and the customer hears at once who looks after it and by when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from chalicelib import plans
from chalicelib.care import effects
from chalicelib.care.complaints import beside, clusters, dangers, file, promises, retelling, telling
from chalicelib.errors import BadInput, Conflict, NotFound
from chalicelib.records import events
from chalicelib.records.complaints import Case, Complaint, SaleCase, number_of, shop_named
from chalicelib.records.customers import Customer
from chalicelib.records.reviews import Arrival
from chalicelib.records.sales import Sale, store_of
from chalicelib.records.table import NOW, Condition, Row, Write, shard_of
from chalicelib.rules import days
from chalicelib.rules.clocks import worktime
from chalicelib.sentences import Said

LONGEST = 4000
CHANNELS = ("phone", "shop", "rep", "sms", "mail", "page", "form", "checklist", "rating", "api")
TYPES = ("end_customer", "dealer")
# These come from the customer's own hand at this moment, so an answer may reach him at any hour. A mail's
# sender and a number in a form open to everybody prove nothing: nobody shall have another's telephone ring
# at night.
OWN_ACT = ("sms", "page", "checklist", "rating")
# These reach us while nobody of ours is there, so whoever has it must be told.
UNATTENDED = ("sms", "mail", "page", "form", "checklist", "rating", "api")


@dataclass(frozen=True)
class NewComplaint:
    """What a door knows. `understood` is the matter in our words, which the customer may correct (F4-14).
    `wish`: what they want to achieve, the first question (F1-10). `more`: product, specification, batch,
    in use since, situation, brand before, loss, mood, vulnerability ... (F4-06). `relation`: what they are to
    the buyer of the sale, if they are not the buyer. `key` makes it one."""

    customer_id: str
    words: str
    wish: str
    about: str = "other"
    severity: str = "minor"
    understood: str = ""
    sale_id: str = ""
    relation: str = ""
    channel: str = "phone"
    recorder: str = ""
    complainant: str = "end_customer"
    happened_at: datetime | None = None
    learned_at: datetime | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""


def open(
    new: NewComplaint, now: datetime, besides: tuple[Write, ...] = (), only_open: int | None = None
) -> Complaint:
    return opened(new, now, besides, only_open)[0]


def opened(
    new: NewComplaint, now: datetime, besides: tuple[Write, ...] = (), only_open: int | None = None
) -> tuple[Complaint, bool]:
    """Put with the first link of its chain, on hold what is cheerful, due at once; and whether it is new.
    The same again on the same day, or under the same key, is the same complaint. `besides` is written with
    it or not at all; `only_open`: refused where by now the customer has another number of open complaints."""
    person = _person(new)
    _check(new, person, now)
    row = _row(new, person, now)
    case = Case(*Case.at(person.id, row.id), opened_at=now)
    arrival = Arrival(*Arrival.at(f"{effects.shop_day(now):%Y-%m}", row.id), opened_at=now)
    counted = _still(only_open) if only_open is not None else None
    of_sale = [SaleCase(*SaleCase.at(row.sale_id, row.id))] if row.sale_id else []
    new_rows = (Write(one, condition=Row.pk.does_not_exist()) for one in (case, arrival, *of_sale))
    held = Write(person, (_ONE_MORE, *_acted(new, now)), counted)
    with_it = (*new_rows, held, *_held_buyer(row), *clusters.struck(row, now), *besides)
    facts = {
        **row.facts, "channel": new.channel, "severity": new.severity, "about": new.about,
        **({"relation": row.relation} if row.relation else {}),
    }  # fmt: skip
    if events.begin(row, new.recorder or new.channel, facts, now, with_it):
        return row, True
    if Complaint.find(row.pk, row.sk, consistent=True) is None:
        raise Conflict("Another complaint of this customer was opened or closed just now; look again.")
    return file.get(row.id), False


_ONE_MORE = Customer.open_complaints.set((Customer.open_complaints | 0) + 1)


def _held_buyer(row: Complaint) -> Iterator[Write]:
    """Whose goods others complain of is not asked how they please."""
    buyer = Customer.today(row.buyer_id) if row.buyer_id else None
    if buyer and buyer.erased_at is None:
        yield Write(buyer, (_ONE_MORE,))


def _still(count: int) -> Condition:
    same = Customer.open_complaints == count
    return same if count else same | Customer.open_complaints.does_not_exist()


def _person(new: NewComplaint) -> Customer:
    found = Customer.today(new.customer_id)
    if found is None or found.erased_at:
        raise NotFound(
            "There is no customer {customer_id}. Find or record the person first.",
            customer_id=new.customer_id,
        )
    return found


def _acted(new: NewComplaint, now: datetime) -> tuple:
    return (Customer.acted_at.set(now),) if new.channel in OWN_ACT else ()


def _check(new: NewComplaint, person: Customer, now: datetime) -> None:
    policy = plans.complaints()
    for value, known, what in (
        (new.severity, policy.severities, Said("severity")),
        (new.about, policy.kinds, Said("kind of fault")),
        (new.wish, policy.wishes, Said("wish")),
        (new.channel, CHANNELS, Said("channel")),
        (new.complainant, TYPES, Said("kind of complainant")),
    ):
        if value not in known:
            raise BadInput(
                "{text!r} is no {what} of a complaint; use one of {known}.",
                text=value,
                what=what,
                known=list(known),
            )
    if not new.words.strip():
        raise BadInput("A complaint needs the customer's words: write down what they said.")
    if len(new.words) > LONGEST:
        raise BadInput(
            "The customer's words are longer than {longest} letters; attach what is more.", longest=LONGEST
        )
    telling.check_phrases(new.understood)
    _check_times(new, now)
    beside.check_sale(new.sale_id, new.relation, person)


def _check_times(new: NewComplaint, now: datetime) -> None:
    for at, what in ((new.happened_at, Said("happened")), (new.learned_at, Said("became known"))):
        if at and at > now:
            raise BadInput(
                "It cannot have {what} on {day}, which is still to come. Correct it.",
                what=what,
                day=effects.shop_day(at),
            )
    days.check_made([new.more], now)
    if new.happened_at and new.learned_at and new.learned_at < new.happened_at:
        raise BadInput("It became known before it happened. Correct one of the two times.")


def _row(new: NewComplaint, person: Customer, now: datetime) -> Complaint:
    late, buyer = plans.complaints().late_after, beside.buyer_of(new.sale_id, person)
    facts = {
        **new.more, "words": new.words.strip(), "wish": new.wish, "complainant": new.complainant,
        "understood": new.understood.strip() or new.words.strip()[:200],
        **dangers.noted(f"{new.words}\n{new.understood}", new.severity),
    }  # fmt: skip
    row = Complaint(
        *Complaint.at(_number(new, now)), customer_id=person.id, sale_id=new.sale_id, severity=new.severity,
        about=new.about, channel=new.channel, recorder=new.recorder, facts=facts, opened_at=now,
        learned_at=new.learned_at, happened_at=new.happened_at,
        reported_late=bool(new.learned_at and now - new.learned_at > late), level=_level(),
        buyer_id=buyer, relation=new.relation if buyer else "", turns=file.turns([(now, "opened")]),
        store=shop_named(store_of(new.sale_id, person)) or None,
    )  # fmt: skip
    row.lookup_pk, row.lookup_sk = row.listed(row.stage, "")
    row.is_due(now, shard_of(row.pk), NOW)
    return row


def _number(new: NewComplaint, now: datetime) -> str:
    if new.key:
        return number_of(new.key)
    return number_of(new.customer_id, new.sale_id, new.words.strip(), effects.shop_day(now))


def _level() -> str:
    return plans.compensation().ladder[0].role


def acknowledge(complaint: Complaint, now: datetime) -> Complaint:
    """Somebody has it, and the customer hears: sorry and thank you, what we understood, who, by when."""
    policy = plans.complaints()
    severity = policy.severity(complaint.severity)
    complaint.owner = _on_duty(complaint, now)
    complaint.news_by = worktime.after(now, severity.news, policy.calendar)
    complaint.finish_by = _finish_by(complaint, now)
    ledger = promises.made(complaint, now, news=complaint.news_by, finish=complaint.finish_by)
    changes = (
        Complaint.owner.set(complaint.owner), Complaint.news_by.set(complaint.news_by),
        Complaint.finish_by.set(complaint.finish_by), Complaint.promises.set(ledger),
    )  # fmt: skip
    facts = {"owner": complaint.owner}
    seen = telling.on_site(complaint, now) if severity.superior else ()
    return file.move(
        complaint, "acknowledged", "clock", now, facts=facts, changes=changes,
        besides=(*seen, *_told(complaint, now)),
    )  # fmt: skip


def _told(complaint: Complaint, now: datetime) -> Iterator[Write]:
    note = partial(_beginning, complaint)
    if complaint.facts.get(dangers.FACT):
        yield dangers.to_judge(complaint, note, now, "new")
    elif complaint.channel in UNATTENDED:
        yield telling.owner(complaint, "complaint-new", now, "new", do="call", note=note)
    for other in beside.open_ones(complaint):
        yield telling.owner(other, "complaint-beside", now, f"beside {complaint.id}", note=complaint.id)


def _beginning(complaint: Complaint, language: str) -> str:
    return retelling.said(complaint, language)[: telling.IN_TASK]


def _finish_by(complaint: Complaint, now: datetime) -> datetime:
    clock = file.running(complaint, now).get("finish")
    return (clock.due_at if clock else None) or now


def _on_duty(complaint: Complaint, now: datetime) -> str:
    """The roster's for this day; else whoever has another's complaint of the same sale; else the seller, or
    who stands in for him; else a manager."""
    day = effects.shop_day(now)
    if named := plans.complaints().on_duty(day):
        return named
    if has_other := next((one.owner for one in beside.open_ones(complaint) if one.owner != telling.DESK), ""):
        return effects.on_duty(has_other, day)
    sale = Sale.find(*Sale.at(complaint.sale_id)) if complaint.sale_id else None
    person = Customer.find(*Customer.at(complaint.customer_id))
    rep = (sale.rep if sale else "") or (person.rep if person else "")
    return effects.on_duty(rep or effects.above("", now) or _anybody(day) or telling.DESK, day)


def _anybody(day: date) -> str:
    return next((one.name for one in effects.colleagues(day)), "")
