"""Offers: made by whoever may, else put before the lowest who may, with a clock that goes up by itself."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from chalicelib import plans
from chalicelib.care import effects
from chalicelib.care.complaints import beside as others
from chalicelib.care.complaints import file, giving, overtaken, precedents, telling, worded
from chalicelib.care.complaints.giving import Account
from chalicelib.errors import BadInput, Conflict
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.offers import Offer
from chalicelib.records.sales import Sale
from chalicelib.records.table import Row, Write
from chalicelib.rules import authority, colleagues, offers
from chalicelib.rules.clocks import worktime
from chalicelib.rules.colleagues import Colleague
from chalicelib.rules.offers import Give
from chalicelib.sentences import Money

LONGEST_EFFORT = 400


def propose(
    number: str,
    gives: Sequence[Give],
    currency: str,
    effort: str,
    who: str,
    ask: bool,
    now: datetime,
    seen: str = "",
    beside: str = "",
    below: str = "",
) -> Complaint:
    """A new version. Within the limits of whoever makes it the customer has it at once; else it is refused,
    or, with `ask`, put before the one who may. `effort`: what was done for it, for the customer to see.
    `beside`: why it is no second payment, where something was promised for the same sale already. `below`:
    why it is less than we owe."""
    complaint = file.get(number, seen)
    _check_open(complaint)
    person = telling.person(complaint)
    guards = _guards(complaint, person)
    found, total = _checked(complaint, person, gives, currency, effort, now)
    others.check(complaint, total, beside)
    giving.check_owed(complaint, gives, found, below)
    offer = _version(complaint, gives, total, effort.strip(), who, now)
    offer.beside, offer.below = beside.strip() or None, below.strip() or None
    if not _needs_other(found, offer, giving.role_of(who)):
        return _make(complaint, offer, person, who, _reasons(offer), now, (*_put(offer), *guards))
    other = _decider(complaint, found, offer, now)
    if not ask:
        raise giving.above_limit(found, offer, other.name)
    return _ask(complaint, offer, other.name, now, guards)


def _check_open(complaint: Complaint) -> None:
    file.check(complaint, "offered", {"offer": "new"})
    if complaint.offer_state == "asked":
        raise Conflict(
            "An offer in complaint {complaint} lies before {decider}; it is decided first (`aftercare "
            "complaint decide {complaint}`).",
            complaint=complaint.id,
            decider=complaint.decider,
        )


def _checked(
    complaint: Complaint, person: Customer, gives: Sequence[Give], currency: str, effort: str, now: datetime
) -> tuple[Account, Decimal]:
    policy, fault = plans.compensation(), offers.fault(complaint.facts)
    if len(effort) > LONGEST_EFFORT:
        raise BadInput(
            "The effort made is longer than {longest_effort} letters; say it shorter.",
            longest_effort=LONGEST_EFFORT,
        )
    for words in (effort, *(give.words for give in gives)):
        telling.check_phrases(words)
    total = offers.check(gives, currency, policy)
    found = giving.account(complaint, person, now)
    offers.check_bounds(total, fault, giving.worth(giving.patron(complaint, person), found), policy)
    return found, total


def _reasons(offer: Offer) -> str:
    """Why it is no second payment, and why it is less than we owe."""
    return "; ".join(filter(None, (offer.beside, offer.below)))


def _version(
    complaint: Complaint, gives: Sequence[Give], total: Decimal, effort: str, who: str, now: datetime
) -> Offer:
    fault, version = offers.fault(complaint.facts), int(complaint.offers) + 1
    loss = {"loss": str(fault.loss), "share": str(fault.share), "legal": str(fault.legal or "")}
    return Offer(
        *Offer.at(complaint.id, version), version=version, total=total, owed=fault.owed,
        gives=[[give.kind, str(give.amount), give.words] for give in gives],
        goodwill=offers.goodwill(total, fault), currency=plans.compensation().currency,
        fault={"at_fault": fault.at_fault, **loss}, effort=effort, who=who, made_at=now,
        precedents=[one.number for one in precedents.like(complaint, total)],
    )  # fmt: skip


def _needs_other(found: Account, offer: Offer, role: str) -> bool:
    """Above his limits, or so much that two must agree."""
    return not found.covers(role, offer.total) or offer.total > plans.compensation().four_eyes_above


def _decider(complaint: Complaint, found: Account, offer: Offer, now: datetime) -> Colleague:
    ladder = plans.compensation().ladder
    everybody = [one for one in effects.colleagues(effects.shop_day(now)) if one.name != offer.who]
    able = colleagues.decider(found.least_role(offer.total), complaint.owner, everybody, ladder)
    if able is None:
        role = found.least_role(offer.total)
        raise Conflict(
            "Nobody on the staff list who is there may promise {total} besides {who}; "
            "`aftercare staff set NAME --role {role}` names somebody.",
            total=Money(offer.total, offer.currency), who=offer.who, role=role,
        )  # fmt: skip
    return able


def _put(offer: Offer) -> tuple[Write, ...]:
    return (Write(offer, condition=Row.pk.does_not_exist()),)


def _guards(complaint: Complaint, person: Customer) -> tuple[Write, ...]:
    """Two offers to one person, for one sale, or for one buyer's, at the same moment: one of them counts
    again. Read before anything is counted."""
    sale = Sale.find(*Sale.at(complaint.sale_id), consistent=True) if complaint.sale_id else None
    rows = {row.pk: row for row in (giving.patron(complaint, person), person, sale) if row}
    return tuple(map(_counted, rows.values()))


def _counted(row: Customer | Sale) -> Write:
    offers, count = type(row).offers, row.offers
    before = offers.does_not_exist() if count is None else offers == count
    return Write(row, (offers.set(int(count or 0) + 1),), before)


def _make(
    complaint: Complaint, offer: Offer, person: Customer, who: str, why: str, now: datetime,
    besides: tuple[Write, ...],
) -> Complaint:  # fmt: skip
    """The customer has it, with what is goodwill in it named."""
    version = str(int(offer.version))
    complaint.decide_by = None
    changes = (
        Complaint.offers.set(int(offer.version)), Complaint.offer_state.set("made"),
        Complaint.decider.set(who), Complaint.decide_by.remove(),
    )  # fmt: skip
    return file.move(
        complaint, "offered", who, now, facts={"offer": version}, why=why,
        more=worded.of_offer(offer, telling.language_of(person)), changes=changes, besides=besides,
    )  # fmt: skip


def _ask(
    complaint: Complaint, offer: Offer, decider: str, now: datetime, guards: tuple[Write, ...]
) -> Complaint:
    complaint.decide_by = in_time(now)
    changes = (
        Complaint.offers.set(int(offer.version)), Complaint.offer_state.set("asked"),
        *before(decider, complaint.decide_by),
    )  # fmt: skip
    besides = (*_put(offer), *guards, telling.decision(complaint, offer, decider, now))
    says = {"version": str(int(offer.version)), "decider": decider}
    return file.add(
        complaint, "offer_asked", offer.who, now, says=says, why=_reasons(offer), changes=changes,
        besides=besides,
    )  # fmt: skip


def before(decider: str, by: datetime, since: datetime | None = None) -> tuple:
    """`since`: when the highest of all first let the time go by."""
    stuck = Complaint.undecided_since.set(since) if since else Complaint.undecided_since.remove()
    return Complaint.decider.set(decider), Complaint.decide_by.set(by), stuck


def in_time(now: datetime) -> datetime:
    return worktime.after(now, plans.compensation().decide_within, plans.complaints().calendar)


def decide(number: str, yes: bool, who: str, why: str, now: datetime, seen: str = "") -> Complaint:
    """By the one whom it lies before, or anybody else whose limits cover it. A signature says what was
    looked at (F0-03)."""
    complaint = file.get(number, seen)
    offer = giving.last_offer(complaint)
    if complaint.offer_state != "asked" or offer is None:
        raise Conflict("Nothing in complaint {complaint} waits for a decision.", complaint=complaint.id)
    if not why.strip():
        raise BadInput("Say what you looked at and why you decide so (--why): a name alone is no decision.")
    person = telling.person(complaint)
    guards = _guards(complaint, person)
    _check_decider(complaint, offer, giving.account(complaint, person, now), who)
    if yes:
        found = _make(complaint, offer, person, who, why, now, guards)
    else:
        found = _refuse(complaint, who, why, now)
    overtaken.by_deciding(complaint, who, now)
    return found


def _check_decider(complaint: Complaint, offer: Offer, found: Account, who: str) -> None:
    if who == offer.who:
        raise Conflict(
            "{who} made this offer; {decider} decides it, by another pair of eyes.",
            who=who,
            decider=complaint.decider,
        )
    role = giving.role_of(who)
    if not found.covers(role, offer.total):
        raise Conflict(
            "{total} is more than {who} may decide, who may promise {limits}; it lies before "
            "{decider}.",
            total=Money(offer.total, offer.currency), who=who, limits=giving.limits(role),
            decider=complaint.decider,
        )  # fmt: skip


def _refuse(complaint: Complaint, who: str, why: str, now: datetime) -> Complaint:
    """Back to the handler, with the reason."""
    complaint.decide_by = None
    changes = (
        Complaint.offer_state.set("refused"), Complaint.decider.set(""), Complaint.decide_by.remove(),
    )  # fmt: skip
    told = telling.owner(complaint, "complaint-refused", now, f"refused {int(complaint.offers)}", note=why)
    return file.add(complaint, "offer_refused", who, now, why=why, changes=changes, besides=(told,))


def go_up(complaint: Complaint, now: datetime) -> Complaint:
    """Unanswered: to the next who may; the highest is asked again."""
    offer, ladder = giving.last_offer(complaint), plans.compensation().ladder
    if offer is None:
        raise Conflict("Complaint {complaint} has no offer.", complaint=complaint.id)
    role = authority.above(giving.role_of(complaint.decider), ladder)
    everybody = [one for one in effects.colleagues(effects.shop_day(now)) if one.name != offer.who]
    higher = colleagues.decider(role, complaint.decider, everybody, ladder)
    name = higher.name if higher else complaint.decider
    said = {"from": complaint.decider, "to": name}
    since = None if higher else complaint.undecided_since or complaint.decide_by
    complaint.decider, complaint.decide_by = name, in_time(now)
    return file.add(
        complaint, "went_up", "clock", now, says=said, changes=before(name, complaint.decide_by, since),
        besides=(telling.decision(complaint, offer, name, now),),
    )  # fmt: skip
