"""What is kept about a person, as the person reads it: on a page in their language, to print or to send."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from chalicelib import plans, words
from chalicelib.care import effects
from chalicelib.records.staff import Shop
from chalicelib.rules import phones
from chalicelib.rules.ledgers import numbers

Facts = Mapping[str, Any]
ABOUT = ("name", "phones", "emails", "estate", "address", "rep", "language", "stopped")


def page(facts: Facts, allowed: Mapping[str, Mapping[str, bool]], now: datetime) -> str:
    """Of the whole export (care/exports.py) what is theirs to read; codes and keys are for machines.
    `allowed`: what may go to them, by purpose and channel."""
    customer, shop = {name: facts["customer"].get(name) or "" for name in ABOUT}, plans.shop_defaults()
    language = words.language_for(customer["language"], shop.language)
    country, store = (facts["customer"].get(name) or "" for name in ("country", "store"))
    customer["phones"] = [phones.written(one, country) for one in customer["phones"]]
    own = Shop.find(*Shop.at(store)) if store else None
    values = {
        "shop_name": shop.name.get(language) or shop.name[shop.language],
        "shop_phone": effects.shop_phone(own, country),
        "drawn_on": words.date(language, effects.shop_day(now)), "customer": customer, "allowed": allowed,
        "stopped": list(customer["stopped"]),
        "sales": [_sale(one, language) for one in _in_order(facts["sales"], "signed_on")],
        "messages": [_message(one, language) for one in _in_order(facts["messages"], "at_moment")],
        "complaints": [_complaint(one, language) for one in _in_order(facts["complaints"], "opened_at")],
        "ratings": [_rating(one, language) for one in _in_order(facts["ratings"], "at_moment")],
    }  # fmt: skip
    return words.page("person", language, values, folder="print")


def _in_order(found: Iterable[Facts], by: str) -> list[Facts]:
    return sorted(found, key=lambda one: str(one.get(by) or ""))


def _day(value: object, language: str) -> str:
    return words.date(language, date.fromisoformat(str(value)[:10])) if value else ""


def _sale(one: Facts, language: str) -> dict[str, Any]:
    goods = [_goods(line) for line in one["lines"]]
    return {
        "order": one.get("order") or one["id"],
        "on": _day(one.get("signed_on"), language),
        "goods": goods,
    }


def _goods(line: Mapping[str, str]) -> str:
    called = line.get("product") or line.get("series") or line.get("model")
    return " ".join(filter(None, (called, line.get("quantity"), numbers.sign_of(line.get("unit", "")))))


def _message(one: Facts, language: str) -> dict[str, Any]:
    return {
        "on": _day(one["at_moment"], language), "channel": one["channel"], "to": one["to"],
        "subject": one.get("subject") or "", "text": one["text"],
    }  # fmt: skip


def _complaint(one: Facts, language: str) -> dict[str, Any]:
    """In what was understood of it, or else in their own words."""
    known = one.get("facts") or {}
    return {
        "number": one["number"], "on": _day(one.get("opened_at"), language),
        "about": known.get("understood") or one.get("words") or "", "rests": one.get("stage") == "closed",
    }  # fmt: skip


def _rating(one: Facts, language: str) -> dict[str, Any]:
    return {"on": _day(one["at_moment"], language), "score": one["score"], "words": one.get("comment") or ""}
