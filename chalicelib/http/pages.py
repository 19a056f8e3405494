"""Customers' pages: a link opened, and whatever it shows put into the reader's language."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from chalice import Response

from chalicelib import clock, plans, settings, words
from chalicelib.care import effects, links
from chalicelib.care.campaigns import clicks
from chalicelib.errors import CareError
from chalicelib.http import door, limits
from chalicelib.http.door import Door
from chalicelib.records import ahead
from chalicelib.records.customers import Customer
from chalicelib.records.links import Link
from chalicelib.records.sales import Sale
from chalicelib.records.staff import Shop
from chalicelib.records.touchpoints import Touchpoint, parts
from chalicelib.rules import visits

NOT_FOUND = "not_found"
# The longest sheet with a note of 1000 Chinese characters at each point takes less than 300 KB.
LARGEST = 512 * 1024
# Pages whose form takes photos, which a script of ours makes smaller; no other page runs any.
WITH_PHOTOS = ("complaint", "case")
SCRIPTED = f"{door.POLICY}; script-src 'self'"


class Spent(CareError):
    """A link that has done what it was for."""

    code = "spent"
    status = 410


@dataclass(frozen=True)
class Visit:
    """Somebody who came by a link, the sale that it is about and whose it is, where they are known."""

    link: Link
    sale: Sale | None = None
    customer: Customer | None = None

    @property
    def language(self) -> str:
        """What the person prefers today, else that of the message which held the link."""
        own = self.customer.language if self.customer else ""
        return words.language_for(own or self.link.facts.get("language", ""), plans.shop_defaults().language)

    @property
    def country(self) -> str:
        """From where the reader would phone."""
        return self.customer.country if self.customer else ""

    @property
    def person(self) -> Customer:
        if self.customer is None:
            raise door.nowhere()
        return self.customer

    @property
    def products(self) -> str:
        return words.listing(self.language, self.sale.products, self.sale.category) if self.sale else ""

    def phone(self) -> str:
        """As the reader dials it."""
        return effects.shop_phone(next((Shop.find(*key) for key in self.shop()), None), self.country)

    def shop(self) -> list[tuple[str, str]]:
        """The key of the shop that it is about, where one is known."""
        stores = (about.store for about in (self.sale, self.customer) if about)
        return [Shop.at(store) for store in stores if store][:1]

    def show(self, page: str, status: int = 200, **values: Any) -> Response:
        return _page(page, self.language, self.phone(), status, values)


def visit(token: str, *pages: str, used: bool = False) -> Visit:
    """The visit that this link allows; unknown, expired and meant for another page look all the same. `used`:
    also where it has done what it was for, to say so."""
    return _visit(_link(token, pages, used))


def visit_of_person(token: str, *pages: str) -> Visit:
    """The same where the page is about all that a customer has; whoever was erased has nothing."""
    found = visit(token, *pages)
    if found.person.erased_at:
        raise door.nowhere()
    return found


def count_click(link: Link) -> None:
    """Where a campaign's message led a person here. What opens links ahead of people is not counted."""
    asked = door.request()
    if link.touch_key and (asked.method == "POST" or visits.is_persons(asked.headers)):
        clicks.note(link.touch_key, clock.now(), surely=asked.method == "POST")


def _visit(link: Link) -> Visit:
    named = [Customer.at(link.customer_id)] if link.customer_id else []
    if named and link.touch_key:
        ahead.rows([*named, Touchpoint.at(*parts(link.touch_key))])
    touch = Touchpoint.by_key(link.touch_key) if link.touch_key else None
    sale = Sale.find(*Sale.at(touch.sale_id)) if touch and touch.sale_id else None
    owner = link.customer_id or (touch.owner if touch else "")
    return Visit(link, sale, Customer.today(owner) if owner else None)


def _link(token: str, pages: tuple[str, ...], used: bool) -> Link:
    """Whoever guessed too often is not even looked up; whoever changes something too often waits."""
    now, visitor = clock.now(), door.visitor()
    guesses = limits.DEAD_PRESSES if _is_one_click() else limits.GUESSES
    guesses.take(visitor, now, 0)
    link = links.find(token, now)
    if link is None or link.page not in pages:
        guesses.take(visitor, now)
        raise door.nowhere()
    if link.spent_at and not used:
        raise Spent("This link has been used.")
    if door.request().method == "POST":
        limits.CHANGES_BY_LINK.take(link.pk, now)
        if link.page != "unsubscribe":
            limits.CHANGES_BY_VISITOR.take(visitor, now)
    return link


def _is_one_click() -> bool:
    asked = door.request()
    return asked.method == "POST" and asked.context["resourcePath"] == "/l/{token}"


def refused(error: CareError) -> Response:
    """A refusal as a friendly page that says whom to phone, in the language of whose link it was."""
    known = ("spent", NOT_FOUND, "bad_input", "too_many", "too_large")
    code = error.code if error.code in known else "broken"
    found = _visit_for(error)
    answer = (
        found.show("sorry", error.status, code=code)
        if found
        else _page("sorry", reader_language(), effects.shop_phone(None, ""), error.status, {"code": code})
    )
    if isinstance(error, limits.TooMany):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


PUBLIC = Door("chalicelib.http.public", refused, largest=LARGEST)


def _visit_for(error: CareError) -> Visit | None:
    """By the link's owner, expired or not; who guesses too often, or meets a fault of ours, is answered
    without another look at the table."""
    token = (door.request().uri_params or {}).get("token", "")
    asked = token and error.status < 500 and not isinstance(error, limits.TooMany)
    link = Link.find(*Link.at(token)) if asked else None
    return _visit(link) if link else None


def show_open(page: str, language: str, status: int = 200, *, store: str, **values: Any) -> Response:
    """A page to which no link is needed."""
    found = Shop.find(*Shop.at(store)) if store else None
    return _page(page, language, effects.shop_phone(found, ""), status, {"store": store, **values})


def reader_language() -> str:
    """What the reader's browser asks for, if we write it, else the shop's."""
    found = (words.language_for(tag, "") for tag in door.wanted_languages())
    return next((language for language in found if language), plans.shop_defaults().language)


def _page(name: str, language: str, phone: str, status: int, values: dict[str, Any]) -> Response:
    shop = plans.shop_defaults()
    facts = {
        "shop_name": shop.name.get(language) or shop.name[shop.language],
        "shop_phone": phone,
        "base": base(),
        "shop_phone_plain": "".join(c for c in phone if c.isdigit() or c == "+"),
    }
    text = words.page(name, language, {**facts, **values})
    return door.html(text, status, **({"Content_Security_Policy": SCRIPTED} if name in WITH_PHOTOS else {}))


def base() -> str:
    """What stands before our paths in the reader's address bar; nothing on a domain of our own."""
    return urlsplit(settings.read().public_base_url).path.rstrip("/")


@cache
def stylesheet(name: str) -> str:
    return (words.TEMPLATES / name).read_text(encoding="utf-8")
