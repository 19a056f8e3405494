"""A customer's telephones and mail addresses: claimed, put right, and what waits for that revived."""

from pydantic import Field

from chalicelib.care import customers, search
from chalicelib.care.customers import correcting
from chalicelib.care.touchpoints import people as touches
from chalicelib.errors import Conflict
from chalicelib.http.api import people
from chalicelib.http.api.serving import API, Answer, Call, place
from chalicelib.http.api.shapes import Asked, Text, Told, Who, Why
from chalicelib.records.customers import Customer

MOST = 20


class Adding(Asked):
    model_config = {"json_schema_extra": {"examples": [{"address": "jing@example.com"}]}}
    address: Text = Field(min_length=3, description="A telephone or a mail address.")


class Correcting(Asked):
    model_config = {
        "json_schema_extra": {
            "examples": [{"old": "+85261234567", "new": "+85291234567", "why": "two digits were swapped"}]
        }
    }
    old: Text = Field(min_length=3)
    new: Text = Field(min_length=3)
    why: Why
    by: Who = ""


class Contact(Told):
    channel: str = Field(description="sms or email.")
    address: str
    stopped: str = Field(description="Why nothing goes there any more; empty if it does.")


class Contacts(Told):
    customer_id: str
    contacts: list[Contact]
    revived: list[str] = Field(description="Touchpoints that had failed for the old address and go again.")


@API.get("/v1/customers/{customer_id}/contacts", gives={200: Contacts})
def listed(call: Call, customer_id: str) -> Answer:
    """List a customer's addresses."""
    return _answer(customers.get(customer_id))


def _answer(row: Customer, revived: list[str] | None = None) -> Answer:
    found = [("sms", one) for one in row.phones] + [("email", one) for one in row.emails]
    contacts = [
        {"channel": channel, "address": one, "stopped": row.stopped.get(one, "")} for channel, one in found
    ]
    value = {"customer_id": row.id, "contacts": contacts, "revived": revived or []}
    return Answer(value, place=place("customers", row.id, "contacts"))


@API.post("/v1/customers/{customer_id}/contacts", takes=Adding, gives={200: Contacts}, refuses=(409,))
def add(call: Call, customer_id: str) -> Answer:
    """Add a telephone or mail address."""
    row = customers.get(customer_id)
    new = _address(call.body.address, row)
    if len(row.phones) + len(row.emails) >= MOST:
        raise Conflict(f"{row.id} has {MOST} addresses already; correct one that is no longer right.")
    return _answer(correcting.correct_address(row.id, "", new, call.now))


@API.post(
    "/v1/customers/{customer_id}/contacts/correct", takes=Correcting, gives={200: Contacts}, refuses=(409,)
)
def correct(call: Call, customer_id: str) -> Answer:
    """Put a wrong address right; what did not go for its sake and is still of use goes again."""
    row = customers.get(customer_id)
    old, new = search.address(call.body.old, row.country), _address(call.body.new, row)
    changed = correcting.correct_address(row.id, old, new, call.now, why=call.body.why, who=call.who())
    revived = touches.revive(row.id, old, call.body.why, call.who(), call.now)
    return _answer(changed, [touch.key for touch in revived])


def _address(text: str, row: Customer) -> str:
    if row.erased_at:
        raise Conflict(f"{row.id} was erased; there is nobody left to write to.")
    return people.mail(text) if "@" in text else search.address(text, row.country)
