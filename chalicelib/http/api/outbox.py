"""The very words that went, by day where the outbox stands in for providers, or by customer."""

from typing import Any

from pydantic import Field

from chalicelib.care import customers
from chalicelib.http.api import cursors, people
from chalicelib.http.api.problems import invalid
from chalicelib.http.api.serving import API, Call
from chalicelib.http.api.shapes import Day, Paged, Told
from chalicelib.http.api.touchpoints_shapes import Message, message
from chalicelib.records import pages
from chalicelib.records.touchpoints import Rendered


class Sent(Message):
    touchpoint: str


class Outbox(Told):
    messages: list[Sent]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class Wanted(Paged):
    """One customer's messages, or a day's (UTC, newest first) on a machine that sends to the outbox."""

    customer: str = Field("", max_length=200, examples=[people.EXAMPLE_ID])
    day: Day | None = None


@API.get("/v1/outbox", asks=Wanted, gives={200: Outbox})
def listed(call: Call) -> dict[str, Any]:
    """List the messages of a customer or of a day, as they were written."""
    if bool(call.query.customer.strip()) == bool(call.query.day):
        raise invalid([{"parameter": "customer", "detail": "Give either `customer` or `day`."}])
    name, page = _of_day(call) if call.query.day else _of_customer(call)
    rows = [_told(row) for row in page.rows if isinstance(row, Rendered) and not row.opens_account]
    return {"messages": rows, "next": cursors.written(name, page.position)}


def _of_day(call: Call) -> tuple[str, pages.Page]:
    pk = f"outbox#{call.query.day.isoformat()}"
    start = cursors.read(pk, call.query.cursor, "pk", "sk", "lookup_sk")
    return pk, pages.by_lookup(pk, call.query.limit, start, forward=False)


def _of_customer(call: Call) -> tuple[str, pages.Page]:
    pk = customers.get(call.query.customer).pk
    start = cursors.read(pk, call.query.cursor, "sk", begins="text#")
    return pk, pages.of_partition(pk, "text#", call.query.limit, start)


def _told(row: Rendered) -> dict[str, Any]:
    return {"touchpoint": row.touch_key, **message(row)}
