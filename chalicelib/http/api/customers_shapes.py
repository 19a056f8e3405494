"""What customers look like in requests and answers."""

from typing import Any

from pydantic import Field

from chalicelib.care import customers
from chalicelib.http.api import people
from chalicelib.http.api.shapes import Asked, At, Country, Label, Name, Paged, Text, Told, Who, Why
from chalicelib.records.customers import Customer as Row


class Change(Asked):
    """What is given is changed, an empty text clears it; all else stays."""

    model_config = {"json_schema_extra": {"examples": [{"language": "en", "rep": "李婷", "tags": ["VIP"]}]}}
    name: Label = ""
    language: Text = ""
    zone: Text = ""
    country: Country = ""
    store: Label = ""
    rep: Label = ""
    estate: Label = ""
    estate_grade: Text = ""
    estate_age: int = Field(0, ge=0, le=199, description="In years.")
    address: Text = ""
    vulnerability: Text = ""
    tags: people.Tags = Field([], description="All of them; those left out are taken away.")


class Customer(Told):
    id: str
    name: str
    phones: list[str]
    emails: list[str]
    stopped: dict[str, str] = Field(description="Addresses that get nothing more, with the reason.")
    language: str
    zone: str
    country: str
    store: str
    rep: str
    estate: str
    estate_grade: str
    address: str
    vulnerability: str
    tags: list[str]
    consents: dict[str, dict[str, str]] = Field(description="By purpose and channel (* for all).")
    spend: str | None
    currency: str
    tier: str
    tier_reasons: list[dict[str, str]] = Field(description="Each in the shop's languages.")
    sample: bool
    merged_into: str


class Customers(Told):
    customers: list[Customer]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class Wanted(Paged):
    """By exactly one of these. A bare telephone is read in the shop's country."""

    phone: str = Field("", max_length=200, examples=["+85261234567"])
    phone_end: str = Field("", max_length=15, pattern=r"^([0-9]{4,15})?$", description="Its last digits.")
    email: str = Field("", max_length=200)
    order: str = Field("", max_length=200)
    estate: str = Field("", max_length=200)


class Merging(Asked):
    model_config = {"json_schema_extra": {"examples": [{"into": people.OTHER_ID, "why": "married name"}]}}
    into: Name = Field(description="The id of the customer who stays.")
    why: Why
    by: Who = ""


class Merged(Told):
    """How much moved to the customer who stays."""

    customer_id: str
    addresses: int
    sales: int
    touchpoints: int
    tasks: int


class Erasing(Asked):
    model_config = {"json_schema_extra": {"examples": [{"forget": people.EXAMPLE_ID}]}}
    forget: Name = Field(description="The same id once more, so that no slip of a hand erases anybody.")
    by: Who = ""


class Erased(Told):
    erased: str


class Exported(Told):
    """Everything that is kept about the person, as the rows say it."""

    exported_at: At
    customer: dict[str, Any]
    addresses: list[dict[str, Any]]
    sales: list[dict[str, Any]]
    touchpoints: list[dict[str, Any]]
    messages: list[dict[str, Any]]
    tasks: list[dict[str, Any]]
    ratings: list[dict[str, Any]]
    checklists: list[dict[str, Any]]
    gifts: list[dict[str, Any]]
    told: list[dict[str, Any]]
    referrals: list[dict[str, Any]]
    complaints: list[dict[str, Any]]
    events: list[dict[str, Any]]


def told(row: Row) -> dict[str, Any]:
    return customers.facts(row)
