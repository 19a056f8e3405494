"""The cupboard: which gifts there are, and how many of each."""

from typing import Any

from pydantic import Field

from chalicelib.care import gifts
from chalicelib.care.gifts import Stock
from chalicelib.http.api.serving import API, Answer, Call, place
from chalicelib.http.api.shapes import Asked, Told
from chalicelib.records import versions


class Counted(Asked):
    model_config = {"json_schema_extra": {"examples": [{"stock": 40}]}}
    stock: int = Field(ge=-100_000, le=100_000, description="So many are there, less those promised.")


class Gift(Told):
    gift: str
    title: str = Field(description="In the shop's language.")
    stock: int = Field(description="A negative one is promised and not there.")


class Gifts(Told):
    gifts: list[Gift]


@API.get("/v1/gifts", gives={200: Gifts}, links={"gifts_show": {"gift": "$response.body#/gifts/0/gift"}})
def listed(call: Call) -> dict[str, Any]:
    """List every gift that has a name, in stock or not."""
    return {"gifts": [vars(one) for one in gifts.listing()]}


@API.get("/v1/gifts/{gift}", gives={200: Gift})
def show(call: Call, gift: str) -> Answer:
    """Show a gift's stock."""
    return _answer(gifts.get(gift))


def _answer(stock: Stock) -> Answer:
    return Answer(vars(stock), place=place("gifts", stock.gift), tag=versions.tag(vars(stock)))


@API.patch("/v1/gifts/{gift}", takes=Counted, gives={200: Gift}, refuses=(409,))
def count(call: Call, gift: str) -> Answer:
    """Say how many are there now. `If-Match` sees to it that none was given away between look and count."""
    return _answer(gifts.count(gift, call.body.stock, call.seen))
