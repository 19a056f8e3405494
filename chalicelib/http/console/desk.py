"""What every page of the console stands on: who may see it, what stands around it, on which clock.

A page only shows (GET), a deed changes (POST). Each says who may: nobody else gets in.
"""

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from chalice import Response
from chalice.app import Chalice

from chalicelib import clock, plans
from chalicelib.errors import CareError, NotFound
from chalicelib.http import door, uploads
from chalicelib.http.console import places, plain_words, readers
from chalicelib.http.console.readers import ENGLISH, HERE, Reader, reader
from chalicelib.http.door import FORM, Door
from chalicelib.http.pages import base
from chalicelib.records import once
from chalicelib.rules import phones
from chalicelib.words import speaking

__all__ = ["ENGLISH", "HERE", "Reader", "reader"]

EVERYONE = frozenset({"rep", "manager", "marketing", "ops", "admin"})
# Who sees what all customers bought and said, within the limits of scope.py.
OF_CUSTOMERS = EVERYONE - {"marketing"}
# Ops read everything, and act on complaints alone: they decide on offers above a manager's limit.
DOERS = OF_CUSTOMERS - {"ops"}
# A page that opens without signing in.
ANYBODY: frozenset[str] = frozenset()
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src 'self'"
)
# Nothing that a customer or colleague wrote holds a quotation mark or a bracket once it is in a page.
OWN_PLACE = re.compile(r'\b(href|src|action|srcset)="/(?!/)')
# What a page must not hold even for a moment; files cannot be kept either.
NOT_KEPT = ("csrf", "password", "old", "new")
# A page with what was written cannot be asked for again: unless the browser keeps it, the way back ends at an
# error, and what was written is lost. Signing out has it forgotten, and so has signing in.
COMES_BACK = "private, no-cache"
OWN_FORM = re.compile(r'(<form\b[^>]*\bmethod="post"[^>]*>)')


class NotYours(CareError):
    code = "not_yours"
    status = 403


class NotFromHere(CareError):
    code = "not_from_here"
    status = 403


class OldForm(CareError):
    """A form of ours that was opened in another session."""

    code = "old_form"
    status = 403


@dataclass(frozen=True)
class Declared:
    """A route and who may use it."""

    method: str
    path: str
    roles: frozenset[str]


class Console(Door):
    """Routes of which each declares its roles. `here_only`: on this very machine and nowhere else."""

    def __init__(self, name: str, here_only: bool = False) -> None:
        super().__init__(name, lambda error: _finished(refused(error)))
        self.declared: list[Declared] = []
        self._here_only = here_only

    def page(self, path: str, *, roles: Iterable[str]) -> Callable[..., Any]:
        return self._declare(Declared("GET", path, frozenset(roles)))

    def deed(self, path: str, *, roles: Iterable[str], files: bool = False) -> Callable[..., Any]:
        """`files`: the form may bring some."""
        kinds = [*FORM, uploads.PARTS] if files else FORM
        largest = uploads.LARGEST if files else 256 * 1024
        return self._declare(Declared("POST", path, frozenset(roles)), content_types=kinds, largest=largest)

    def register(self, app: Chalice, options: Any) -> None:
        super().register(app, options)
        places.opened({one.path: one.roles for one in self.declared if one.method == "GET"})

    def _declare(self, declared: Declared, **options: Any) -> Callable[..., Any]:
        if unknown := declared.roles - EVERYONE:
            raise ValueError(f"{declared.path} is for {sorted(unknown)}, which are no roles")
        self.declared.append(declared)

        def decorate(view: Callable[..., Response]) -> Any:
            @functools.wraps(view)
            def admitted(*args: Any, **kwargs: Any) -> Response:
                with once.until_written() if declared.method == "POST" else nullcontext():
                    self._admit_to(declared)
                    return _finished(view(*args, **kwargs))

            return self.route(declared.path, methods=[declared.method], **options)(admitted)

        return decorate

    def _admit_to(self, declared: Declared) -> None:
        asked = door.request()
        if self._here_only and not readers.is_from_here(asked):
            raise NotFromHere("This page opens on the machine itself only, at http://localhost and its port.")
        if declared.method == "POST" and not readers.is_ours(asked):
            raise NotFromHere("This form was sent by another site. Open the page here and send it again.")
        if not declared.roles:
            return
        if reader().role not in declared.roles:
            raise NotYours("This page is not for your role. Ask an admin if you need it.")
        if declared.method == "POST" and _sent_token() != reader().csrf:
            raise OldForm("This form is from before you signed in. Open the page again and send it anew.")


