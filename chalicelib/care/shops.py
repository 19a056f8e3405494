"""The stores; what one leaves empty comes from schedules/policies/shop.yaml."""

from typing import Any

from chalicelib.errors import Conflict, NotFound
from chalicelib.records import versions
from chalicelib.records.staff import Shop

FACTS = ("phone", "zone", "country", "language")


def add(name: str, facts: dict[str, Any], may_repeat: bool = False) -> Shop:
    """`may_repeat`: a button that was pressed twice finds what it has added."""
    shop = Shop(*Shop.at(name), name=name, **facts)
    if shop.create():
        return shop
    there = get(name)
    if not may_repeat or any(getattr(there, fact) != value for fact, value in facts.items()):
        raise Conflict("There is a shop {name} already; change that one.", name=name)
    return there


def everyone() -> list[Shop]:
    return sorted(Shop.in_partition("shop"), key=lambda shop: shop.name)


def get(name: str) -> Shop:
    shop = Shop.find(*Shop.at(name), consistent=True)
    if shop is None:
        raise NotFound("There is no shop {name}; the list of shops says which there are.", name=name)
    return shop


def amend(shop: Shop, changes: dict[str, str]) -> Shop:
    """Only if nobody changed it since it was read."""
    actions = [getattr(Shop, name).set(value) for name, value in changes.items()]
    if actions and not shop.change(actions, versions.unchanged(shop, FACTS)):
        raise Conflict(
            "Shop {shop} was changed by somebody else meanwhile; look and try again.", shop=shop.name
        )
    return shop


def facts(shop: Shop) -> dict[str, Any]:
    return {"id": shop.sk, "name": shop.name, **{name: getattr(shop, name) for name in FACTS}}
