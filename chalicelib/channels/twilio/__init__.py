"""SMS through Twilio: one request per message, and a look at its list where the outcome is open."""

import ipaddress
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from unicodedata import normalize
from urllib.parse import quote, urlsplit

from chalicelib.channels.base import CANNOT_TELL
from chalicelib.channels.twilio import codes, hooks, media, wire
from chalicelib.errors import CareError, Refused, Uncertain
from chalicelib.message import Delivery, Found, HookRequest, Message, Receipt, Reply
from chalicelib.settings import Settings

SLACK = timedelta(seconds=60)
PAGES, PAGE_SIZE = 5, 50
VALIDITY_MAX = 36_000

# How often, and upon what, Twilio calls back again; the fragment stays with Twilio and is not signed.
PERSIST = "#rc=5&rp=ct,rt,5xx"


class Twilio:
    name = "twilio"
    carries = frozenset({"sms"})
    needs = wire.NEEDS
    confirms = "ask"
    keeps_copies = True
    patience = int(2 * wire.TIMEOUT)

    def check(self, settings: Settings) -> None:
        wire.check(settings)

    def send(self, settings: Settings, message: Message) -> Receipt:
        answer = wire.ask(settings, "POST", wire.messages(settings), data=_form(settings, message))
        return Receipt(_id(answer), codes.state(answer.get("status") or "queued"))

    def find(self, settings: Settings, message: Message) -> Found:
        try:
            ids = {_id(item) for item in _recent(settings, message) if _may_be(item, message)}
        except (CareError, KeyError, TypeError, AttributeError):
            return CANNOT_TELL
        if not ids:
            return Found("absent")
        if len(ids) > 1 or ids & message.known_ids:
            return CANNOT_TELL
        return Found("found", tuple(ids))

    def fetch(self, settings: Settings, id: str) -> Delivery | None:
        try:
            item = wire.ask(settings, "GET", wire.messages(settings, id))
        except Refused as error:
            if error.provider_code in ("20404", "404"):
                return None
            raise
        return codes.delivery(id, item.get("status"), item.get("error_code"), item.get("to"))

    def media(self, settings: Settings, address: str, largest: int) -> bytes | None:
        return media.fetch(settings, address, largest)

    def forget(self, settings: Settings, id: str) -> None:
        """The whole record goes, number and text; one that is gone already is as good."""
        try:
            wire.ask(settings, "DELETE", wire.messages(settings, id))
        except Refused as error:
            if error.provider_code not in ("20404", "404"):
                raise

    def verify(self, settings: Settings, request: HookRequest) -> None:
        hooks.verify(settings, request)

    def read(self, settings: Settings, request: HookRequest) -> list[Delivery | Reply]:
        return hooks.read(request)

    def answer(self, request: HookRequest) -> tuple[int, str, str]:
        return hooks.answer(request)


def _id(item: dict[str, Any]) -> str:
    if not hooks.ID.fullmatch(str(item.get("sid") or "")):
        raise Uncertain("Twilio answered without an id: it may have taken the message.")
    return str(item["sid"])


def _form(settings: Settings, message: Message) -> dict[str, Any]:
    service = settings.twilio_messaging_service_sid
    sender = {"MessagingServiceSid": service} if service else {"From": settings.twilio_from}
    form = {"To": message.to, "Body": message.text, **sender}
    form["ValidityPeriod"] = str(max(1, min(message.valid_for, VALIDITY_MAX)))
    if settings.twilio_base_url or _is_public(settings.public_base_url):
        path = f"/hooks/twilio/status/{quote(message.key, safe='')}/{message.attempt}"
        form["StatusCallback"] = settings.public_base_url.rstrip("/") + path + PERSIST
    return form


def _is_public(url: str) -> bool:
    """Could Twilio reach it? It refuses a message outright when the callback's host cannot be one."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and "_" not in host and not host.endswith((".localhost", ".local"))


def _recent(settings: Settings, message: Message) -> Iterator[dict[str, Any]]:
    """What went to the recipient since the claim; raises where the list may not be whole."""
    if message.claimed_at is None:
        raise Uncertain("Without the moment of the claim nothing can be told apart.")
    since = message.claimed_at - SLACK
    url, params = wire.messages(settings), {"To": message.to, "PageSize": str(PAGE_SIZE)}
    for _ in range(PAGES):
        page = wire.ask(settings, "GET", url, params=params)
        fresh = [item for item in page["messages"] if _created_at(item) >= since]
        yield from (item for item in fresh if item.get("to") == message.to)
        onward = page.get("next_page_uri")
        if not onward or (page["messages"] and not fresh):
            return
        url, params = wire.home(settings) + "/" + onward.lstrip("/"), {}
    raise Uncertain("Too many messages went to this recipient to look at all of them.")


def _created_at(item: dict[str, Any]) -> datetime:
    try:
        at = parsedate_to_datetime(item["date_created"])
    except (ValueError, TypeError):
        raise Uncertain("Twilio lists a message without saying when it was made.") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _may_be(item: dict[str, Any], message: Message) -> bool:
    """Is our text at its end? A trial account puts words before it; a text that Twilio shows no
    longer could have been any."""
    body = item.get("body")
    if not body:
        raise Uncertain("Twilio no longer shows the text of a message to this recipient.")
    ours = _letters(message.text)
    return body.endswith(message.text) or (bool(ours) and _letters(body).endswith(ours))


def _letters(text: str) -> str:
    """Only letters and digits: Twilio may trade quotes, dashes and blanks for cheaper ones."""
    return "".join(c for c in normalize("NFKC", text) if c.isalnum())


CHANNEL = Twilio()
