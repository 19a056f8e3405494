"""A buyer as another program knows them, read into what care records."""

from typing import Any

from pydantic import Field

from chalicelib import plans
from chalicelib.care import amending, customers
from chalicelib.care.customers import NewCustomer
from chalicelib.errors import BadInput
from chalicelib.http.api.problems import invalid
from chalicelib.http.api.shapes import Asked, Country, Label, Name, Text
from chalicelib.rules import phones
from chalicelib.rules.ledgers import contacts

EXAMPLE_ID = "c6d6wywy4n5eue"
OTHER_ID = "cmtvk5z4zpddpf"
EXAMPLE: dict[str, Any] = {
    "name": "陈静", "phones": ["+85261234567"], "emails": ["chan@example.com"], "language": "zh-HK",
    "country": "HK", "estate": "海怡半岛",
}  # fmt: skip

OTHER: dict[str, Any] = {"name": "Chan Ching", "phones": ["+85261234568"], "language": "en", "country": "HK"}


class Person(Asked):
    """A buyer. The same telephone or mail address and the same name are the same person."""

    model_config = {"json_schema_extra": {"examples": [OTHER]}}

    name: Name = Field(description="As the shop writes it.", examples=["陈静"])
    phones: list[Text] = Field(
        [], max_length=5, description="With their country codes, or as dialled in `country`."
    )
    emails: list[Text] = Field([], max_length=5)
    language: Text = Field("", description="Such as zh-HK or en; empty: the shop's.")
    country: Country = ""
    zone: Text = Field("", description="IANA time zone; empty: by telephone and country.")
    estate: Label = Field("", description="Where the home stands; neighbours have the same.")
    estate_grade: Text = ""
    estate_age: int | None = Field(None, ge=0, le=199, description="In years.")
    address: Text = ""
    store: Label = ""
    rep: Label = Field("", description="Who looks after them, by name.")
    vulnerability: Text = Field("", description="What one must know: deaf, alone, in mourning ...")


def read(person: Person, at: str = "") -> NewCustomer:
    """With every address as it is stored; what is wrong is told for all of them at once."""
    country = person.country or plans.shop_defaults().country
    faults: list[dict[str, str]] = []
    numbers = each(person.phones, f"{at}/phones", lambda text: phones.read(text, country), faults)
    mails = each(person.emails, f"{at}/emails", mail, faults)
    each([person.language], f"{at}/language", customers.language, faults)
    each([person.zone], f"{at}/zone", amending.zone, faults)
    if not numbers and not mails and not faults:
        detail = "There is neither telephone nor mail address; give at least one."
        faults.append({"pointer": f"{at}/phones", "detail": detail})
    if faults:
        raise invalid(faults)
    home = person.country or next((phones.country_of(one) for one in numbers), "") or country
    rest = person.facts("phones", "emails", "country")
    return NewCustomer(phones=tuple(numbers), emails=tuple(mails), country=home, **rest)


def mail(text: str) -> str:
    found = contacts.email(text)
    if not found:
        raise BadInput(f"{text!r} is no mail address; write it as name@example.com.")
    return found


def each(texts: list[str], at: str, reads: Any, faults: list[dict[str, str]]) -> list[str]:
    """What each is read as; a refusal becomes a fault with its place."""
    found: list[str] = []
    for number, text in enumerate(texts):
        try:
            found.append(reads(text))
        except BadInput as refusal:
            where = f"{at}/{number}" if at.endswith("s") else at
            faults.append({"pointer": where, "detail": str(refusal)})
    return list(dict.fromkeys(found))
