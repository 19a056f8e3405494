"""Complaints: one row that says where each stands, and the customer's list of them."""

from datetime import datetime

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action

from chalicelib.ids import derived, plain_name
from chalicelib.records.attributes import InstantAttribute, instant
from chalicelib.records.customers import Customer
from chalicelib.records.sales import Sale
from chalicelib.records.table import Row

LETTERS = 8
# Where they stand in `lookup`: what is closed apart, so that a long past costs nobody anything.
OPEN, CLOSED = "complaints#open", "complaints#closed"
RESTS = "closed"


def number_of(*parts: object) -> str:
    """Short enough to be said on the phone."""
    return derived("", "complaint", *parts)[:LETTERS].upper()


class Complaint(Row, discriminator="complaint"):
    """What is true of it now; how it came to be so stands in its chain of events.

    `facts` is what is known, by the names of stages.base.FACTS and of the intake. `owner` handles it and
    nobody else; `level` is the lowest role that may; `round` counts from 1 and rises when it is reopened.
    `back_to` is the stage that a wait leads back to. `news_by` and `finish_by` are what the customer was
    promised; `promises` keeps the ledger: [[what, by, made at, how it ended, ended at]].
    `offers` counts versions; `offer_state` of the last is asked (`decider` has until `decide_by`), made,
    refused, accepted or declined; `undecided_since`: when the highest first let the time go by;
    `granted` is what was agreed: [[version, amount, goodwill, when]];
    `work` the tasks that carry it out: [[id, day that the customer knows]].
    `review`: what was learnt of it once it was closed: cause, unit, person, sanction, improvement ...
    `routes`: outside bodies that have it: {body, reference, filed_on, next_on, papers, ended_on, outcome}.
    `relation`: what whoever complains is to the buyer of the sale, `buyer_id`, where it is not the buyer.
    `store`: the shop that it concerns, as `shop_named` has it. `turns`: those of its events by which its
    clocks go, [[instant, what]]; none from before rows kept them.
    `asked`: how often satisfaction was asked in this round; `ask_by`: when silence is acted upon.
    """

    customer_id = UnicodeAttribute()
    sale_id = UnicodeAttribute(default="")
    relation = UnicodeAttribute(default="")
    buyer_id = UnicodeAttribute(default="")
    store = UnicodeAttribute(null=True)
    stage = UnicodeAttribute(default="received")
    severity = UnicodeAttribute()
    about = UnicodeAttribute()
    channel = UnicodeAttribute(default="")
    recorder = UnicodeAttribute(default="")
    owner = UnicodeAttribute(default="")
    level = UnicodeAttribute(default="")
    round = NumberAttribute(default=1)
    hand_overs = NumberAttribute(default=0)
    back_to = UnicodeAttribute(default="")
    facts = JSONAttribute(default=dict)
    opened_at = InstantAttribute()
    learned_at = InstantAttribute(null=True)
    happened_at = InstantAttribute(null=True)
    reported_late = BooleanAttribute(default=False)
    news_by = InstantAttribute(null=True)
    finish_by = InstantAttribute(null=True)
    promises = JSONAttribute(default=list)
    offers = NumberAttribute(default=0)
    offer_state = UnicodeAttribute(default="")
    decider = UnicodeAttribute(default="")
    decide_by = InstantAttribute(null=True)
    undecided_since = InstantAttribute(null=True)
    granted = JSONAttribute(default=list)
    work = JSONAttribute(default=list)
    routes = JSONAttribute(default=list)
    review = JSONAttribute(default=dict)
    ask_by = InstantAttribute(null=True)
    asked = NumberAttribute(default=0)
    turns = JSONAttribute(null=True)
    chain_length = NumberAttribute(default=0)
    chain_head = UnicodeAttribute(default="")

    @classmethod
    def at(cls, number: str) -> tuple[str, str]:
        return f"complaint#{number.upper()}", "complaint"

    @property
    def id(self) -> str:
        """The number under which the customer knows it."""
        return self.pk.removeprefix("complaint#")

    @property
    def turned(self) -> list[tuple[datetime, str]] | None:
        found: list[list[str]] | None = self.turns
        return None if found is None else [(datetime.fromisoformat(at), what) for at, what in found]

    def turned_by(self, what: str, now: datetime) -> tuple[Action, ...]:
        """What one more of these events changes."""
        found: list[list[str]] | None = self.turns
        return () if found is None else (Complaint.turns.set([*found, [instant(now), what]]),)

    def listed(self, stage: str, owner: str) -> tuple[str, str]:
        """Where it stands in `lookup`: by owner, stage and age, with the shop that it concerns."""
        place = CLOSED if stage == RESTS else OPEN
        return place, f"{owner}#{stage}#{instant(self.opened_at)}#{self.id}@{self.store or ''}"


