"""Whose an order is: all lines of one are one buyer's, else two orders bear the same number."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from chalicelib.rules import names
from chalicelib.rules.ledgers.cells import quoted
from chalicelib.rules.ledgers.values import LedgerRow, LedgerSale, Trouble
from chalicelib.sentences import Said

OF_ANOTHER = "order_of_another"


@dataclass(frozen=True)
class Buyer:
    """Who has an order that is known already."""

    name: str
    addresses: frozenset[str]
    signed_on: date

    def may_be_of(self, sale: LedgerSale) -> bool:
        """A return that names nobody is whoever bought."""
        written = {*sale.phones, *filter(None, [sale.email])}
        if not written and not sale.customer_name:
            return True
        alike = bool(self.name and sale.customer_name) and names.read(self.name).is_like(
            names.read(sale.customer_name)
        )
        return alike or bool(written & self.addresses)


Whose = Callable[[str], Buyer | None]


def nobody_known(_order: str) -> Buyer | None:
    return None


def is_same(first: LedgerSale, other: LedgerSale) -> bool:
    """The lines of one order share a name or an address."""
    shares_phone = bool(set(first.phones) & set(other.phones))
    shares_email = bool(first.email) and first.email == other.email
    return shares_phone or shares_email or first.name_key == other.name_key


def of_another_row(sale: LedgerSale, first: LedgerRow) -> Trouble:
    sentence = Said(
        "The order {order} is another customer's on line {line}: neither name nor telephone nor e-mail"
        " agree. Give one of the two another order number.",
        order=quoted(sale.order), line=first.line,
    )  # fmt: skip
    return Trouble(OF_ANOTHER, sentence)


def of_another_known(sale: LedgerSale, buyer: Buyer) -> Trouble:
    """Numbers that begin anew each year, or that a program cut short."""
    day = sale.signed_on or buyer.signed_on
    sentence = Said(
        "The order {order} is known as another customer's, signed for on {signed}: neither name nor telephone"
        " nor e-mail agree. Give this one another order number, such as {example}, or the name as it is"
        " known.",
        order=quoted(sale.order), signed=buyer.signed_on, example=quoted(f"{day.year}-{sale.order}"),
    )  # fmt: skip
    return Trouble(OF_ANOTHER, sentence)
