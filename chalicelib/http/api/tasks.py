"""Tasks: what people have to do, and what came of it."""

from typing import Any, Literal

from pydantic import Field

from chalicelib.care import ratings, tasks
from chalicelib.care.tasks import reporting
from chalicelib.care.tasks.reporting import Report
from chalicelib.http.api import cursors
from chalicelib.http.api.serving import API, MAY_MATCH, Answer, Call, place
from chalicelib.http.api.shapes import Asked, At, Day, Label, Note, On, Paged, Text, Told, Who, Why
from chalicelib.records import pages, plain
from chalicelib.records import tasks as records
from chalicelib.records.tasks import Task as Row
from chalicelib.rules import scores


class Finishing(Asked):
    model_config = {
        "json_schema_extra": {"examples": [{"outcome": "handed_over", "note": "all well", "by": "李婷"}]}
    }
    outcome: Text = Field(
        "done", description="How it went, such as reached or handed_over; each kind of task has its own."
    )
    note: Note = ""
    score: int | None = Field(
        None, description="The points, 1 to 5, that a call for points (`rate`) brought: outcome `rated`."
    )
    next_on: Day | None = Field(
        None, description="The day agreed for the next time; what was not carried out stays open for it."
    )
    next_at: Text = Field("", description="The hour of that day, such as 14:30.")
    by: Who = ""


class TaskPostponing(Asked):
    model_config = {"json_schema_extra": {"examples": [{"to": "2026-03-21", "why": "nobody at home"}]}}
    to: Day
    why: Why
    by: Who = ""


class Deed(Told):
    at: At
    who: str
    what: str
    why: str


class Task(Told):
    id: str
    customer_id: str
    sale: str
    touchpoint: str
    do: str = Field(description="The verb: call, visit, gift, checklist, ask, fix, reply.")
    title: str
    rep: str
    due_on: On
    urgent: bool
    state: str
    outcome: str
    note: str
    opened_at: At
    done_at: At | None
    done_by: str
    history: list[Deed]


class Tasks(Told):
    tasks: list[Task]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class Wanted(Paged):
    rep: Label = Field(
        "", description="Whose, by name; empty: those of nobody in particular.", examples=["李婷"]
    )
    state: Literal["open", "done"] = Field("open", description="Open ones soonest first, done ones latest.")


@API.get(
    "/v1/tasks", asks=Wanted, gives={200: Tasks}, links={"tasks_show": {"task": "$response.body#/tasks/0/id"}}
)
def listed(call: Call) -> dict[str, Any]:
    """List a rep's tasks by the day they are due."""
    name = f"rep#{call.query.rep}#{call.query.state}"
    pk, begins = records.place(call.query.rep, call.query.state)
    start = cursors.read(name, call.query.cursor, "pk", "sk", "lookup_sk", begins=begins)
    within = Row.lookup_sk.startswith(begins) if begins else None
    page = pages.by_lookup(pk, call.query.limit, start, within, forward=call.query.state == "open")
    rows = [told(row) for row in page.rows if isinstance(row, Row)]
    return {"tasks": rows, "next": cursors.written(name, page.position)}


def told(row: Row) -> dict[str, Any]:
    names = (
        "customer_id", "do", "title", "rep", "due_on", "urgent", "state", "outcome", "note", "opened_at",
        "done_at", "done_by",
    )  # fmt: skip
    deeds = [dict(zip(("at", "who", "what", "why"), entry, strict=True)) for entry in row.history]
    return {
        "id": row.key, "sale": row.sale_id, "touchpoint": row.touch_key, "history": deeds,
        **{name: plain.value(getattr(row, name)) for name in names},
    }  # fmt: skip


@API.get("/v1/tasks/{task}", gives={200: Task})
def show(call: Call, task: str) -> Answer:
    """Show a task."""
    return _answer(tasks.get(task))


def _answer(row: Row) -> Answer:
    return Answer(told(row), place=place("tasks", row.key), tag=tasks.tag(row))


def _deed(verb: str, takes: Any) -> Any:
    path = f"/v1/tasks/{{task}}/{verb}"
    return API.post(path, takes=takes, gives={200: Task}, match=MAY_MATCH, refuses=(409,))


@_deed("finish", Finishing)
def finish(call: Call, task: str) -> Answer:
    """Finish a task with how it went; what follows from that is planned.

    Whoever was not reached is tried again by itself: the task then stays open for another day."""
    body, row = call.body, tasks.get(task, call.seen)
    if score := scores.needed(row.do, body.outcome, body.score):
        ratings.record(row.touch_key, score, body.note, "call", call.now)
    said = Report(body.outcome, body.note, body.next_on, body.next_at)
    return _answer(reporting.report(task, said, call.who(), call.now, call.seen))


@_deed("postpone", TaskPostponing)
def postpone(call: Call, task: str) -> Answer:
    """Move a task to another day."""
    return _answer(tasks.postpone(task, call.body.to, call.body.why, call.who(), call.now, call.seen))
