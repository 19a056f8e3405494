"""What a customer has been given: the account by which limits count, so that splitting does not help."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from chalicelib import plans
from chalicelib.errors import BadInput, Conflict
from chalicelib.records import complaints as records
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.offers import Offer
from chalicelib.records.sales import Sale
from chalicelib.records.staff import Staff
from chalicelib.rules import authority, offers
from chalicelib.rules.offers import Give, Worth
from chalicelib.sentences import Money, Said

PENDING = ("asked", "made")
LONGEST = 400


@dataclass(frozen=True)
class Account:
    """`case`: agreed in this complaint, whenever. `beside`: agreed or on offer in others about the same sale,
    whoever complains. `year`: agreed or on offer in the customer's others within a year. `goodwill`: how much
    of all that within a year was more than we owed."""

    case: Decimal
    beside: Decimal
    year: Decimal
    goodwill: Decimal

    def covers(self, role: str, total: Decimal) -> bool:
        """Whether somebody of this role may promise so much more; an apology costs nothing."""
        return not total or authority.may(role, self._sum(total), self.year, plans.compensation().ladder)

    def least_role(self, total: Decimal) -> str:
        return authority.decider(self._sum(total), self.year, plans.compensation().ladder)

    def _sum(self, total: Decimal) -> Decimal:
        """One damage is one case, however many people complain of it, and however often."""
        return self.case + self.beside + total


def account(complaint: Complaint, person: Customer, now: datetime) -> Account:
    own, beside = _own_others(complaint, person), same_damage(complaint, person)
    known = {one.id for one in beside}
    sums = [_given(one, now) for one in own if one.id not in known]
    theirs = [_given(one, now)[1] for one in beside]
    return Account(
        sum((Decimal(line[1]) for line in complaint.granted), Decimal(0)),
        sum(map(stands, beside), Decimal(0)),
        sum((total for total, _ in sums), Decimal(0)),
        sum([*theirs, *(extra for _, extra in sums)], offers.within_a_year(complaint.granted, now)[1]),
    )


def above_limit(found: Account, offer: Offer, other: str) -> Conflict:
    def money(amount: Decimal) -> Money:
        return Money(amount, offer.currency)

    beside = Said(", {amount} in others about the same order", amount=money(found.beside))
    return Conflict(
        "{total} cannot be promised by {who} alone, who may promise {limits} ({case} in this "
        "complaint{beside} and {year} to this customer elsewhere within a year stand already). {other} may: "
        "put it before them with --ask.",
        total=money(offer.total), who=offer.who, other=other, limits=limits(role_of(offer.who)),
        case=money(found.case), year=money(found.year), beside=beside if found.beside else "",
    )  # fmt: skip


def check_owed(complaint: Complaint, gives: Sequence[Give], found: Account, why: str) -> None:
    """Where we are at fault the loss is paid (F0-05, F0-15); less only with a reason."""
    if len(why) > LONGEST:
        raise BadInput(
            "Why it is less than we owe is longer than {longest} letters; say it shorter.", longest=LONGEST
        )
    policy = plans.compensation()
    owed, missing = offers.shortfall(gives, offers.fault(complaint.facts), found.case, policy)
    if missing and not why.strip():
        raise Conflict(
            "By what is noted we owe {owed} here, and this leaves {missing} of it unpaid. "
            "Offer that, too, or say why it is less (--below).",
            owed=Money(owed, policy.currency), missing=Money(missing, policy.currency),
        )  # fmt: skip


def owed(complaint: Complaint) -> Decimal:
    """By what is noted so far; nothing while the shares are missing."""
    try:
        return offers.fault(complaint.facts).owed
    except BadInput:
        return Decimal(0)


def others(complaint: Complaint) -> list[Complaint]:
    """Other people's complaints of the same sale, oldest first."""
    if not complaint.sale_id:
        return []
    person = Customer.today(complaint.customer_id)
    own = {complaint.customer_id, *((person.id, *person.merged_from) if person else ())}
    return [one for one in records.of_sale(complaint.sale_id) if one.customer_id not in own]


