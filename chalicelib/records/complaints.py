"""Complaints: one row that says where each stands, and the customer's list of them."""

from datetime import datetime

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.ids import derived
from chalicelib.records.attributes import InstantAttribute, instant
from chalicelib.records.table import Row

LETTERS = 8


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
    refused, accepted or declined; `granted` is what was agreed: [[version, amount, goodwill, when]];
    `work` the tasks that carry it out: [[id, day that the customer knows]].
    `review`: what was learnt of it once it was closed: cause, unit, person, sanction, improvement ...
    `routes`: outside bodies that have it: {body, reference, filed_on, next_on, papers, ended_on, outcome}.
    `asked`: how often satisfaction was asked in this round; `ask_by`: when silence is acted upon.
    """

    customer_id = UnicodeAttribute()
    sale_id = UnicodeAttribute(default="")
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
    granted = JSONAttribute(default=list)
    work = JSONAttribute(default=list)
    routes = JSONAttribute(default=list)
    review = JSONAttribute(default=dict)
    ask_by = InstantAttribute(null=True)
    asked = NumberAttribute(default=0)
    chain_length = NumberAttribute(default=0)
    chain_head = UnicodeAttribute(default="")

    @classmethod
    def at(cls, number: str) -> tuple[str, str]:
        return f"complaint#{number.upper()}", "complaint"

    @property
    def id(self) -> str:
        """The number under which the customer knows it."""
        return self.pk.removeprefix("complaint#")

    def listed(self, stage: str, owner: str) -> tuple[str, str]:
        """Where it stands in `lookup`: under its owner, by stage and age."""
        return f"complaints#{owner}", f"{stage}#{instant(self.opened_at)}#{self.id}"


class Case(Row, discriminator="case"):
    """In the customer's own partition: that there is a complaint of this number."""

    opened_at = InstantAttribute()

    @classmethod
    def at(cls, customer_id: str, number: str) -> tuple[str, str]:
        return f"customer#{customer_id}", f"case#{number}"

    @property
    def number(self) -> str:
        return self.sk.removeprefix("case#")


def of_customer(customer_pks: list[str]) -> list[str]:
    """The numbers of all complaints of a person, oldest first."""
    cases = [case for pk in customer_pks for case in Case.in_partition(pk, "case#", consistent=True)]
    return [case.number for case in sorted(cases, key=_opened)]


def _opened(case: Case) -> datetime:
    return case.opened_at
