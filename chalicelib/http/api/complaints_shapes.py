"""What can be asked of complaints on the wire."""

from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.http.api import people
from chalicelib.http.api.shapes import (
    Asked,
    Day,
    Label,
    Moment,
    Name,
    Note,
    Paged,
    Text,
    Who,
    Why,
)

EXAMPLE_ID = "NKWJAKR2"
EXAMPLE: dict[str, Any] = {
    "customer_id": people.OTHER_ID, "words": "Three boards by the window have risen.", "wish": "repair",
    "about": "quality", "severity": "serious", "facts": {"mood": "upset"}, "key": "helpdesk-4711",
    "by": "李婷",
}  # fmt: skip
Facts = Annotated[
    dict[Text, Note],
    Field(
        alias="facts", max_length=40,
        description="What is known, by its names: nature, degree, cause, at_fault ...",
    ),
]  # fmt: skip
Reason = Annotated[Note, Field(description="The reason, for whoever looks later.")]
Said = Annotated[str, Field(max_length=200, description="What the customer reads with it.")]


class Opening(Asked):
    model_config = {"json_schema_extra": {"examples": [EXAMPLE]}}
    customer_id: Name
    words: str = Field(min_length=1, max_length=4000, description="What the customer said, in their words.")
    wish: Text = Field(description="What they want to achieve: repair, refund, apology ...")
    about: Text = Field("other", description="quality, delivery, quantity, installation, service or other.")
    severity: Text = "minor"
    understood: Note = Field("", description="The matter in our words, for the customer to correct.")
    sale: Label = Field("", description="The order that it is about.")
    relation: Text = Field("", description="What they are to its buyer, if not the buyer: family, tenant ...")
    channel: Text = Field("api", description="How it reached us: phone, shop, rep, page ...")
    complainant: Literal["end_customer", "dealer"] = "end_customer"
    happened_at: Moment | None = None
    learned_at: Moment | None = Field(None, description="When somebody of ours first heard of it.")
    known: Facts = {}
    key: Label = Field("", description="Your own name for it: it makes it one, however often it is sent.")
    by: Who = ""


class Moving(Asked):
    model_config = {"json_schema_extra": {"examples": [{"to": "verifying", "by": "李婷"}]}}
    to: Text = Field(description="The stage.")
    why: Reason = ""
    known: Facts = {}
    say: Said = ""
    by: Who = ""


class Noting(Asked):
    model_config = {"json_schema_extra": {"examples": [{"facts": {"nature": "damp"}, "by": "李婷"}]}}
    known: Facts = {}
    why: Reason = ""
    by: Who = ""


class Occurrence(Asked):
    model_config = {"json_schema_extra": {"examples": [{"what": "arrived", "by": "李婷"}]}}
    what: Literal["arrived", "visit_not_needed", "answered"] = Field(
        description="What meets the clock of the visit; `answered`, with `why`, that of the first answer."
    )
    why: Reason = ""
    by: Who = ""


class Grading(Asked):
    model_config = {
        "json_schema_extra": {"examples": [{"to": "severe", "why": "an old lady fell", "by": "李婷"}]}
    }
    to: Text = Field(description="The severity: minor, serious or severe.")
    why: Why
    by: Who = ""


class News(Asked):
    model_config = {
        "json_schema_extra": {"examples": [{"words": "The fitter comes on Thursday at ten.", "by": "李婷"}]}
    }
    words: str = Field(min_length=1, max_length=200, description="In words that the customer understands.")
    by: Who = ""


class HandingOver(Asked):
    model_config = {"json_schema_extra": {"examples": [{"to": "李婷", "why": "on leave", "by": "王芳"}]}}
    to: Name = Field(description="Who has it from now on, by name.")
    why: Why
    by: Who = ""


class Reasoned(Asked):
    model_config = {"json_schema_extra": {"examples": [{"why": "seen on site, all is dry", "by": "李婷"}]}}
    why: Why
    by: Who = ""


class Rating(Asked):
    model_config = {"json_schema_extra": {"examples": [{"score": 5, "comment": "quick", "by": "李婷"}]}}
    score: int = Field(ge=1, le=5, description="How satisfied; 3 or less opens it again.")
    comment: str = Field("", max_length=1000)
    by: Who = ""


class Reviewing(Asked):
    model_config = {
        "json_schema_extra": {
            "examples": [
                {
                    "cause": "fitting", "unit": "service", "improvement": "lay a membrane everywhere",
                    "improver": "李婷", "due_on": "2026-04-20", "by": "李婷",
                }
            ]
        }
    }  # fmt: skip
    cause: Text = Field(description="One of policies/review.yaml: damp, fitting, transport ...")
    unit: Text = Field(description="Which unit was responsible.")
    person: Text = ""
    sanction: Text = ""
    improvement: Note = Field("", description="What changes, so that it does not happen again.")
    improver: Label = Field("", description="Who sees to it, by name; they get a task.")
    due_on: Day | None = None
    say: Note = Field("", description="What to say in such a case; for the monthly meeting.")
    avoid: Note = Field("", description="What not to do or say.")
    by: Who = ""


class Wanted(Paged):
    owner: str = Field("", max_length=200, description="Whose, by name; empty: everybody's.")
    customer: str = Field("", max_length=200, description="Of this customer alone, by id.")
    stage: str = Field("", max_length=200, description="Only in this stage.")
    resting: bool = Field(False, description="Those that are closed, too.")
