"""Mediation, consumer association, regulator, court: a complaint's outside bodies, with days and papers."""

from pydantic import Field

from chalicelib.care.complaints import outside
from chalicelib.http.api.complaints import answer, deed
from chalicelib.http.api.serving import Answer, Call
from chalicelib.http.api.shapes import Asked, Day, Text, Who

BODY = Field(description="mediation, consumer_association, regulator or court.")
LINE = Field(min_length=1, max_length=300)


class Going(Asked):
    model_config = {
        "json_schema_extra": {
            "examples": [
                {
                    "body": "court", "reference": "(2026) 117", "filed_on": "2026-03-18",
                    "next_on": "2026-04-20", "by": "李婷",
                }
            ]
        }
    }  # fmt: skip
    body: Text = BODY
    reference: str = Field("", max_length=300, description="Under which that body knows it.")
    filed_on: Day | None = Field(None, description="Default: today.")
    next_on: Day | None = Field(None, description="A hearing, or until when we answer; it has a task.")
    by: Who = ""


class Papered(Asked):
    model_config = {
        "json_schema_extra": {
            "examples": [{"body": "court", "what": "a summons", "answer_by": "2026-04-20", "by": "李婷"}]
        }
    }
    body: Text = BODY
    what: str = LINE
    on: Day | None = Field(None, description="Its date. Default: today.")
    answer_by: Day | None = Field(None, description="Until when it wants an answer; it has a task.")
    by: Who = ""


class EndingOutside(Asked):
    model_config = {
        "json_schema_extra": {"examples": [{"body": "court", "outcome": "settled at 800", "by": "李婷"}]}
    }
    body: Text = BODY
    outcome: str = LINE
    on: Day | None = Field(None, description="Default: today.")
    by: Who = ""


@deed("outside", Going)
def go(call: Call, complaint: str) -> Answer:
    """Note that an outside body has it. It is disputed from then on, where that can be; we go on."""
    body = call.body
    found = outside.go(
        complaint, body.body, body.reference, body.filed_on, body.next_on, call.who(), call.now, call.seen
    )
    return answer(found, call)


@deed("papers", Papered)
def paper(call: Call, complaint: str) -> Answer:
    """Note a paper of an outside body, and until when it wants an answer."""
    body = call.body
    found = outside.paper(
        complaint, body.body, body.what, body.on, body.answer_by, call.who(), call.now, call.seen
    )
    return answer(found, call)


@deed("outside-ended", EndingOutside)
def end(call: Call, complaint: str) -> Answer:
    """Note how it ended there. What follows is offered, agreed or closed as usual."""
    body = call.body
    found = outside.end(complaint, body.body, body.outcome, body.on, call.who(), call.now, call.seen)
    return answer(found, call)
