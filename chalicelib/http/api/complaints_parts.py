"""What hangs on a complaint, as it is told on the wire."""

from typing import Any, Literal

from pydantic import Field

from chalicelib.http.api.shapes import At, On, Told


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


class Written(Told):
    """What was written to the customer about it."""

    key: str
    step: str
    state: str = Field(description="planned and sending are still to go, sent has gone, skipped never will.")
    channel: str
    written_at: At | None
    due_at: At | None = Field(description="Until when it waits.")
    sent_at: At | None
    reason: str = Field(description="What holds it back, or kept it from going.")


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