def shop_named(name: str) -> str:
    """As a complaint names the shop that it concerns: as names are compared, and without what parts its
    place in the index."""
    return plain_name(name).replace("#", "")


class Case(Row, discriminator="case"):
    """In the customer's own partition: that there is a complaint of this number."""

    opened_at = InstantAttribute()

    @classmethod
    def at(cls, customer_id: str, number: str) -> tuple[str, str]:
        return f"customer#{customer_id}", f"case#{number}"

    @property
    def number(self) -> str:
        return self.sk.removeprefix("case#")


class SaleCase(Row, discriminator="sale_case"):
    """In the sale's own partition: that somebody complained of it under this number."""

    @classmethod
    def at(cls, sale_id: str, number: str) -> tuple[str, str]:
        return f"sale#{plain_name(sale_id)}", f"case#{number}"

    @property
    def number(self) -> str:
        return self.sk.removeprefix("case#")


def of_owner(owner: str, stage: str = "") -> list[Complaint]:
    """Whoever's, by stage and age, what is closed last."""
    within = Row.lookup_sk.startswith(f"{owner}#{stage}#" if stage else f"{owner}#")
    rows = (row for place in (OPEN, CLOSED) for row in Complaint.by_lookup(place, within))
    return [row for row in rows if isinstance(row, Complaint) and row.owner == owner]


def has_open(owner: str) -> bool:
    """Whether the owner has any, by the index alone."""
    entries = Row._raw(OPEN, Row.lookup_sk.startswith(f"{owner}#"), index_name="lookup")
    return any(raw["lookup_sk"]["S"].rsplit("#", 3)[0] == owner for raw in entries)


def of_sale(sale_id: str) -> list[Complaint]:
    """All complaints of a sale, whoever made them, oldest first. Those from before sales kept a list of them
    are their buyers' own."""
    pk, _ = SaleCase.at(sale_id, "")
    listed = [case.number for case in SaleCase.in_partition(pk, "case#", consistent=True)]
    numbers = dict.fromkeys([*listed, *_of_buyer(sale_id)])
    found = Complaint.many([Complaint.at(number) for number in numbers], consistent=True).values()
    of_it = [one for one in found if isinstance(one, Complaint) and one.sale_id == sale_id]
    return sorted(of_it, key=_opened)


def _of_buyer(sale_id: str) -> list[str]:
    sale = Sale.find(*Sale.at(sale_id))
    buyer = Customer.today(sale.customer_id) if sale else None
    return of_customer(buyer.partitions) if buyer else []


def held(complaint: Complaint) -> list[tuple[Customer, int]]:
    """Who hears nothing cheerful while it is open, whoever complains and whose sale it is about; and how
    often it counts for them, since the two may have been merged meanwhile."""
    names = [name for name in (complaint.customer_id, complaint.buyer_id) if name]
    found: dict[str, tuple[Customer, int]] = {}
    for one in map(Customer.today, names):
        if one and one.erased_at is None:
            found[one.pk] = (one, found[one.pk][1] + 1 if one.pk in found else 1)
    return list(found.values())


def of_customer(customer_pks: list[str]) -> list[str]:
    """The numbers of all complaints of a person, oldest first."""
    cases = [case for pk in customer_pks for case in Case.in_partition(pk, "case#", consistent=True)]
    return [case.number for case in sorted(cases, key=_opened)]


def _opened(row: Case | Complaint) -> datetime:
    return row.opened_at