CONSOLE = Console(__name__)


def form() -> dict[str, str]:
    """The fields of a posted form, with or without files."""
    return uploads.form()[0]


def _sent_token() -> str:
    return door.request().headers.get("x-csrf") or form().get("csrf", "")


def _finished(response: Response) -> Response:
    """Our own addresses as they are from outside, and each form with what proves that we made it."""
    place = response.headers.get("Location", "")
    if isinstance(place, str) and place.startswith("/"):
        response.headers["Location"] = base() + place
    if response.headers.get("Content-Type") == door.HTML and "Content-Security-Policy" in response.headers:
        response.body = _with_tokens(_based(response.body))
        if door.request().method == "POST" and response.status_code >= 400:
            comes_back(response)
    return response


def comes_back(response: Response) -> Response:
    """Kept for the way back, with what somebody wrote; never what shows a link that opens once."""
    if readers.if_any():
        response.headers["Cache-Control"] = COMES_BACK
    return response


def _based(text: str) -> str:
    return OWN_PLACE.sub(rf'\1="{base()}/', text) if base() else text


def _with_tokens(text: str) -> str:
    found = readers.if_any()
    if found is None:
        return text
    return OWN_FORM.sub(rf'\1<input type="hidden" name="csrf" value="{found.csrf}">', text)


def refused(error: CareError) -> Response:
    """In words of the page's own where the matter is a usual one, with the sentence that was said."""
    asked = door.request()
    if isinstance(error, readers.NotSignedIn) and asked.method == "GET":
        return door.see(f"/sign-in?next={quote(_whole_path())}")
    if isinstance(error, readers.NotSignedIn | OldForm) and readers.is_surely_ours(asked):
        return show_again(here(), form(), error.status)
    return show("sorry", error.status, code=error.code, sentence=plain_words.of(error))


def show_again(place: str, fields: Mapping[str, str], status: int = 200, **values: Any) -> Response:
    """Not done yet: what was written goes along, to be sent by a session that holds."""
    kept = {name: value for name, value in fields.items() if name not in NOT_KEPT}
    return show("again", status, place=place, kept=kept, packed=urlencode(kept), **values)


def _whole_path() -> str:
    query = door.queries()[0]
    return here() + (f"?{query}" if query else "")


def here() -> str:
    """The page's own address, as its links name it."""
    return door.path().removeprefix(base()) or "/"


def show(page: str, status: int = 200, **values: Any) -> Response:
    """A page with what stands around each: the way on, the banners, who is signed in."""
    language, found = readers.language(), readers.if_any()
    around = {
        "here": here(),
        "place_here": places.place_of(here()),
        "shop_name": plans.shop_defaults().name[language],
        "reader": found,
        "places": places.seen_by(found.role) if found else [],
        "sample": bool(found and found.signed_in.sample),
        "paused": bool(found and found.signed_in.paused),
        "today": today(),
        "may_act": bool(found and found.role in DOERS),
        "written": written,
        "may_meet": bool(found and places.lets_in("/meeting", found.role)),
    }
    text = speaking.page(page, language, plans.shop_defaults().zone, {**around, **values})
    return door.html(text, status, Content_Security_Policy=POLICY, Referrer_Policy="same-origin")


def nothing_here() -> NotFound:
    """The same for what is not there and for what is somebody else's."""
    return NotFound("There is nothing here, or it is not yours to see.")


def zone() -> ZoneInfo:
    return ZoneInfo(plans.shop_defaults().zone)


def written(address: str) -> str:
    """A telephone as the shop's country dials it; a mail address stays as it is."""
    return phones.written(address, plans.shop_defaults().country)


def today() -> date:
    return clock.now().astimezone(zone()).date()


def reader_language() -> str:
    return readers.language()
