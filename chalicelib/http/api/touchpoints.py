"""Touchpoints: listed, explained, and handled by hand, each deed with who and why."""

from typing import Any

from chalicelib.care import customers, search
from chalicelib.care.customers import correcting
from chalicelib.care.hands import ready
from chalicelib.care.touchpoints import outlook, people
from chalicelib.http.api import cursors
from chalicelib.http.api.problems import invalid
from chalicelib.http.api.serving import API, Answer, Call, place
from chalicelib.http.api.touchpoints_shapes import (
    Explained,
    Handling,
    Resending,
    Touches,
    TouchPostponing,
    Wanted,
    explained,
    told,
)
from chalicelib.records import pages
from chalicelib.records.attributes import instant
from chalicelib.records.touchpoints import Touchpoint

BEGINS = "touch#"
LINKS = {
    name: {"touchpoint": "$response.body#/touchpoints/0/id"}
    for name in ("touchpoints_show", "touchpoints_send_now", "touchpoints_postpone", "touchpoints_skip")
}


@API.get("/v1/touchpoints", asks=Wanted, gives={200: Touches}, links=LINKS)
def listed(call: Call) -> dict[str, Any]:
    """List a customer's touchpoints, or all that fall due until a moment.

    A page may hold fewer than `limit` though more follow: only `next` says where a list ends.
    """
    if bool(call.query.customer.strip()) == bool(call.query.until):
        raise invalid([{"parameter": "customer", "detail": "Give either `customer` or `until`."}])
    return _due(call) if call.query.until else _of_customer(call)


def _of_customer(call: Call) -> dict[str, Any]:
    """Through the partitions of all whom the customer was, one after the other."""
    owner = customers.get(call.query.customer)
    after = cursors.read(owner.pk, call.query.cursor, "part", "sk", begins=BEGINS)
    after = after or {"part": "0", "sk": BEGINS}
    part = int(after["part"]) if after["part"] in map(str, range(len(owner.partitions))) else 0
    page = pages.of_partition(owner.partitions[part], BEGINS, call.query.limit, {"sk": after["sk"]})
    more = {"part": str(part), **page.position} if page.position else None
    if more is None and part + 1 < len(owner.partitions):
        more = {"part": str(part + 1), "sk": BEGINS}
    rows = [told(row) for row in page.rows if isinstance(row, Touchpoint) and row.state != "merged"]
    return {"touchpoints": rows, "next": cursors.written(owner.pk, more)}


def _due(call: Call) -> dict[str, Any]:
    """Through all shards, by the moment; the name of the list is not its end, so that it may move."""
    after = (cursors.read("due", call.query.cursor, "due") or {"due": ""})["due"]
    if after > instant(call.query.until):
        return {"touchpoints": [], "next": None}
    found = list(outlook.coming(call.query.until, call.query.limit, after))
    last = {"due": found[-1].due_key} if len(found) == call.query.limit else None
    return {"touchpoints": [told(row) for row in found], "next": cursors.written("due", last)}


@API.get("/v1/touchpoints/{touchpoint}", gives={200: Explained})
def show(call: Call, touchpoint: str) -> Answer:
    """Explain a touchpoint: what will happen, when, why not now, and all that happened so far."""
    return _answer(call, people.get(touchpoint))


def _answer(call: Call, touch: Touchpoint) -> Answer:
    one = outlook.of(touch, call.now, ready())
    return Answer(explained(one), place=place("touchpoints", touch.key))


def _deed(verb: str, takes: Any, **more: Any) -> Any:
    path = f"/v1/touchpoints/{{touchpoint}}/{verb}"
    return API.post(path, scope="send", takes=takes, gives={200: Explained}, refuses=(409, 503), **more)


@_deed("send-now", Handling)
def send_now(call: Call, touchpoint: str) -> Answer:
    """Send at once. Every gate is asked all the same, and one that is shut refuses with its reason."""
    return _answer(call, people.send_now(touchpoint, call.body.why, call.who(), call.now, ready()))


@_deed("postpone", TouchPostponing)
def postpone(call: Call, touchpoint: str) -> Answer:
    """Postpone to another moment. Later visits of a series do not move."""
    body = call.body
    moved = people.postpone(touchpoint, body.until, body.why, call.who(), call.now, extend=body.extend)
    return _answer(call, moved)


@_deed("skip", Handling)
def skip(call: Call, touchpoint: str) -> Answer:
    """Skip it this time; the next of a series stands all the same."""
    return _answer(call, people.skip(touchpoint, call.body.why, call.who(), call.now, ready()))


@_deed("resend", Resending, outer=True)
def resend(call: Call, touchpoint: str) -> Answer:
    """Send once more, to a corrected address that the customer keeps."""
    touch = people.get(touchpoint)
    right = search.address(call.body.to, customers.get(touch.owner).country)
    old = people.resendable(touchpoint, right, call.now).address
    correcting.correct_address(touch.owner, people.same_kind(old, right), right, call.now)
    return _answer(call, people.resend(touchpoint, right, call.body.why, call.who(), call.now, ready()))
