"""A buyer as another program knows them, read into what care records."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field

from chalicelib import plans, tags
from chalicelib.care import amending, customers
from chalicelib.care.customers import NewCustomer
from chalicelib.errors import BadInput
from chalicelib.http.api.problems import invalid
from chalicelib.http.api.shapes import Asked, Country, Label, Name, Text, checked, checked_in_country
from chalicelib.rules import phones
from chalicelib.rules.ledgers import contacts

EXAMPLE_ID = "c6d6wywy4n5eue"
OTHER_ID = "cmtvk5z4zpddpf"
EXAMPLE: dict[str, Any] = {
    "name": "陈静", "phones": ["+85261234567"], "emails": ["chan@example.com"], "language": "zh-HK",
    "country": "HK", "estate": "海怡半岛",
}  # fmt: skip

OTHER: dict[str, Any] = {"name": "Chan Ching", "phones": ["+85261234568"], "language": "en", "country": "HK"}


def mail(text: str) -> str:
    found = contacts.email(text)
    if not found:
        raise BadInput(f"{text!r} is no mail address; write it as name@example.com.")
    return found


def phone(text: str, country: str) -> str:
    return phones.read(text, country or plans.shop_defaults().country)


def _tags(given: list[str]) -> list[str]:
    return list(tags.joined(given))


Tag = Annotated[str, Field(max_length=tags.LONGEST, pattern=tags.ONE)]
Tags = Annotated[list[Tag], Field(max_length=tags.MOST, examples=[["VIP"]]), AfterValidator(_tags)]


class Person(Asked):
    """A buyer. The same telephone or mail address and the same name are the same person."""

    model_config = {"json_schema_extra": {"examples": [OTHER]}}

    name: Name = Field(description="As the shop writes it.", examples=["陈静"])
    country: Country = ""
    phones: list[Annotated[Text, checked_in_country(phone)]] = Field(
        [], max_length=5, description="With their country codes, or as dialled in `country`."
    )
    emails: list[Annotated[Text, checked(mail)]] = Field([], max_length=5)
    language: Annotated[Text, checked(customers.language)] = Field(
        "", description="Such as zh-HK or en; empty: the shop's."
    )
    zone: Annotated[Text, checked(amending.zone)] = Field(
        "", description="IANA time zone; empty: by telephone and country."
    )
    estate: Label = Field("", description="Where the home stands; neighbours have the same.")
    estate_grade: Text = ""
    estate_age: int | None = Field(None, ge=0, le=199, description="In years.")
    address: Text = ""
    store: Label = ""
    rep: Label = Field("", description="Who looks after them, by name.")
    tags: Tags = Field([], description="Words of your own by which campaigns may ask for them.")
    vulnerability: Text = Field("", description="What one must know: deaf, alone, in mourning ...")


def read(person: Person, at: str = "") -> NewCustomer:
    """With every address as it is stored."""
    if not person.phones and not person.emails:
        detail = "There is neither telephone nor mail address; give at least one."
        raise invalid([{"pointer": f"{at}/phones", "detail": detail}])
    numbers = dict.fromkeys(phone(one, person.country) for one in person.phones)
    mails = dict.fromkeys(map(mail, person.emails))
    abroad = next((phones.country_of(one) for one in numbers), "")
    home = person.country or abroad or plans.shop_defaults().country
    rest = person.facts("phones", "emails", "country", "tags")
    groups = tuple(person.tags)
    return NewCustomer(phones=tuple(numbers), emails=tuple(mails), country=home, tags=groups, **rest)
