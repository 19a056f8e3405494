"""A gathering's guest list: answered by link until its day, or noted by whoever phoned."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.care.campaigns import coming, keeping
from chalicelib.errors import BadInput, Conflict, NotFound
from chalicelib.records import guests, runs
from chalicelib.records.campaigns import Occurrence, occurrences, touch_id
from chalicelib.records.customers import Customer
from chalicelib.records.guests import Guest
from chalicelib.records.table import shard_of
from chalicelib.records.touchpoints import Touchpoint, parts
from chalicelib.sentences import Said

MOST_PEOPLE = 9
LONGEST_NOTE = 300


@dataclass(frozen=True)
class Invitation:
    touch: Touchpoint
    occurrence: Occurrence
    place: str
    answer: Guest | None

    def is_over(self, now: datetime) -> bool:
        return _is_over(self.occurrence, now)


def invitation(touch_key: str, language: str) -> Invitation:
    touch = Touchpoint.by_key(touch_key, consistent=True)
    if touch is None or not touch.campaign:
        raise NotFound("{touch_key} is no invitation.", touch_key=touch_key)
    campaign = keeping.meant(keeping.get(touch.campaign))
    occurrence = Occurrence.find(*Occurrence.at(touch.campaign, touch.coming or ""))
    if occurrence is None:
        raise NotFound("{touch_key} invites to nothing that stands.", touch_key=touch_key)
    answer = Guest.find(*Guest.at(touch.owner, touch.id), consistent=True)
    return Invitation(touch, occurrence, campaign.place.get(language, ""), answer)


def noted(
    campaign: str, occurrence: str, customer_id: str, people: int, note: str, who: str, now: datetime
) -> Guest:
    """Somebody said it by telephone or in the shop; whether they were invited does not matter. What was noted
    of them before stays where nothing else is noted."""
    row, customer = keeping.get(campaign), Customer.today(customer_id)
    if keeping.meant(row).touch != "gathering":
        raise BadInput("{campaign} is no gathering, so it has no guest list.", campaign=keeping.called(row))
    if customer is None or customer.erased_at:
        raise NotFound(
            "There is no customer {id}. `aftercare customer find` looks by address.", id=customer_id
        )
    day = Occurrence.find(*Occurrence.at(campaign, occurrence), consistent=True)
    if day is None:
        known = [one.id for one in occurrences(campaign)] or Said("none yet")
        raise NotFound(
            "{campaign} does not come on {occurrence}; it comes on: {known}.",
            campaign=keeping.called(row),
            occurrence=occurrence,
            known=known,
        )
    key = f"{customer.id}.{touch_id(campaign, occurrence)}"
    before = Guest.find(*Guest.at(*parts(key)), consistent=True)
    return _enter(day, key, people, note or (before.note if before else ""), who, now)


def latest(campaign: str) -> str:
    """The coming that people answer at present: the last for which invitations went, else the next."""
    found = occurrences(campaign)
    begun = [one.id for one in found if one.state != "planned"]
    return begun[-1] if begun else found[0].id if found else ""


def answer(asked: Invitation, people: int, note: str, who: str, now: datetime) -> Guest:
    """How many come; 0: nobody. Changed as often as they like until the day is over."""
    row = _enter(asked.occurrence, asked.touch.key, people, note, who, now)
    Customer(*Customer.at(asked.touch.owner)).change([Customer.acted_at.set(now)])
    return row


def _enter(day: Occurrence, key: str, people: int, note: str, who: str, now: datetime) -> Guest:
    """On the list in place of what they said before; the first answer counts for the campaign."""
    if not 0 <= people <= MOST_PEOPLE:
        raise BadInput(
            "{people} is no number of guests for one invitation; write 0 to {most_people}.",
            people=people,
            most_people=MOST_PEOPLE,
        )
    if _is_over(day, now):
        raise Conflict("The day of the gathering is over.")
    owner, touch = parts(key)
    row = Guest(
        *Guest.at(owner, touch), touch_key=key, coming=people > 0, people=people, note=note[:LONGEST_NOTE],
        who=who, at_moment=now,
    )  # fmt: skip
    guests.enter(row, day.campaign, day.id)
    if row.create():
        runs.hear(shard_of(owner), now, key, day.campaign, "answered")
    else:
        row.save()
    return row


def _is_over(day: Occurrence, now: datetime) -> bool:
    return bool(day.named_on and day.named_on < coming.today(now))


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
