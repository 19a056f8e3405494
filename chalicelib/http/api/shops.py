"""The stores: telephone, zone and language of each; what one leaves empty comes from the shop's policy."""

from typing import Any

from pydantic import Field

from chalicelib import plans
from chalicelib.care import amending, customers, shops
from chalicelib.http.api.serving import API, Answer, Call, place
from chalicelib.http.api.shapes import Asked, Country, Name, Text, Told
from chalicelib.records import versions
from chalicelib.records.staff import Shop as Row
from chalicelib.rules import phones


class ShopFacts(Asked):
    model_config = {"json_schema_extra": {"examples": [{"phone": "+85225550200"}]}}
    phone: Text = Field("", description="The after-sales telephone that every text names.")
    zone: Text = Field("", description="IANA time zone.")
    country: Country = ""
    language: Text = ""


class NewShop(ShopFacts):
    model_config = {"json_schema_extra": {"examples": [{"name": "Kowloon", "country": "HK"}]}}
    name: Name


class Shop(Told):
    id: str
    name: str
    phone: str
    zone: str
    country: str
    language: str


class Shops(Told):
    shops: list[Shop]


THIS = {"shop": "$response.body#/id"}


@API.get("/v1/shops", gives={200: Shops})
def listed(call: Call) -> dict[str, Any]:
    """List all stores."""
    return {"shops": [shops.facts(row) for row in shops.everyone()]}


@API.post("/v1/shops", takes=NewShop, gives={201: Shop}, links={"shops_show": THIS}, refuses=(409,))
def add(call: Call) -> Answer:
    """Add a store."""
    return _answer(shops.add(call.body.name, _read(call.body.facts("name"), "")), 201)


def _read(facts: dict[str, Any], country: str) -> dict[str, Any]:
    customers.language(facts.get("language", "")), amending.zone(facts.get("zone", ""))
    home = facts.get("country") or country or plans.shop_defaults().country
    return facts | ({"phone": phones.read(facts["phone"], home)} if facts.get("phone") else {})


def _answer(row: Row, status: int = 200) -> Answer:
    facts = shops.facts(row)
    return Answer(facts, status, place("shops", row.sk), versions.tag(facts))


@API.get("/v1/shops/{shop}", gives={200: Shop}, links={"shops_amend": THIS})
def show(call: Call, shop: str) -> Answer:
    """Show a store."""
    return _answer(shops.get(shop))


@API.patch("/v1/shops/{shop}", takes=ShopFacts, gives={200: Shop}, refuses=(409,))
def amend(call: Call, shop: str) -> Answer:
    """Change what is given; an empty text clears it."""
    row = shops.get(shop)
    versions.check(call.seen, shops.facts(row), row.name)
    return _answer(shops.amend(row, _read(call.body.given(), row.country)))
