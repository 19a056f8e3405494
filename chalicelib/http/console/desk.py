"""What every local page stands on: who may see it, in which language, on which clock."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from chalice import Response
from chalice.app import Request

from chalicelib import clock, plans, words
from chalicelib.errors import CareError
from chalicelib.http import door
from chalicelib.http.door import Door
from chalicelib.http.pages import stylesheet
from chalicelib.records.switches import Switch

ENGLISH = "en"
HERE = ("localhost", "127.0.0.1", "::1")
POLICY = door.SHIELD["Content-Security-Policy"] + "; frame-src 'self'"


class NotFromHere(CareError):
    code = "not_from_here"
    status = 403


def admit(asked: Request) -> None:
    """Only from this machine, not through a tunnel opened for webhooks, and no deed asked by another site."""
    headers = asked.headers
    host = headers.get("host", "")
    passed_on = [name for name in ("forwarded", "x-forwarded-for", "x-forwarded-host") if name in headers]
    if urlsplit(f"//{host}").hostname not in HERE or passed_on:
        raise NotFromHere("These pages open on the machine itself only, at http://localhost and its port.")
    if asked.method != "GET" and not _is_ours(headers, host):
        raise NotFromHere("This form was sent by another site. Open the page here and send it again.")


def _is_ours(headers: Any, host: str) -> bool:
    """By what the browser says of the sender; a program that is no browser says nothing."""
    if site := headers.get("sec-fetch-site", ""):
        return site in ("same-origin", "none")
    origin = headers.get("origin", "")
    return not origin or urlsplit(origin).netloc == host


def refused(error: CareError) -> Response:
    return show("sorry", error.status, code=error.code, sentence=str(error))


CONSOLE = Door(__name__, refused, admit)


def show(page: str, status: int = 200, **values: Any) -> Response:
    """A page with what stands around each: the banner, what is paused, where one is."""
    language = reader_language()
    around = {
        "here": door.path(),
        "shop_name": plans.shop_defaults().name[language],
        "sample": bool(_switch("sample")),
        "paused": sorted(_switch("paused")),
    }
    text = words.page(page, language, {**around, **values}, folder="console")
    return door.html(text, status, Content_Security_Policy=POLICY, Referrer_Policy="same-origin")


def _switch(name: str) -> dict:
    """Without a table there is nothing to say about it, and the page about that must still show."""
    try:
        return Switch.read(name)
    except Exception:
        return {}


def reader_language() -> str:
    """The first of those that the browser asks for in which we have words; the shop's own where it asks
    for nothing."""
    asked = door.wanted_languages() or [plans.shop_defaults().language]
    return next(filter(None, (words.language_for(tag, "") for tag in asked)), ENGLISH)


def zone() -> ZoneInfo:
    return ZoneInfo(plans.shop_defaults().zone)


def today() -> date:
    return clock.now().astimezone(zone()).date()


def shown(moment: datetime | None) -> str:
    """On the shop's clock: `2026-02-28 09:15`."""
    return f"{moment.astimezone(zone()):%Y-%m-%d %H:%M}" if moment else ""


@CONSOLE.route("/style.css", methods=["GET"])
def style() -> Response:
    return door.style(stylesheet("console/style.css"))
