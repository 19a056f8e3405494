"""What customers open without signing in: a link only shows; deciding takes a press of the button."""

from collections.abc import Mapping
from typing import Any

from chalice import Response

from chalicelib import clock, plans
from chalicelib.care import consents, links, ratings
from chalicelib.http import answers, complaining, door, friends, gatherings, overview, pages, preferences
from chalicelib.http.door import ANY
from chalicelib.http.pages import PUBLIC, Visit
from chalicelib.plans.points import PARTS, Point
from chalicelib.records.customers import Customer
from chalicelib.records.links import PAGES
from chalicelib.records.ratings import Checklist, Rating
from chalicelib.records.touchpoints import parts
from chalicelib.rules import scores

__all__ = ["PUBLIC", "answers", "complaining", "friends", "gatherings", "overview", "preferences"]

ANSWERS = ("yes", "no", "not_applicable")


@PUBLIC.route("/c/style.css", methods=["GET"])
def style() -> Response:
    return door.style(pages.stylesheet("public/style.css"))


@PUBLIC.route("/c/photos.js", methods=["GET"])
def photos() -> Response:
    return door.script(pages.stylesheet("public/photos.js"))


@PUBLIC.route("/l", methods=["GET"])
def cut_off() -> Response:
    """A link that lost its end on the way."""
    raise door.nowhere()


@PUBLIC.route("/l/{token}", methods=["GET"])
def follow(token: str) -> Response:
    token = links.as_sent(token)
    # The page itself says what a used one was for.
    page = pages.visit(token, *PAGES, used=True).link.page
    return door.see(f"{pages.base()}/c/{page}/{token}")


@PUBLIC.route("/l/{token}", methods=["POST"], content_types=ANY)
def one_click(token: str) -> Response:
    """Mail programs post to the address in List-Unsubscribe itself and follow no redirect (RFC 8058)."""
    return unsubscribe(token)


@PUBLIC.route("/c/rating/{token}", methods=["GET"])
def rating(token: str) -> Response:
    found = _unrated(token)
    return found.show("rating", products=found.products, comment="", missing=0)


@PUBLIC.route("/c/rating/{token}", methods=["POST"], content_types=ANY)
def rate(token: str) -> Response:
    found, form = _unrated(token), door.form()
    score, comment = scores.read(form.get("score", "")), form.get("comment", "").strip()
    if score is None:
        return found.show("rating", 400, products=found.products, comment=comment, missing=1)
    now = clock.now()
    ratings.record(found.link.touch_key, score, comment, "link", now)
    links.spend(found.link, now)
    return found.show("thanks", low=int(score <= scores.LOW))


def _unrated(token: str) -> Visit:
    """Somebody who answered by SMS meanwhile has answered."""
    found = pages.visit(token, "rating")
    if Rating.find(*Rating.at(*parts(found.link.touch_key))):
        raise pages.Spent("This question was answered.")
    return found


@PUBLIC.route("/c/checklist/{token}", methods=["GET"])
def checklist(token: str) -> Response:
    found = pages.visit(token, "checklist")
    sheet = Checklist.find(*Checklist.at(*parts(found.link.touch_key)), consistent=True)
    return _sheet(found, sheet.answers if sheet else {}, sheet.notes if sheet else {})


@PUBLIC.route("/c/checklist/{token}", methods=["POST"], content_types=ANY)
def tick(token: str) -> Response:
    found, form = pages.visit(token, "checklist"), door.form()
    points = [point.id for point in plans.checklist()]
    answers = {point: form[point] for point in points if form.get(point) in ANSWERS}
    notes = {point: form.get(f"{point}.note", "").strip() for point in answers}
    if not answers:
        return _sheet(found, {}, {}, 400, missing=1)
    ratings.tick(found.link.touch_key, answers, notes, clock.now())
    return _sheet(found, answers, notes, saved=1, crossed=int("no" in answers.values()))


def _sheet(
    found: Visit, answers: Mapping[str, str], notes: Mapping[str, str], status: int = 200, **said: int
) -> Response:
    def shown(point: Point) -> dict[str, Any]:
        return {
            "id": point.id, "binds": point.binds, "words": point.words[found.language],
            "answer": answers.get(point.id, ""), "note": notes.get(point.id, ""),
        }  # fmt: skip

    parts = [
        {"name": part, "points": [shown(point) for point in plans.checklist() if point.part == part]}
        for part in PARTS
    ]
    sale = {"products": found.products, "order_number": found.sale.order if found.sale else ""}
    return found.show(
        "checklist", status, parts=parts, **sale, **{**dict(saved=0, crossed=0, missing=0), **said}
    )


@PUBLIC.route("/c/unsubscribe/{token}", methods=["GET"])
def ask_unsubscribe(token: str) -> Response:
    found = pages.visit(token, "unsubscribe")
    return _unsubscribing(found, _has_unsubscribed(found.person, found.link.facts["purpose"]))


def _unsubscribing(found: Visit, done: bool, again: bool = False) -> Response:
    may_return = done and preferences.may_be_mailed(found.person)
    token = (door.request().uri_params or {})["token"]
    return found.show("unsubscribe", token=token, purpose=found.link.facts["purpose"], done=int(done),
                      again=int(again), may_return=int(may_return))  # fmt: skip


def _has_unsubscribed(customer: Customer, purpose: str) -> bool:
    return customer.consents.get(purpose, {}).get("email") == "refused"


@PUBLIC.route("/c/unsubscribe/{token}", methods=["POST"], content_types=ANY)
def unsubscribe(token: str) -> Response:
    """At once, as often as it comes, and without asking anything back."""
    found = pages.visit(token, "unsubscribe")
    purpose, customer = found.link.facts["purpose"], found.person
    if not _has_unsubscribed(customer, purpose):
        consents.record(
            customer, purpose, "email", "refused", source="unsubscribe link", who="customer", now=clock.now()
        )
    return _unsubscribing(found, done=True)


@PUBLIC.route("/c/unsubscribe/{token}/again", methods=["POST"], content_types=ANY)
def subscribe_again(token: str) -> Response:
    """For who pressed by mistake. At an address of its own, to which no mail program posts by itself."""
    found = pages.visit(token, "unsubscribe")
    may_return = preferences.may_be_mailed(found.person)
    if may_return:
        consents.choose(
            found.person, {found.link.facts["purpose"]: {"email": True}}, source="unsubscribe link",
            language=found.language, who="customer", now=clock.now(),
        )  # fmt: skip
    return _unsubscribing(found, done=not may_return, again=may_return)
