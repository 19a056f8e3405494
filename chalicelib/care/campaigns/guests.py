"""A gathering's guest list: answered by link until its day, or noted by whoever phoned."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.care.campaigns import coming, keeping
from chalicelib.errors import BadInput, Conflict, NotFound
from chalicelib.records import guests, runs
from chalicelib.records.campaigns import Occurrence
from chalicelib.records.customers import Customer
from chalicelib.records.guests import Guest
from chalicelib.records.table import shard_of
from chalicelib.records.touchpoints import Touchpoint

MOST_PEOPLE = 9
LONGEST_NOTE = 300


@dataclass(frozen=True)
class Invitation:
    touch: Touchpoint
    occurrence: Occurrence
    place: str
    answer: Guest | None

    def is_over(self, now: datetime) -> bool:
        return bool(self.occurrence.named_on and self.occurrence.named_on < coming.today(now))


def invitation(touch_key: str, language: str) -> Invitation:
    touch = Touchpoint.by_key(touch_key, consistent=True)
    if touch is None or not touch.campaign:
        raise NotFound(f"{touch_key} is no invitation.")
    campaign = keeping.meant(keeping.get(touch.campaign))
    occurrence = Occurrence.find(*Occurrence.at(touch.campaign, touch.coming or ""))
    if occurrence is None:
        raise NotFound(f"{touch_key} invites to nothing that stands.")
    answer = Guest.find(*Guest.at(touch.owner, touch.id), consistent=True)
    return Invitation(touch, occurrence, campaign.place.get(language, ""), answer)


def answer(asked: Invitation, people: int, note: str, who: str, now: datetime) -> Guest:
    """How many come; 0: nobody. Changed as often as they like until the day is over."""
    if not 0 <= people <= MOST_PEOPLE:
        raise BadInput(f"{people} is more than we can seat for one invitation; up to {MOST_PEOPLE}.")
    if asked.is_over(now):
        raise Conflict("The day of the gathering is over.")
    touch = asked.touch
    row = Guest(
        *Guest.at(touch.owner, touch.id), touch_key=touch.key, coming=people > 0, people=people,
        note=note[:LONGEST_NOTE], who=who, at_moment=now,
    )  # fmt: skip
    guests.enter(row, asked.occurrence.campaign, asked.occurrence.id)
    row.save()
    Customer(*Customer.at(touch.owner)).change([Customer.acted_at.set(now)])
    if asked.answer is None and touch.campaign:
        runs.hear(shard_of(touch.pk), now, touch.key, touch.campaign, "answered")
    return row


def listed(campaign: str, occurrence: str) -> dict[str, Any]:
    """Who comes, who does not, and how many chairs it takes."""
    found = guests.listed(campaign, occurrence)
    people = Customer.many([Customer.at(one.customer_id) for one in found])
    lines = [_line(one, people.get(Customer.at(one.customer_id))) for one in found]
    return {
        "campaign": campaign, "occurrence": occurrence, "guests": lines,
        "coming": sum(one.coming for one in found), "people": sum(int(one.people) for one in found),
        "declined": sum(not one.coming for one in found),
    }  # fmt: skip


def _line(guest: Guest, customer: Customer | None) -> dict[str, Any]:
    known = customer and not customer.erased_at
    return {
        "customer": guest.customer_id, "name": customer.name if customer and known else "",
        "phone": (customer.phones or [""])[0] if customer and known else "", "coming": guest.coming,
        "people": int(guest.people), "note": guest.note, "at": guest.at_moment,
    }  # fmt: skip
