"""Consents: what a customer allows and refuses, with how that is known. Nothing recorded is ever changed."""

from typing import Any, Literal

from pydantic import Field

from chalicelib.care import consents, customers
from chalicelib.http.api.serving import API, Answer, Call, place
from chalicelib.http.api.shapes import Asked, Name, Told, Who
from chalicelib.records.customers import Customer

EXAMPLE: dict[str, Any] = {
    "purpose": "marketing",
    "channel": "email",
    "state": "granted",
    "source": "order form",
}


class Word(Asked):
    """A yes or a no. The last word holds."""

    model_config = {"json_schema_extra": {"examples": [EXAMPLE]}}
    purpose: Literal["critical", "care", "survey", "marketing"]
    channel: Literal["sms", "email", "*"] = Field("*", description="* for all.")
    state: Literal["granted", "refused"]
    source: Name = Field(description="How you know: a form, a call, a letter.")
    by: Who = ""


class Consent(Told):
    purpose: str
    channel: str
    state: str
    source: str
    ground: str
    wording: str = Field(description="The version of the text that the customer was shown.")
    language: str = Field(description="In which they read it, where that is known.")


class Consents(Told):
    customer_id: str
    now: dict[str, dict[str, str]] = Field(description="What holds, by purpose and channel.")
    history: list[Consent] = Field(description="All that was ever recorded, oldest first.")


@API.get("/v1/customers/{customer_id}/consents", gives={200: Consents})
def listed(call: Call, customer_id: str) -> Answer:
    """List what a customer allows and refuses. Where nothing was said the policy's grounds hold."""
    return _answer(customers.get(customer_id))


def _answer(row: Customer) -> Answer:
    said: list[dict[str, Any]] = [
        {name: str(one.get(name, "")) for name in Consent.model_fields} for one in consents.history(row)
    ]
    value = {"customer_id": row.id, "now": row.consents, "history": said}
    return Answer(value, place=place("customers", row.id, "consents"))


@API.post("/v1/customers/{customer_id}/consents", takes=Word, gives={200: Consents}, refuses=(409,))
def record(call: Call, customer_id: str) -> Answer:
    """Record a yes or a no."""
    row, word = customers.get(customer_id), call.body
    facts = {"source": word.source, "who": call.who(), "now": call.now}
    consents.record(row, word.purpose, word.channel, word.state, **facts)
    return _answer(row)
