"""The shop's people: how they are reached, and who stands in for whom."""

from typing import Any, Literal

from pydantic import Field

from chalicelib.care import customers, staff
from chalicelib.errors import BadInput
from chalicelib.http.api import people
from chalicelib.http.api.problems import invalid
from chalicelib.http.api.serving import API, Answer, Call, place
from chalicelib.http.api.shapes import Asked, Day, Label, Name, On, Text, Told
from chalicelib.records import versions
from chalicelib.records.staff import Staff as Row

ROLES = Literal["rep", "manager", "marketing", "ops", "admin"]
EXAMPLE: dict[str, Any] = {"name": "王芳", "role": "rep", "phone": "+8613800138000", "manager": "李婷"}
EXAMPLE_ID = "s4cmroh2ab4zvo"


class ColleagueFacts(Asked):
    model_config = {"json_schema_extra": {"examples": [{"phone": "+8613800138001"}]}}
    role: ROLES = "rep"
    phone: Text = Field("", description="Urgent tasks are told there.")
    email: Text = ""
    language: Text = ""
    manager: Label = Field("", description="Who is told where this person cannot be reached.")
    store: Label = ""


class NewColleague(ColleagueFacts):
    model_config = {"json_schema_extra": {"examples": [EXAMPLE]}}
    name: Name


class Leave(Asked):
    model_config = {
        "json_schema_extra": {"examples": [{"first": "2026-03-10", "last": "2026-03-20", "stand_in": "李婷"}]}
    }
    first: Day
    last: Day
    stand_in: Name = Field(description="Who gets new tasks meanwhile, by name.")


class Away(Told):
    first: On
    last: On
    stand_in: str


class Colleague(Told):
    id: str
    name: str
    role: str
    phone: str
    email: str
    language: str
    manager: str
    store: str
    leave: list[Away]


class Staff(Told):
    staff: list[Colleague]


THIS = {"staff_id": "$response.body#/id"}


@API.get("/v1/staff", gives={200: Staff})
def listed(call: Call) -> dict[str, Any]:
    """List everybody."""
    return {"staff": [told(row) for row in staff.everybody()]}


@API.post("/v1/staff", takes=NewColleague, gives={201: Colleague}, links={"staff_show": THIS}, refuses=(409,))
def add(call: Call) -> Answer:
    """Add somebody. Whoever has a task by name alone is among the staff already: change that entry."""
    facts = _read(call.body.facts("name"))
    return _answer(staff.add(call.body.name, facts), 201)


def _read(facts: dict[str, Any]) -> dict[str, Any]:
    """Refused with the field's place where nobody could be reached so."""
    customers.language(facts.get("language", ""))
    try:
        if facts.get("email"):
            people.mail(facts["email"])
    except BadInput as refusal:
        raise invalid([{"pointer": "/email", "detail": str(refusal)}]) from None
    return facts


def told(row: Row) -> dict[str, Any]:
    leave = [dict(zip(("first", "last", "stand_in"), entry, strict=True)) for entry in row.leave]
    return {"id": row.id, **staff.facts(row), "leave": leave}


def _answer(row: Row, status: int = 200) -> Answer:
    return Answer(told(row), status, place("staff", row.id), versions.tag(told(row)))


@API.get("/v1/staff/{staff_id}", gives={200: Colleague}, links={"staff_amend": THIS, "staff_leave": THIS})
def show(call: Call, staff_id: str) -> Answer:
    """Show one of the staff."""
    return _answer(staff.by_id(staff_id))


@API.patch("/v1/staff/{staff_id}", takes=ColleagueFacts, gives={200: Colleague}, refuses=(409,))
def amend(call: Call, staff_id: str) -> Answer:
    """Change what is given; an empty text clears it."""
    row = staff.by_id(staff_id)
    versions.check(call.seen, told(row), row.name)
    return _answer(staff.amend(row, _read(call.body.given())))


@API.post("/v1/staff/{staff_id}/leave", takes=Leave, gives={200: Colleague}, refuses=(409,))
def leave(call: Call, staff_id: str) -> Answer:
    """Give new tasks to a colleague for some days."""
    row = staff.by_id(staff_id)
    return _answer(staff.leave(row.name, call.body.first, call.body.last, call.body.stand_in))
