"""What a customer has been given: the account by which limits count, so that splitting does not help."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from chalicelib import plans
from chalicelib.records import complaints as records
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.offers import Offer
from chalicelib.records.staff import Staff
from chalicelib.rules import authority, offers
from chalicelib.rules.offers import Worth

PENDING = ("asked", "made")


@dataclass(frozen=True)
class Account:
    """`case`: agreed in this complaint, whenever. `year`: agreed or on offer in the customer's others
    within a year. `goodwill`: how much of all that within a year was more than we owed."""

    case: Decimal
    year: Decimal
    goodwill: Decimal

    def covers(self, role: str, total: Decimal) -> bool:
        """Whether somebody of this role may promise so much more; an apology costs nothing."""
        return not total or authority.may(role, self.case + total, self.year, plans.compensation().ladder)

    def least_role(self, total: Decimal) -> str:
        return authority.decider(self.case + total, self.year, plans.compensation().ladder)


def account(complaint: Complaint, person: Customer, now: datetime) -> Account:
    numbers = records.of_customer(person.partitions)
    others = [one for number in numbers if (one := _other(number, complaint))]
    sums = [_given(one, now) for one in others]
    return Account(
        sum((Decimal(line[1]) for line in complaint.granted), Decimal(0)),
        sum((total for total, _ in sums), Decimal(0)),
        sum((extra for _, extra in sums), offers.within_a_year(complaint.granted, now)[1]),
    )


def _other(number: str, complaint: Complaint) -> Complaint | None:
    return None if number == complaint.id else Complaint.find(*Complaint.at(number), consistent=True)


def _given(other: Complaint, now: datetime) -> tuple[Decimal, Decimal]:
    """Agreed within a year, and what lies before the customer or a decider at this moment."""
    total, extra = offers.within_a_year(other.granted, now)
    stands = other.offer_state in PENDING and other.stage != "closed"
    pending = last_offer(other) if stands else None
    return (total + pending.total, extra + pending.goodwill) if pending else (total, extra)


def last_offer(complaint: Complaint) -> Offer | None:
    return Offer.find(*Offer.at(complaint.id, int(complaint.offers)), consistent=True)


def all_offers(complaint: Complaint) -> list[Offer]:
    """Oldest first."""
    return list(Offer.of(complaint.pk))


def worth(person: Customer, found: Account) -> Worth:
    return Worth(person.spend, person.currency, found.goodwill)


def role_of(name: str) -> str:
    """Of one whom the staff list does not know, none: they promise nothing that costs."""
    staff = Staff.find(*Staff.at(name)) if name else None
    return staff.role if staff else ""


def limits(role: str) -> str:
    """What a role may promise, in words."""
    policy = plans.compensation()
    step = next((one for one in policy.ladder if one.role == role), None)
    if step is None:
        return "nothing that costs, since the staff list gives them no such role"
    parts: Sequence[tuple[Decimal | None, str]] = ((step.per_case, "a case"), (step.per_year, "a year"))
    said = [f"{most} {policy.currency} {what}" for most, what in parts if most is not None]
    return " and ".join(said) or "everything"
