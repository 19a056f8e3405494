"""What was paid before in cases like this one, for whoever makes an offer (F2-11, F2-20)."""

from decimal import Decimal

from chalicelib.ids import plain_name
from chalicelib.records import reviews
from chalicelib.records.complaints import Complaint
from chalicelib.records.reviews import Precedent
from chalicelib.records.sales import Sale
from chalicelib.rules import offers

MOST = 5
MOST_READ = 50


def product_of(complaint: Complaint) -> str:
    """As it was noted, else the first of the sale."""
    sale = Sale.find(*Sale.at(complaint.sale_id)) if complaint.sale_id else None
    bought = str(sale.lines[0].get("product", "")) if sale and sale.lines else ""
    return str(complaint.facts.get("product") or bought)[:200]


def like(complaint: Complaint, amount: Decimal | None = None) -> list[Precedent]:
    """Of the same cause: first those of the same product, and those nearest in amount. Without an amount,
    nearest to what the customer has lost. None where the cause has not been named yet."""
    cause = str(complaint.facts.get("cause_kind", ""))
    if not cause:
        return []
    product, wanted = product_of(complaint), offers.loss(complaint.facts) if amount is None else amount
    found = {one.number: one for one in reviews.near(cause, product, wanted, MOST)}
    if len(found) < MOST:
        found |= {one.number: one for one in reviews.of_cause(cause, MOST_READ)}
    found.pop(complaint.id, None)
    others = sorted(found.values(), key=lambda one: _distance(one, product, wanted))
    return others[:MOST]


def _distance(one: Precedent, product: str, wanted: Decimal) -> tuple[bool, Decimal, str]:
    is_other = plain_name(one.product) != plain_name(product)
    return is_other, abs(one.total - wanted), one.number
