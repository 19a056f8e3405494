"""Recommend us: the customer gets a page to hand on, on which a friend asks to be phoned. Nobody types
another's number here, and the page says nothing of who handed it on."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from chalice import Response

from chalicelib import clock, plans
from chalicelib.care import links, referrals
from chalicelib.care.hands import ready
from chalicelib.care.referrals import Friend
from chalicelib.errors import BadInput
from chalicelib.http import door, limits, pages
from chalicelib.http.door import ANY
from chalicelib.http.pages import PUBLIC, Visit
from chalicelib.rules import phones

LONGEST = {"name": 80, "phone": 40, "about": 500}


@PUBLIC.route("/c/refer/{token}", methods=["GET"])
def refer(token: str) -> Response:
    """From the care at a glance."""
    return pages.visit_of_person(token, "care").show("refer", url="", share="")


@PUBLIC.route("/c/refer/{token}", methods=["POST"], content_types=ANY)
def hand_on(token: str) -> Response:
    found = pages.visit_of_person(token, "care")
    url, _ = links.give(found.person, "friend", clock.now(), ready())
    return found.show("refer", url=url, share=quote(url, safe=""))


@PUBLIC.route("/c/friend/{token}", methods=["GET"])
def friend(token: str) -> Response:
    return _form(_handed(token), {})


@PUBLIC.route("/c/friend/{token}", methods=["POST"], content_types=ANY)
def ask_to_be_phoned(token: str) -> Response:
    found, now = _handed(token), clock.now()
    said = {name: door.form().get(name, "").strip()[:most] for name, most in LONGEST.items()}
    number = _number(said["phone"], found.country)
    if not number or door.form().get("agreed") != "yes":
        return _form(found, said, 400, "phone" if not number else "agreed")
    limits.OPEN_BY_NUMBER.take(number, now)
    if number not in found.person.phones:
        new = Friend(said["name"], number, said["about"], _language(found))
        referrals.take(found.person, new, now)
    return _shown(found, "friend_thanks", 200)


def _handed(token: str) -> Visit:
    return pages.visit_of_person(token, "friend")


def _form(found: Visit, said: Mapping[str, str], status: int = 200, missing: str = "") -> Response:
    shown = {name: said.get(name, "") for name in LONGEST}
    return _shown(found, "friend", status, missing=missing, **shown)


def _shown(found: Visit, page: str, status: int, **values: Any) -> Response:
    """In the language of the friend's own browser: that of who sent them says nothing about it."""
    return pages.show_open(page, _language(found), status, store=found.person.store, **values)


def _language(found: Visit) -> str:
    return pages.reader_language() if door.wanted_languages() else found.language


def _number(text: str, country: str) -> str:
    """A friend lives where the customer does, or says the country code."""
    try:
        return phones.read(text, country or plans.shop_defaults().country)
    except BadInput:
        return ""
