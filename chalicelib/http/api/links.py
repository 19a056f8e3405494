"""The customer's own link, for whoever stands with them at the counter."""

from typing import Literal

from pydantic import Field

from chalicelib.care import links
from chalicelib.care.complaints import counter, file, reading
from chalicelib.care.hands import ready
from chalicelib.http.api.serving import API, MAY_MATCH, Answer, Call
from chalicelib.http.api.shapes import Asked, Told, Who


class LinkGiving(Asked):
    model_config = {"json_schema_extra": {"examples": [{"page": "case", "by": "李婷"}]}}
    page: Literal["case", "offer"] = Field(
        "case", description="The page of their case, or the offer that lies before them."
    )
    by: Who = ""


class CustomersLink(Told):
    page: str
    address: str = Field(description="Whoever has it may do what the customer may: hand it to nobody else.")


@API.post(
    "/v1/complaints/{complaint}/link", takes=LinkGiving, once="", match=MAY_MATCH, gives={200: CustomersLink},
    refuses=(409,), links={"complaints_show": {"complaint": "$request.path.complaint"}},
)  # fmt: skip
def give(call: Call, complaint: str) -> Answer:
    """Give the link of a message of their case, to be handed over at the counter.

    That it was given, and by whom, stands in the case's record each time.
    """
    page = call.body.page
    file.get(complaint, call.seen)
    touch = counter.hand_over(complaint, page, call.who(), call.now)
    address = links.of_message(touch, page, call.now, ready())
    return Answer({"page": page, "address": address}, tag=reading.tag(file.get(complaint)))
