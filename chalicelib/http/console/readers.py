"""Who reads: the colleague behind the cookie of the request at hand, and in which language."""

import hashlib
import logging
from contextvars import ContextVar
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from chalice.app import Request

from chalicelib import clock, plans, words
from chalicelib.care import accounts
from chalicelib.errors import CareError
from chalicelib.http import door
from chalicelib.words import speaking

log = logging.getLogger(__name__)

ENGLISH = "en"
HERE = ("localhost", "127.0.0.1", "::1")
PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto")
PLAIN, SEALED = "aftercare", "__Host-aftercare"


@dataclass(frozen=True)
class Reader:
    """Signed in, with a role. `store` bounds what a manager sees, where it is not empty. `kept`: what need
    not be read twice for one page."""

    signed_in: accounts.SignedIn
    token: str
    kept: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def id(self) -> str:
        return self.signed_in.staff.id

    @property
    def name(self) -> str:
        return self.signed_in.staff.name

    @property
    def role(self) -> str:
        return self.signed_in.staff.role

    @property
    def store(self) -> str:
        return self.signed_in.staff.store

    @property
    def csrf(self) -> str:
        return csrf_of(self.token)


def csrf_of(token: str) -> str:
    """What a form of this session carries. Who has only the page cannot find the session by it."""
    return hashlib.sha256(f"form of {token}".encode()).hexdigest()[:32]


class NotSignedIn(CareError):
    code = "not_signed_in"
    status = 401


class Silent(CareError):
    """Nobody can be let in while the table does not answer."""

    code = "silent"
    status = 503


_AT_HAND: ContextVar[tuple[Request, Reader | None] | None] = ContextVar("reader", default=None)


# Each sentence of a page asks for it.
_SPOKEN: ContextVar[tuple[Request, Reader | None, str] | None] = ContextVar("spoken", default=None)


def reader() -> Reader:
    found = present()
    if found is None:
        raise NotSignedIn("Sign in first.")
    return found


def present() -> Reader | None:
    """Looked up once a request. Threads are used again: what was found for another request is nothing."""
    kept = _AT_HAND.get()
    if kept is None or kept[0] is not door.request():
        kept = (door.request(), _found())
        _AT_HAND.set(kept)
    return kept[1]


def _found() -> Reader | None:
    token = _cookie()
    try:
        signed_in = accounts.who(token, clock.now()) if token else None
    except Exception as error:
        log.error("nobody can be looked up: %s", type(error).__name__)
        raise Silent("The table does not answer. Nothing is lost; try again in a moment.") from error
    return Reader(signed_in, token) if signed_in else None


def _cookie() -> str:
    try:
        held = SimpleCookie(door.request().headers.get("cookie", ""))
    except CookieError:
        return ""
    morsel = held.get(_name())
    return morsel.value if morsel else ""


def cookie(token: str, seconds: int) -> str:
    """A `Set-Cookie` that only our own pages get to see; with 0 seconds it takes the cookie away."""
    secure = "" if is_plain() else "; Secure"
    return f"{_name()}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"


def _name() -> str:
    return PLAIN if is_plain() else SEALED


def is_plain() -> bool:
    """Plain HTTP: on this machine alone, and not by way of a tunnel."""
    return is_from_here(door.request())


def is_from_here(asked: Request) -> bool:
    host = asked.headers.get("host", "")
    return urlsplit(f"//{host}").hostname in HERE and not any(name in asked.headers for name in PASSED_ON)


def is_ours(asked: Request) -> bool:
    """Whether a page of ours sent this form, by what the browser says of it; a program that is no browser
    says nothing."""
    headers = asked.headers
    if site := headers.get("sec-fetch-site", ""):
        return site in ("same-origin", "none")
    origin = headers.get("origin", "")
    return not origin or urlsplit(origin).netloc == headers.get("host", "")


def is_surely_ours(asked: Request) -> bool:
    """Whether the browser itself says so."""
    said = asked.headers.get("sec-fetch-site") or asked.headers.get("origin")
    return bool(said) and is_ours(asked)


def entered(token: str) -> None:
    """Signed in by this very request."""
    signed_in = accounts.who(token, clock.now())
    _AT_HAND.set((door.request(), Reader(signed_in, token) if signed_in else None))


def language() -> str:
    """The colleague's own, else the first that the browser asks for in which the console speaks, else the
    shop's."""
    asked, found, kept = door.request(), if_any(), _SPOKEN.get()
    if kept is None or kept[0] is not asked or kept[1] is not found:
        kept = (asked, found, _language(found))
        _SPOKEN.set(kept)
    return kept[2]


def _language(found: Reader | None) -> str:
    own = [found.signed_in.staff.language] if found else []
    wanted = [*filter(None, own), *door.wanted_languages()] or [plans.shop_defaults().language]
    found_words = (words.language_for(tag, "") for tag in wanted)
    return next((one for one in found_words if one in speaking.LOCALES), ENGLISH)


def if_any() -> Reader | None:
    """The page that says that the table does not answer must still be shown."""
    try:
        return present()
    except Exception:
        return None
