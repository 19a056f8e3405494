"""A month's complaints for the sales meeting, as data: each count with the complaints that it counts."""

from typing import Any, Literal

from pydantic import Field

from chalicelib.care.complaints import months
from chalicelib.http.api.serving import API, Call
from chalicelib.http.api.shapes import At, On, Told
from chalicelib.records import plain

NUMBERS = Field(description="The complaints, by number.")


class CameIn(Told):
    count: int
    before: int = Field(description="In the month before.")
    numbers: list[str] = NUMBERS


class Group(Told):
    name: str
    count: int
    numbers: list[str] = NUMBERS


class Recurring(Told):
    kind: str = Field(description="cause, or where none is known about.")
    name: str
    product: str
    count: int
    before: list[int] = Field(description="In the months before, the latest first.")
    numbers: list[str] = NUMBERS


class Ended(Told):
    name: str = Field(description="kept, moved or broken.")
    promises: int
    count: int = Field(description="In so many complaints.")
    numbers: list[str] = NUMBERS


class PaidOut(Told):
    total: str
    goodwill: str
    currency: str
    numbers: list[str] = NUMBERS


class Lesson(Told):
    number: str
    cause: str
    unit: str
    improvement: str
    improver: str
    due_on: On | Literal[""]
    say: str
    avoid: str


class Month(Told):
    month: str
    drawn_at: At
    is_over: bool
    came_in: CameIn
    about: list[Group]
    causes: list[Group]
    severities: list[Group]
    channels: list[Group]
    products: list[Group]
    stages: list[Group]
    recurs: list[Recurring]
    satisfaction: list[Group]
    promises: list[Ended]
    paid: PaidOut
    learnt: list[Lesson]
    reopened: list[str]
    outside: list[str]
    not_ours: list[str]
    beyond_duty: list[str]
    reported_late: list[str]
    passed_on: list[str]
    unreviewed: list[str]


@API.get("/v1/months/{month}", gives={200: Month})
def show(call: Call, month: str) -> dict[str, Any]:
    """Show what a month's complaints say: what came in, what recurs, how it ended, what was learnt."""
    pack = months.pack(month, call.now)
    return {**pack, "paid": {name: plain.value(one) for name, one in pack["paid"].items()}}
