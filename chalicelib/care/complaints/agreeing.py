"""The customer's answer to an offer: yes, no with a reason, or please call; by link, or noted with its
evidence."""

from datetime import date, datetime, timedelta

from chalicelib import plans, words
from chalicelib.care import effects
from chalicelib.care.complaints import file, giving, promises, telling, worded
from chalicelib.errors import BadInput, Conflict
from chalicelib.records.attributes import instant
from chalicelib.records.complaints import Complaint
from chalicelib.records.offers import Offer
from chalicelib.rules.clocks import worktime

LONGEST = 1000
BY_LINK = "link"


def open_offer(complaint: Complaint, version: int) -> Offer:
    """The offer that lies before the customer, if it is this one; version 0 is whichever does."""
    offer = giving.last_offer(complaint)
    is_this = version in (0, int(complaint.offers))
    stage = complaint.back_to if complaint.stage == "waiting_for_customer" else complaint.stage
    if stage != "offered" or complaint.offer_state != "made" or offer is None or not is_this:
        raise Conflict(
            "No such offer lies before the customer of complaint {complaint} any more.",
            complaint=complaint.id,
        )
    return offer


def _before(number: str, version: int, seen: str) -> tuple[Complaint, Offer]:
    complaint = file.get(number, seen)
    return complaint, open_offer(complaint, version)


def _go_on(complaint: Complaint, who: str, now: datetime) -> None:
    """The customer's answer ends a wait."""
    if complaint.stage != "offered":
        file.move(complaint, "offered", who, now)


def accept(number: str, version: int, evidence: str, who: str, now: datetime, seen: str = "") -> Complaint:
    """Agreed, and carried out at once (F2-15). `evidence`: by what we know, where it was no link."""
    complaint, offer = _before(number, version, seen)
    if not evidence.strip():
        raise BadInput("Say how we know that the customer agrees (--evidence): a signed form, a recording.")
    _go_on(complaint, who, now)
    last = last_day(offer, now)
    complaint.finish_by = worktime.end_of(last, plans.complaints().calendar)
    line = [str(int(offer.version)), str(offer.total), str(offer.goodwill), instant(now)]
    changes = (
        Complaint.offer_state.set("accepted"), Complaint.granted.set([*complaint.granted, line]),
        Complaint.finish_by.set(complaint.finish_by),
        Complaint.promises.set(promises.made(complaint, now, finish=complaint.finish_by)),
    )  # fmt: skip
    language = telling.language_of(telling.person(complaint))
    said = {**worded.of_offer(offer, language), "done_by": words.near_date(language, last)}
    return file.move(
        complaint, "agreed", who, now, facts={"agreement": evidence.strip()[:LONGEST]}, changes=changes,
        more=said,
    )  # fmt: skip


def last_day(offer: Offer, now: datetime) -> date:
    """By when all of it is done: a day on which somebody works."""
    policy = plans.compensation()
    day = effects.shop_day(now) + timedelta(days=max(policy.remedy(kind).days for kind, *_ in offer.gives))
    return effects.shop_day(worktime.end_of(day, plans.complaints().calendar))


def decline(number: str, version: int, why: str, who: str, now: datetime, seen: str = "") -> Complaint:
    """Back to whoever decides, with the reason; the clock for a decision begins anew."""
    complaint, _ = _before(number, version, seen)
    if not why.strip():
        raise BadInput("Say why the customer declines: the next offer rests on it.")
    _go_on(complaint, who, now)
    reason = why.strip()[:LONGEST]
    told = telling.owner(
        complaint, "complaint-declined", now, f"declined {int(complaint.offers)}", note=reason[:200]
    )
    return file.move(
        complaint, "deciding", who, now, event="declined", facts={"declined_because": reason},
        changes=(Complaint.offer_state.set("declined"),), besides=(told,),
    )  # fmt: skip


def call_me(number: str, version: int, now: datetime) -> Complaint:
    """The offer stays open; the handler calls at once. Asked for twice it is one call."""
    complaint, _ = _before(number, version, "")
    if complaint.facts.get("call_asked") == str(int(complaint.offers)):
        return complaint
    told = telling.owner(complaint, "complaint-call-asked", now, f"call {int(complaint.offers)}", do="call")
    asked = {"call_asked": str(int(complaint.offers))}
    return file.add(complaint, "call_asked", "customer", now, facts=asked, besides=(told,))
