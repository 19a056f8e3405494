"""Customers' pages: a link opened, and whatever it shows put into the reader's language."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from chalice import Response

from chalicelib import clock, plans, words
from chalicelib.care import links
from chalicelib.errors import CareError
from chalicelib.http import door
from chalicelib.records.links import Link
from chalicelib.records.sales import Sale
from chalicelib.records.staff import Shop
from chalicelib.records.touchpoints import Touchpoint

NOT_FOUND = "not_found"


class Spent(CareError):
    """A link that has done what it was for."""

    code = "spent"
    status = 410


@dataclass(frozen=True)
class Visit:
    """Somebody who came by a link that still stands, and the sale that it is about."""

    link: Link
    sale: Sale | None

    @property
    def language(self) -> str:
        return words.language_for(self.link.facts.get("language", ""), plans.shop_defaults().language)

    @property
    def products(self) -> str:
        return words.listing(self.language, self.sale.products, self.sale.category) if self.sale else ""

    def phone(self) -> str:
        """The store's own, where it has one."""
        store = Shop.find(*Shop.at(self.sale.store)) if self.sale and self.sale.store else None
        return store.phone if store else ""

    def show(self, page: str, status: int = 200, **values: Any) -> Response:
        return _page(page, self.language, self.phone(), status, values)


def visit(token: str, *pages: str) -> Visit:
    """The visit that this link allows; unknown, expired and meant for another page look all the same."""
    link = links.find(token, clock.now())
    if link is None or link.page not in pages:
        raise door.nowhere()
    if link.spent_at:
        raise Spent("This link has been used.")
    touch = Touchpoint.by_key(link.touch_key) if link.touch_key else None
    return Visit(link, Sale.find(*Sale.at(touch.sale_id)) if touch and touch.sale_id else None)


def refused(error: CareError) -> Response:
    """A refusal as a friendly page that says whom to phone."""
    known = ("spent", NOT_FOUND, "bad_input")
    code = error.code if error.code in known else "broken"
    return _page("sorry", reader_language(), "", error.status, {"code": code})


def reader_language() -> str:
    """What the reader's browser asks for, if we write it, else the shop's."""
    found = (words.language_for(tag, "") for tag in door.wanted_languages())
    return next((language for language in found if language), plans.shop_defaults().language)


def _page(name: str, language: str, phone: str, status: int, values: dict[str, Any]) -> Response:
    shop = plans.shop_defaults()
    shown = phone or shop.phone
    facts = {
        "root": door.root(),
        "shop_name": shop.name.get(language) or shop.name[shop.language],
        "shop_phone": shown,
        "shop_phone_plain": "".join(c for c in shown if c.isdigit() or c == "+"),
    }
    return door.html(words.page(name, language, {**facts, **values}), status)


@cache
def stylesheet(name: str) -> str:
    return (words.TEMPLATES / name).read_text(encoding="utf-8")
