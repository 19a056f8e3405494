"""Complaints, from the first word to a satisfied yes. What is offered stands in offers.py."""

from typing import Any

from chalicelib.care import customers
from chalicelib.care.complaints import (
    carrying,
    closing,
    escalating,
    filing,
    handling,
    reading,
    reviewing,
    watching,
)
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.http.api import complaints_shapes as shapes
from chalicelib.http.api import complaints_told as told
from chalicelib.http.api import cursors
from chalicelib.http.api.serving import API, MAY_MATCH, Answer, Call, place
from chalicelib.records import complaints as records
from chalicelib.records import pages
from chalicelib.records.complaints import Complaint as Row
from chalicelib.records.table import Row as AnyRow

THIS = {"complaint": "$response.body#/id"}
LINKS = {
    name: THIS
    for name in ("complaints_show", "complaints_move", "complaints_note", "complaints_news", "offers_propose")
}
# Sorts before every stage, so that a page begins at the first.
BEFORE_ALL = "-"


def answer(row: Row, call: Call, status: int = 200) -> Answer:
    """The whole of it, with its place and the tag of how it stands."""
    return Answer(told.whole(row, call.now), status, place("complaints", row.id), reading.tag(row))


@API.post(
    "/v1/complaints", takes=shapes.Opening, gives={201: told.Complaint, 200: told.Complaint}, links=LINKS
)
def open(call: Call) -> Answer:
    """Open a complaint.

    The customer hears within a minute who looks after it and by when. Sent again with the same `key`, or with
    the same words on the same day, it is answered 200 with the complaint as it stands.
    """
    body: shapes.Opening = call.body
    rest = body.facts("known", "sale", "by")
    new = NewComplaint(**rest, sale_id=body.sale, recorder=call.who(), more=handling.checked(body.known))
    found, is_new = filing.opened(new, call.now)
    return answer(found, call, 201 if is_new else 200)


@API.get("/v1/complaints", asks=shapes.Wanted, gives={200: told.Complaints})
def listed(call: Call) -> dict[str, Any]:
    """List complaints: a customer's, or by whoever has them, stage and age.

    A page may hold fewer than `limit` though more follow: only `next` says where a list ends.
    """
    reading.check_stage(call.query.stage)
    return _of_customer(call) if call.query.customer else _by_owner(call)


def _of_customer(call: Call) -> dict[str, Any]:
    """All whom the customer was; few enough to be counted by their numbers."""
    owner = customers.get(call.query.customer)
    numbers = records.of_customer(owner.partitions)
    after = cursors.read(owner.pk, call.query.cursor, "number")
    start = numbers.index(after["number"]) + 1 if after and after["number"] in numbers else 0
    some = numbers[start : start + call.query.limit]
    found = AnyRow.many([Row.at(number) for number in some])
    rows = [found[key] for key in map(Row.at, some) if key in found]
    more = {"number": some[-1]} if start + len(some) < len(numbers) else None
    return _page(call, owner.pk, rows, more)


def _by_owner(call: Call) -> dict[str, Any]:
    """What is open before what is closed, by owner."""
    query = call.query
    places = (records.OPEN, records.CLOSED) if query.resting else (records.OPEN,)
    name, begins = f"complaints {query.owner} {query.stage} {query.resting}", _begins(query)
    first = {"pk": BEFORE_ALL, "sk": BEFORE_ALL, "lookup_sk": begins or BEFORE_ALL}
    after = cursors.read(name, query.cursor, "part", *first, begins=begins) or {"part": "0", **first}
    part = int(after.pop("part")) if after["part"] in map(str, range(len(places))) else 0
    within = AnyRow.lookup_sk.startswith(begins) if begins else None
    page = pages.by_lookup(places[part], query.limit, after, within)
    more = {"part": str(part), **page.position} if page.position else None
    if more is None and part + 1 < len(places):
        more = {"part": str(part + 1), **first}
    return _page(call, name, page.rows, more)


def _begins(query: Any) -> str:
    """A stage alone does not begin any key; what is of another one is left out of the page."""
    if not query.owner:
        return ""
    return f"{query.owner}#{query.stage}#" if query.stage else f"{query.owner}#"


def _page(call: Call, name: str, rows: list[Any], more: dict[str, str] | None) -> dict[str, Any]:
    return {
        "complaints": [told.brief(row) for row in rows if isinstance(row, Row) and _wanted(row, call)],
        "next": cursors.written(name, more),
    }


