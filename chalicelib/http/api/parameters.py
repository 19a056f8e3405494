"""What stands in addresses and headers, with examples that the tests drive."""

from typing import Any

from chalicelib.http.api import complaints_shapes, imports, people, staff, told
from chalicelib.http.api.campaigns_shapes import EXAMPLE_NAME
from chalicelib.http.api.sales_shapes import EXAMPLE


def _id(description: str, example: str) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1, "maxLength": 200}
    return {"description": description, "schema": schema, "example": example}


PATHS = {
    "customer_id": _id("The customer's id.", people.EXAMPLE_ID),
    "touchpoint": _id("The touchpoint's id.", f"{people.EXAMPLE_ID}.tjclq3q4cw5hyj"),
    "task": _id("The task's id.", f"{people.EXAMPLE_ID}.khpfopreqpdrjn"),
    "complaint": _id("The complaint's number, which the customer knows.", complaints_shapes.EXAMPLE_ID),
    "attachment": _id("Its number, counted from 1 in the order in which they came.", "1"),
    "telling": _id("Its reference.", told.EXAMPLE_ID),
    "month": _id("A month, on the shop's calendar.", "2026-03"),
    "staff_id": _id("Whose entry, by id.", staff.EXAMPLE_ID),
    "shop": _id("The store, by id: its name in small letters.", "kowloon"),
    "gift": _id("The gift's name.", "welcome-mat"),
    "batch": _id("The import's id.", imports.EXAMPLE_ID),
    "campaign": _id("The campaign's name.", EXAMPLE_NAME),
    "order": _id("The order number, as the shop writes it.", EXAMPLE["order"]),
}
HEADERS = {
    "Idempotency-Key": {
        "description": "Your own name for this request, best a UUID.",
        "schema": {"type": "string", "maxLength": 200, "pattern": "^[\\x20-\\x7e]*$"},
    },
    "If-Match": {
        "description": "The `ETag` of what you saw last.",
        "schema": {"type": "string", "pattern": '^"[A-Za-z0-9_-]{1,64}"$'},
    },
}
