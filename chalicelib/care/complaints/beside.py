"""Several complaints of one sale, by several people or by one: each hears of his own case alone, and whoever
works on one sees the others, so that nothing is paid twice for the same damage unseen."""

from decimal import Decimal
from typing import Any

from chalicelib import plans
from chalicelib.care.complaints import file, giving, telling
from chalicelib.errors import BadInput, Conflict
from chalicelib.records import ahead
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.offers import Offer
from chalicelib.records.sales import Sale
from chalicelib.sentences import Joined, Money, Said, labelled

LONGEST = 300


def check_sale(sale_id: str, relation: str, person: Customer) -> None:
    """Of a sale its buyer complains, or somebody who says what they are to the buyer."""
    known = labelled(plans.complaints().relations)
    if relation and relation not in plans.complaints().relations:
        raise BadInput(
            "{relation!r} is no relation to a buyer; use one of {known}.", relation=relation, known=known
        )
    if relation and not sale_id:
        raise BadInput("Say which order it is about (--sale), if whoever complains is not its buyer.")
    if sale_id and Sale.find(*Sale.at(sale_id)) is None:
        raise BadInput("There is no order {sale_id}; leave it out, or correct it.", sale_id=sale_id)
    if buyer_of(sale_id, person) and not relation:
        raise BadInput(
            "Order {sale_id} is no sale of this customer. Leave it out, correct it, or say what they are "
            "to the buyer (--relation): {known}.",
            sale_id=sale_id,
            known=known,
        )


def buyer_of(sale_id: str, person: Customer) -> str:
    """Whose the sale is, where it is not this person's."""
    sale = Sale.find(*Sale.at(sale_id)) if sale_id else None
    return sale.customer_id if sale and sale.customer_id != person.id else ""


def open_ones(complaint: Complaint) -> list[Complaint]:
    """Others' complaints of the same sale that somebody works on, oldest first."""
    return [one for one in giving.others(complaint) if one.owner and not file.stages()[one.stage].rests]


def check(complaint: Complaint, total: Decimal, why: str) -> None:
    """What costs something is offered beside what was promised for the same sale, to whomever, only by
    somebody who has seen that, and says why."""
    if len(why) > LONGEST:
        raise BadInput(
            "Why it is no second payment is longer than {longest} letters; say it shorter.", longest=LONGEST
        )
    found = giving.same_damage(complaint, telling.person(complaint)) if total else []
    paid = [one for one in found if giving.stands(one)]
    if paid and not why.strip():
        listed = Joined([_promised(one) for one in paid], "; ")
        raise Conflict(
            "Something was promised already where the same order, or none, is named ({listed}). Look at it, "
            "and say why this is no second payment for the same damage (--beside).",
            listed=listed,
        )


def _promised(one: Complaint) -> Said:
    amount = Money(giving.stands(one), plans.compensation().currency)
    return Said("{complaint}: {amount}", complaint=one.id, amount=amount)


def shown(complaint: Complaint) -> list[dict[str, Any]]:
    """Every other complaint of the same sale, also of the same person, beside this one; and the person's own
    where it may be the same."""
    person = telling.person(complaint)
    own, found = {person.id, *person.merged_from}, giving.same_damage(complaint, person)
    _read_together([one for one in found if one.customer_id not in own], found)
    return [_line(one, person if one.customer_id in own else telling.person(one)) for one in found]


def _read_together(others: list[Complaint], found: list[Complaint]) -> None:
    """Whose each is, and what lies before them: a page asks for these one by one."""
    offers = [Offer.at(one.id, int(one.offers)) for one in found if one.offer_state in giving.PENDING]
    ahead.rows([*offers, *(Customer.at(one.customer_id) for one in others)])


def _line(one: Complaint, person: Customer) -> dict[str, Any]:
    return {
        "number": one.id, "customer_id": person.id, "name": person.name, "relation": one.relation,
        "stage": one.stage, "owner": one.owner, "opened_at": one.opened_at,
        "understood": one.facts.get("understood", ""), "promised": giving.stands(one),
    }  # fmt: skip
