"""What somebody told us and nobody could place: whose it is, or that it is nothing of ours."""

from typing import Any, Literal

from pydantic import Field

from chalicelib.care.complaints import reading, sorting
from chalicelib.http.api import complaints_told, cursors, people
from chalicelib.http.api.complaints import LINKS as OF_COMPLAINT
from chalicelib.http.api.complaints import answer
from chalicelib.http.api.serving import API, Answer, Call, place
from chalicelib.http.api.shapes import Asked, At, Label, Name, Paged, Text, Who
from chalicelib.http.api.shapes import Told as Out
from chalicelib.records import pages
from chalicelib.records.tellings import WAITING
from chalicelib.records.tellings import Telling as Row

EXAMPLE_ID = "U6XYFLIQ"
NAME = "told"
LINKS = {
    name: {"telling": "$response.body#/told/0/id"} for name in ("told_show", "told_take", "told_dismiss")
}


class Taking(Asked):
    model_config = {
        "json_schema_extra": {
            "examples": [{"customer_id": people.EXAMPLE_ID, "sale": "SO-1001", "by": "李婷"}]
        }
    }
    customer_id: Name = Field(description="Whose it is.")
    sale: Label = Field("", description="The order that it is about.")
    relation: Text = Field("", description="What they are to its buyer, if not the buyer: family, tenant ...")
    by: Who = ""


class Dismissing(Asked):
    model_config = {"json_schema_extra": {"examples": [{"why": "advertising", "by": "李婷"}]}}
    why: str = Field(
        min_length=1, max_length=sorting.LONGEST, description="Why nobody needs to answer it.",
        examples=["advertising"],
    )  # fmt: skip
    by: Who = ""


class Telling(Out):
    id: str = Field(description="Its reference.")
    told_at: At
    channel: str
    sender: str = Field(description="The address or number that it came from.")
    name: str
    customer_id: str = Field(description="Who it seems to be; empty: nobody whom we know.")
    sale: str
    store: str
    words: str
    suspect: Literal["", "virus", "spam"] = Field(
        description="What its receiver found. With a virus what hung on it was not kept."
    )
    files: int = Field(description="How many photos and documents came with it.")


class Tellings(Out):
    told: list[Telling] = Field(description="Oldest first.")
    next: str | None = Field(description="The cursor of the next page; null on the last.")


@API.get("/v1/told", asks=Paged, gives={200: Tellings}, links=LINKS)
def listed(call: Call) -> Answer:
    """List what waits for a person: of strangers, unclear, or held for a virus or as advertising.

    A page may hold fewer than `limit` though more follow: only `next` says where the list ends.
    """
    after = cursors.read(NAME, call.query.cursor, *pages.LOOKUP)
    page = pages.by_lookup(WAITING, call.query.limit, after)
    rows = sorting.still([row for row in page.rows if isinstance(row, Row)])
    value = {"told": [_told(row) for row in rows], "next": cursors.written(NAME, page.position)}
    return Answer(value, place=place("told"))


def _told(row: Row) -> dict[str, Any]:
    names = ("channel", "sender", "name", "customer_id", "store", "words")
    return {
        "id": row.reference, "told_at": row.told_at, **{name: getattr(row, name) for name in names},
        "sale": row.sale_id, "suspect": row.suspect or "", "files": len(row.files) or len(row.media),
    }  # fmt: skip


@API.get("/v1/told/{telling}", gives={200: Telling})
def show(call: Call, telling: str) -> dict[str, Any]:
    """Show one of them, while it waits."""
    return _told(sorting.get(telling))


@API.post(
    "/v1/told/{telling}/take", takes=Taking, links=OF_COMPLAINT,
    gives={201: complaints_told.Complaint, 200: complaints_told.Complaint},
)  # fmt: skip
def take(call: Call, telling: str) -> Answer:
    """Say whose it is: it opens a complaint (201), or joins the one that is open (200)."""
    body = call.body
    found = sorting.take(telling, body.customer_id, body.sale, call.who(), call.now, body.relation)
    return answer(reading.get(found.number), call, 201 if found.state == "opened" else 200)


@API.post("/v1/told/{telling}/dismiss", takes=Dismissing, gives={200: Tellings}, links=LINKS)
def dismiss(call: Call, telling: str) -> Answer:
    """Say that it is nothing of ours: its words and files are deleted. Answered with what still waits."""
    sorting.dismiss(telling, call.body.why, call.who(), call.now)
    return API.look(place("told"), call, 200)
