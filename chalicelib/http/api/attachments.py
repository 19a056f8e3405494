"""Photos and documents of a complaint."""

from typing import Any

from chalice import Response
from pydantic import Field

from chalicelib.care.complaints import attachments, file, handling, reading
from chalicelib.errors import NotFound
from chalicelib.http import door, downloads
from chalicelib.http.api import files
from chalicelib.http.api.problems import Problem
from chalicelib.http.api.serving import API, MAY_MATCH, Answer, Call, place
from chalicelib.http.api.shapes import LINE, Query, Told
from chalicelib.records.complaints import Complaint

# The smallest that is a document, so that it can be read in the documentation.
EXAMPLE = "%PDF-1.4\n%%EOF\n"
PLACE = "/v1/complaints/{complaint}/attachments"


class Manner(Query):
    name: str = Field(
        "", max_length=200, pattern=LINE, description="The sender's name for it, to be shown.",
        examples=["quote.pdf"],
    )  # fmt: skip
    why: str = Field("", max_length=500, description="What it shows.", examples=["the joiner's quote"])
    by: str = Field(
        "", max_length=200, pattern=LINE, description="Whose deed it is; default: the key's name."
    )


class Attachment(Told):
    number: int = Field(description="Counted from 1, in the order in which they came.")
    name: str = Field(description="The sender's name for it.")
    kind: str = Field(description="The media type that its content shows.")
    bytes: int


class Attachments(Told):
    attachments: list[Attachment] = Field(description="Oldest first.")


LINKS = {
    "attachments_read": {
        "complaint": "$request.path.complaint", "attachment": "$response.body#/attachments/0/number",
    }
}  # fmt: skip


@API.get(PLACE, gives={200: Attachments}, links=LINKS)
def listed(call: Call, complaint: str) -> Answer:
    """List the photos and documents that came with it, by whichever way."""
    return _answer(reading.get(complaint))


@API.post(
    PLACE, file=files.ATTACHMENTS, shows=EXAMPLE, asks=Manner, gives={201: Attachments, 200: Attachments},
    match=MAY_MATCH, links=LINKS,
)  # fmt: skip
def attach(call: Call, complaint: str) -> Answer:
    """Attach a photo (JPEG, PNG, WebP) or a document (PDF).

    Its bytes are the body, at most 4,000,000 of them. Its content alone says what it is. Of a photo is kept
    what is seen on it, not where it was taken. The same file again changes nothing and is answered 200.
    """
    found, asked = file.get(complaint, call.seen), call.query
    before = found.chain_length
    kept = attachments.keep_one(found.id, asked.name, call.body)
    found = handling.attach(found.id, kept, asked.by or call.who(), asked.why, call.now)
    return _answer(found, 201 if found.chain_length > before else 200)


def _answer(row: Complaint, status: int = 200) -> Answer:
    lines = [_told(number, line) for number, line in enumerate(row.facts.get("files", []), 1)]
    return Answer(
        {"attachments": lines}, status, place("complaints", row.id, "attachments"), reading.tag(row)
    )


def _told(number: int, line: list[Any]) -> dict[str, Any]:
    _, name, kind, size = line
    return {"number": number, "name": name, "kind": kind, "bytes": int(size)}


@API.get(PLACE + "/{attachment}", gives={200: bytes})
def read(call: Call, complaint: str, attachment: str) -> Response:
    """Fetch one of them, always as a download.

    Where files are kept in a bucket it is answered 303 with an address that holds for a minute.
    """
    _check_accept()
    found = downloads.answer(reading.get(complaint), attachment)
    if found is None:
        raise NotFound(
            f"Complaint {complaint} has no attachment {attachment[:20]}; "
            "`GET /v1/complaints/ID/attachments` lists them."
        )
    return found


def _check_accept() -> None:
    """Chalice keeps bytes from whoever wants something else, and says nothing of why."""
    wanted = door.request().headers.get("accept", "*/*")
    if "*/*" not in wanted and files.BYTES not in wanted:
        raise Problem("malformed", f"What is answered here are bytes: send `Accept: {files.BYTES}`.")
