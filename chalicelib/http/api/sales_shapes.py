"""What sales look like in requests and answers."""

from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.care import sales
from chalicelib.http.api import people
from chalicelib.http.api.people import Person
from chalicelib.http.api.shapes import (
    Amount,
    Asked,
    At,
    Currency,
    Day,
    Label,
    Moment,
    Name,
    Note,
    On,
    Paged,
    Quantity,
    Text,
    Told,
    Why,
    checked,
)
from chalicelib.records import plain
from chalicelib.records.sales import Sale as Row

LINE = {"product": "Oak 12 mm", "batch": "B7", "quantity": "40", "unit": "m2", "amount": "12800.50"}
EXAMPLE: dict[str, Any] = {
    "order": "SO-1001", "customer": people.EXAMPLE, "category": "flooring", "signed_on": "2026-03-02",
    "booked_on": "2026-03-20", "lines": [LINE], "amount": "12800.50", "currency": "HKD", "rep": "李婷",
}  # fmt: skip
LINE_NAMES = (
    "product",
    "series",
    "model",
    "batch",
    "produced_on",
    "serial",
    "quantity",
    "unit",
    "amount",
    "left",
)


class LineAsked(Asked):
    """One line of the order."""

    product: Name = Field(description="As the customer would call it.")
    series: Label = ""
    model: Label = ""
    batch: Label = Field("", description="By which owners are found when a batch turns out bad.")
    produced_on: Day | None = None
    serial: Text = ""
    quantity: Quantity = "1"
    unit: Text = ""
    amount: Amount | None = None


class Recording(Asked):
    """A sale with its buyer: whole, or by `customer_id` where they are known here."""

    model_config = {"json_schema_extra": {"examples": [EXAMPLE]}}
    order: Name | None = Field(
        None, description="The shop's own number: the same one twice is one sale. Without it one is made "
        "from the Idempotency-Key.",
    )  # fmt: skip
    customer: Person | None = None
    customer_id: Name | None = None
    category: Annotated[Text, checked(sales.check_category)] = Field(
        "flooring", description="One that a care plan is for."
    )
    signed_on: Day
    signed_at: Moment | None = None
    delivered_on: Day | None = None
    booked_on: Day | None = Field(None, description="When the fitter comes.")
    installed_on: Day | None = None
    lines: list[LineAsked] = Field(min_length=1, max_length=100)
    store: Label = ""
    rep: Label = ""
    fitter: Label = ""
    amount: Amount | None = None
    currency: Currency = ""
    warranty: Note = Field("", description="The terms as they were printed.")
    warranty_version: Text = ""
    note: Note = ""


class SetDay(Asked):
    """A day, and why."""

    model_config = {"json_schema_extra": {"examples": [{"on": "2026-03-21", "why": "the fitter is ill"}]}}
    on: Day
    why: Text = Field("", description="The reason, for whoever looks later.")


class SaidOf(SetDay):
    """The day on which it was so, and why it is said."""

    model_config = {"json_schema_extra": {"examples": [{"on": "2026-03-02", "why": "the fitter says so"}]}}


class Ending(Asked):
    """Why the sale ends."""

    model_config = {"json_schema_extra": {"examples": [{"why": "changed their mind"}]}}
    why: Why


class Line(Told):
    """One line as it stands; `left` is what remains of it after returns."""

    product: str
    series: str
    model: str
    batch: str
    produced_on: str
    serial: str
    quantity: str
    unit: str
    amount: str
    left: str


class Sale(Told):
    id: str = Field(description="The order number as it is compared: the name in every address.")
    order: str
    customer_id: str
    category: str
    state: Literal["active", "called_off", "returned"]
    why: str = Field(description="Of the last change.")
    signed_on: On
    signed_at: At | None
    delivered_on: On | None
    booked_on: On | None
    installed_on: On | None
    lines: list[Line]
    store: str
    rep: str
    fitter: str
    amount: str | None
    currency: str
    warranty: str
    warranty_version: str
    note: str
    entered_at: At


class Sales(Told):
    sales: list[Sale]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class OfCustomer(Paged):
    customer: str = Field(
        min_length=1, max_length=100, description="Whose, by id.", examples=[people.EXAMPLE_ID]
    )


def told(row: Row) -> dict[str, Any]:
    names = (
        "order", "customer_id", "category", "state", "why", "signed_on", "signed_at", "delivered_on",
        "booked_on", "installed_on", "store", "rep", "fitter", "amount", "currency", "warranty",
        "warranty_version", "note", "entered_at",
    )  # fmt: skip
    lines = [{name: str(line.get(name) or "") for name in LINE_NAMES} for line in row.lines]
    return {"id": row.id, "lines": lines, **{name: plain.value(getattr(row, name)) for name in names}}
