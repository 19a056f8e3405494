"""What is told of a complaint on the wire: as it stands in a list, and whole."""

from datetime import datetime
from typing import Any

from pydantic import Field

from chalicelib.care.complaints import beside, carrying, file, giving, reading, telling
from chalicelib.http.api.complaints_parts import (
    Beside,
    Clock,
    Event,
    Give,
    Granted,
    Offer,
    Paper,
    Precedent,
    Promise,
    Review,
    Route,
    Work,
    Written,
)
from chalicelib.http.api.shapes import At, Told
from chalicelib.records import events, plain
from chalicelib.records.complaints import Complaint as Row
from chalicelib.records.offers import Offer as OfferRow
from chalicelib.records.tasks import Task


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
    messages: list[Written] = Field(description="Oldest first.")
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
        "messages": [_plain(one) for one in reading.messages(row, telling.person(row))],
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