def same_damage(complaint: Complaint, person: Customer) -> list[Complaint]:
    """Other complaints of the same sale, also of the same person, oldest first. Where the person's other one,
    or the buyer's, or this, names no sale and they came within a year, it may be the same: whoever pays
    looks."""
    near = [*_own_others(complaint, person), *_across(complaint, person)]
    twins = [one for one in near if _may_be_same(one, complaint)]
    return sorted([*others(complaint), *twins], key=lambda one: one.opened_at)


def _across(complaint: Complaint, person: Customer) -> list[Complaint]:
    """Between a buyer and who else complains of what he bought, where the buyer names no sale."""
    if not complaint.sale_id:
        return _of_purchases(person)
    buyer = patron(complaint, person)
    return [] if buyer.pk == person.pk else [one for one in _own_others(complaint, buyer) if not one.sale_id]


def _of_purchases(buyer: Customer) -> list[Complaint]:
    # Each open case and each offer of what he bought counts with him: mostly there is nothing to find.
    if not buyer.offers and int(buyer.open_complaints or 0) < 2:
        return []
    own = {buyer.id, *buyer.merged_from}
    sales = [row for row in Sale.by_lookup(buyer.pk) if isinstance(row, Sale)]
    found = [one for sale in sales for one in records.of_sale(sale.id)]
    return [one for one in found if one.customer_id not in own]


def _own_others(complaint: Complaint, person: Customer) -> list[Complaint]:
    numbers = [number for number in records.of_customer(person.partitions) if number != complaint.id]
    found = Complaint.many([Complaint.at(number) for number in numbers], consistent=True).values()
    return [one for one in found if isinstance(one, Complaint)]


def _may_be_same(one: Complaint, other: Complaint) -> bool:
    if one.sale_id and other.sale_id:
        return one.sale_id == other.sale_id
    return abs(one.opened_at - other.opened_at) < offers.YEAR


def stands(complaint: Complaint) -> Decimal:
    """What was agreed in it, whenever, and what lies before its customer or a decider."""
    agreed = sum((Decimal(line[1]) for line in complaint.granted), Decimal(0))
    pending = _pending(complaint)
    return agreed + (pending.total if pending else Decimal(0))


def patron(complaint: Complaint, person: Customer) -> Customer:
    """By whom goodwill is measured: the buyer, where somebody else complains of what he bought."""
    return (Customer.today(complaint.buyer_id) if complaint.buyer_id else None) or person


def _given(other: Complaint, now: datetime) -> tuple[Decimal, Decimal]:
    """Agreed within a year, and what lies before the customer or a decider at this moment."""
    total, extra = offers.within_a_year(other.granted, now)
    pending = _pending(other)
    return (total + pending.total, extra + pending.goodwill) if pending else (total, extra)


def _pending(complaint: Complaint) -> Offer | None:
    is_open = complaint.offer_state in PENDING and complaint.stage != "closed"
    return last_offer(complaint) if is_open else None


def last_offer(complaint: Complaint) -> Offer | None:
    return offer(complaint, int(complaint.offers))


def offer(complaint: Complaint, version: int) -> Offer | None:
    return Offer.find(*Offer.at(complaint.id, version), consistent=True)


def all_offers(complaint: Complaint) -> list[Offer]:
    """Oldest first."""
    return list(Offer.of(complaint.pk))


def worth(person: Customer, found: Account) -> Worth:
    return Worth(person.spend, person.currency, found.goodwill)


def role_of(name: str) -> str:
    """Of one whom the staff list does not know, none: they promise nothing that costs."""
    staff = Staff.find(*Staff.at(name)) if name else None
    return staff.role if staff else ""


def limits(role: str) -> Said:
    """What a role may promise, in words."""
    policy = plans.compensation()
    step = next((one for one in policy.ladder if one.role == role), None)
    if step is None:
        return Said("nothing that costs, since the staff list gives them no such role")
    case, year = _money(step.per_case), _money(step.per_year)
    if case and year:
        return Said("{case} a case and {year} a year", case=case, year=year)
    if case:
        return Said("{case} a case", case=case)
    return Said("{year} a year", year=year) if year else Said("everything")


def _money(amount: Decimal | None) -> Money | None:
    return Money(amount, plans.compensation().currency) if amount is not None else None
