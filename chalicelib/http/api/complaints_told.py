"""What is told of a complaint on the wire: as it stands in a list, and whole."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from chalicelib.care.complaints import beside, carrying, file, giving, reading
from chalicelib.http.api.shapes import At, On, Told
from chalicelib.records import events, plain
from chalicelib.records.complaints import Complaint as Row
from chalicelib.records.offers import Offer as OfferRow
from chalicelib.records.tasks import Task


class Promise(Told):
    what: str
    by: At
    made_at: At
    ended: str = Field(description="kept, moved, broken, or nothing while it is open.")
    ended_at: At | Literal[""]


class Granted(Told):
    version: int
    amount: str
    goodwill: str
    at: At


class Clock(Told):
    clock: str
    began_at: At | None
    due_at: At | None
    met_at: At | None
    late: bool
    worked_minutes: int
    granted_minutes: int


class Give(Told):
    kind: str
    amount: str
    words: str


class Paid(Told):
    kind: str
    amount: str


class Offer(Told):
    version: int
    gives: list[Give]
    total: str
    owed: str
    goodwill: str = Field(description="What is more than we owe, and named so to the customer.")
    currency: str
    precedents: list[str] = Field(description="The cases that were shown when it was made, by number.")
    effort: str
    who: str
    made_at: At


class Work(Told):
    task: str = Field(description="The task's id.")
    do: str
    title: str
    rep: str
    due_on: On
    state: str
    outcome: str


class Precedent(Told):
    """What a case like this one came to; nobody's name or words are in it."""

    number: str
    cause: str
    about: str
    product: str
    severity: str
    at_fault: str
    total: str
    goodwill: str
    currency: str
    gives: list[Paid]
    satisfaction: str


class Paper(Told):
    on: On
    what: str
    answer_by: On | Literal[""]


class Route(Told):
    """An outside body that has the complaint."""

    body: str
    reference: str
    filed_on: On
    next_on: On | Literal[""] = Field(description="When something is wanted of us next.")
    papers: list[Paper]
    ended_on: On | Literal[""]
    outcome: str


class Beside(Told):
    """Another complaint of the same sale."""

    number: str
    customer_id: str
    relation: str = Field(description="What they are to the buyer of the sale; empty: the buyer.")
    stage: str
    owner: str
    opened_at: At
    promised: str = Field(description="What was agreed with them or is on offer.")


class Review(Told):
    cause: str
    unit: str
    person: str
    sanction: str
    improvement: str
    improver: str
    due_on: On | None
    say: str
    avoid: str
    round: int


class Event(Told):
    number: int
    what: str
    who: str
    at: At
    says: dict[str, Any] | None = Field(description="null once it was erased.")


class Listed(Told):
    id: str = Field(description="The number that the customer knows.")
    customer_id: str
    sale: str
    relation: str = Field(description="What they are to the buyer of the sale; empty: the buyer.")
    stage: str
    severity: str
    about: str
    channel: str
    recorder: str
    owner: str
    level: str
    round: int
    hand_overs: int
    back_to: str
    facts: dict[str, Any]
    opened_at: At
    learned_at: At | None
    happened_at: At | None
    reported_late: bool
    news_by: At | None = Field(description="When the customer hears from us next.")
    finish_by: At | None
    offer_state: str
    decider: str
    decide_by: At | None
    asked: int
    ask_by: At | None
    promises: list[Promise]
    granted: list[Granted]


class Complaint(Listed):
    clocks: list[Clock]
    offers: list[Offer]
    precedents: list[Precedent] = Field(description="Of the same `cause_kind`, the likest first.")
    beside: list[Beside] = Field(description="Other complaints of the same sale: one damage is paid once.")
    review: Review | None = Field(description="What was learnt of it once it was closed.")
    routes: list[Route] = Field(description="Mediation, consumer association, regulator, court.")
    tasks: list[Work]
    to_be_known: list[str] = Field(description="What must be known before it leaves its stage.")
    events: list[Event]
    broken_links: list[str] = Field(description="Where the chain of events does not hold; empty is good.")


class Complaints(Told):
    complaints: list[Listed]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


UNSAID = {**dict.fromkeys(Review.model_fields, ""), "due_on": None}
SAID = tuple(
    name for name in Listed.model_fields if name not in ("id", "sale", "promises", "granted", "facts")
)


def brief(row: Row) -> dict[str, Any]:
    return {
        "id": row.id, "sale": row.sale_id, "facts": row.facts,
        **{name: plain.value(getattr(row, name)) for name in SAID},
        "promises": _named(Promise, row.promises), "granted": _named(Granted, row.granted),
    }  # fmt: skip


def whole(row: Row, now: datetime) -> dict[str, Any]:
    """With all that hangs on it."""
    return {
        **brief(row),
        "clocks": [_plain(clock) for clock in reading.clocks(row, now)],
        "offers": [offered(one) for one in giving.all_offers(row)],
        "precedents": reading.like(row),
        "beside": [_beside(one) for one in beside.shown(row)],
        "review": {**UNSAID, **row.review} if row.review else None,
        "routes": [{**one, "papers": _named(Paper, one["papers"])} for one in row.routes],
        "tasks": [_work(one) for one in carrying.tasks(row)],
        "to_be_known": file.unknown(row),
        "events": events.told(row),
        "broken_links": events.broken_links(row),
    }


def _beside(line: dict[str, Any]) -> dict[str, Any]:
    return {name: plain.value(line[name]) for name in Beside.model_fields}


def offered(row: OfferRow) -> dict[str, Any]:
    names = ("total", "owed", "goodwill", "currency", "effort", "who", "made_at")
    said = {name: plain.value(getattr(row, name)) for name in names}
    return {
        "version": int(row.version),
        "gives": _named(Give, row.gives),
        "precedents": row.precedents,
        **said,
    }


def _named(shape: type[Told], lines: list[list[str]]) -> list[dict[str, Any]]:
    """Each line of a row's list by the names that the wire has for it."""
    found = [dict(zip(shape.model_fields, line, strict=True)) for line in lines]
    return [{**one, "version": int(one["version"])} if "version" in one else one for one in found]


def _plain(clock: dict[str, Any]) -> dict[str, Any]:
    return {name: plain.value(one) for name, one in clock.items()}


def _work(row: Task) -> dict[str, Any]:
    names = ("do", "title", "rep", "due_on", "state", "outcome")
    return {"task": row.key, **{name: plain.value(getattr(row, name)) for name in names}}