def _wanted(row: Row, call: Call) -> bool:
    in_stage = call.query.stage in ("", row.stage)
    return in_stage and (call.query.resting or not reading.rests(row))


@API.get("/v1/complaints/{complaint}", gives={200: told.Complaint}, links=LINKS)
def show(call: Call, complaint: str) -> Answer:
    """Show all of a complaint: promises, clocks, offers, work, every event, and whether the chain holds."""
    return answer(reading.get(complaint), call)


def deed(verb: str, takes: Any, **more: Any) -> Any:
    path = f"/v1/complaints/{{complaint}}/{verb}"
    return API.post(path, takes=takes, gives={200: told.Complaint}, match=MAY_MATCH, refuses=(409,), **more)


@deed("move", shapes.Moving)
def move(call: Call, complaint: str) -> Answer:
    """Move it to the next stage; refused while something must still be known."""
    body = call.body
    found = handling.move(complaint, body.to, call.who(), body.why, body.known, call.now, body.say, call.seen)
    return answer(found, call)


@deed("note", shapes.Noting)
def note(call: Call, complaint: str) -> Answer:
    """Note what is known now; nothing moves."""
    body = call.body
    return answer(handling.note(complaint, body.known, call.who(), body.why, call.now, call.seen), call)


@deed("happened", shapes.Occurrence)
def happened(call: Call, complaint: str) -> Answer:
    """Say that somebody is on site, or that no visit is needed."""
    body = call.body
    return answer(handling.happened(complaint, body.what, call.who(), body.why, call.now, call.seen), call)


@deed("grade", shapes.Grading)
def grade(call: Call, complaint: str) -> Answer:
    """Say that it is graver, or less grave, than it seemed; its clocks change with it."""
    body = call.body
    return answer(escalating.grade(complaint, body.to, call.who(), body.why, call.now, call.seen), call)


@deed("escalate", shapes.Reasoned)
def escalate(call: Call, complaint: str) -> Answer:
    """Bring it one level higher: whoever stands above has it, and calls the customer."""
    return answer(escalating.escalate(complaint, call.who(), call.body.why, call.now, call.seen), call)


@deed("news", shapes.News, outer=True)
def news(call: Call, complaint: str) -> Answer:
    """Tell the customer how it stands; the next news is promised anew."""
    found = handling.sayable(complaint, call.body.words, call.seen)
    return answer(watching.tell_news(found, call.body.words.strip(), call.who(), call.now), call)


@deed("hand-over", shapes.HandingOver)
def hand_over(call: Call, complaint: str) -> Answer:
    """Hand it to somebody else; each hand-over is counted."""
    body = call.body
    return answer(handling.hand_over(complaint, body.to, call.who(), body.why, call.now, call.seen), call)


@deed("done", shapes.Reasoned)
def done(call: Call, complaint: str) -> Answer:
    """Say that all of the agreed work is done, where no task says so; the customer is asked."""
    return answer(carrying.done(complaint, call.who(), call.body.why, call.now, call.seen), call)


@deed("rate", shapes.Rating)
def rate(call: Call, complaint: str) -> Answer:
    """Write down how satisfied the customer is; 3 or less opens it again, one level higher."""
    body = call.body
    return answer(closing.rate(complaint, 0, body.score, body.comment, call.who(), call.now, call.seen), call)


@deed("close", shapes.Reasoned)
def close(call: Call, complaint: str) -> Answer:
    """Close it by hand: not ours and pointed on, or settled outside. Else the customer's word does."""
    return answer(closing.close(complaint, call.who(), call.body.why, call.now, call.seen), call)


@deed("reopen", shapes.Reasoned)
def reopen(call: Call, complaint: str) -> Answer:
    """Open it again, with somebody of a higher level: from the facts once more."""
    return answer(closing.open_again(complaint, call.body.why, call.who(), call.now, call.seen), call)


@deed("review", shapes.Reviewing)
def review(call: Call, complaint: str) -> Answer:
    """Review a closed complaint: cause, unit, what changes by when. It becomes a precedent."""
    new = reviewing.Review(**call.body.facts("by"))
    return answer(reviewing.review(complaint, new, call.who(), call.now, call.seen), call)
