"""Twilio's calls to us: is it Twilio, and what does it say?"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs

from chalicelib.channels.base import NOTHING, header
from chalicelib.channels.twilio.codes import delivery
from chalicelib.errors import BadInput, Forged
from chalicelib.message import Delivery, HookRequest, Reply
from chalicelib.settings import Settings

STATUS_PATH = re.compile(r"/status/([A-Za-z0-9.-]{1,100})/(\d{1,6})/?$")
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
ADDRESS = re.compile(r"[+A-Za-z0-9:._-]{1,64}")
MOST_MEDIA = 10
EMPTY_TWIML = (200, "text/xml", '<?xml version="1.0" encoding="UTF-8"?><Response/>')


def verify(settings: Settings, request: HookRequest) -> None:
    tokens = [token for token in (settings.twilio_auth_token, settings.twilio_auth_token_old) if token]
    if not any(_is_signed(request, token) for token in tokens):
        raise Forged("The signature of this call does not match TWILIO_AUTH_TOKEN and PUBLIC_BASE_URL.")


def read(request: HookRequest) -> list[Delivery | Reply]:
    form = _Form.of(request)
    id = form.first("MessageSid") or form.first("SmsSid")
    about = STATUS_PATH.search(request.path)
    if not ID.fullmatch(id):
        raise BadInput("This call names no message: MessageSid is missing or is none.")
    if about is None and not form.first("MessageStatus"):
        return [_reply(id, form)]
    key, attempt = about.groups() if about else ("", "0")
    status = form.first("MessageStatus") or form.first("SmsStatus")
    return [delivery(id, status, form.first("ErrorCode"), form.first("To"), key, int(attempt))]


def answer(request: HookRequest) -> tuple[int, str, str]:
    """TwiML that sends nothing back to a customer who wrote; nothing at all to a status."""
    return NOTHING if STATUS_PATH.search(request.path) else EMPTY_TWIML


class _Form(dict[str, list[str]]):
    """A webhook's fields, blank and repeated ones too, in the shape Twilio's validator reads."""

    @classmethod
    def of(cls, request: HookRequest) -> "_Form":
        return cls(parse_qs(request.body.decode(), keep_blank_values=True))

    def getlist(self, name: str) -> list[str]:
        return self[name]

    def first(self, name: str) -> str:
        return self.get(name, [""])[0]


def _is_signed(request: HookRequest, token: str) -> bool:
    from twilio.request_validator import RequestValidator, get_signature_algorithm

    signature = header(request, "X-Twilio-Signature")
    algorithm = get_signature_algorithm(header(request, "X-Twilio-Webhooks-Signature-Settings"))
    validator = RequestValidator(token)
    try:
        form = _Form.of(request)
        return any(
            validator.validate(url, form, signature, algorithm) for url in (request.url, *request.or_urls)
        )
    except Exception:  # whatever a stranger sends that the validator stumbles over is not Twilio's
        return False


def _reply(id: str, form: _Form) -> Reply:
    asks = form.first("OptOutType").lower()
    known = asks if asks in ("stop", "start", "help") else ""
    sender = form.first("From")
    if not ADDRESS.fullmatch(sender):
        raise BadInput("This call does not say from whom the message is: From is missing or is no address.")
    media = tuple(_media(form))
    return Reply(
        id, sender, form.first("To"), form.first("Body"), known, media, provider="twilio" if media else ""
    )


def _media(form: _Form) -> Iterator[str]:
    """Where Twilio keeps what came with it; fetched later, since this call must be answered at once."""
    for place in range(MOST_MEDIA):
        if address := form.first(f"MediaUrl{place}"):
            yield address[:500]
