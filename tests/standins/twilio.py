"""Twilio as far as messages go: makes, keeps, lists and shows them, and calls back with its signature."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urlencode
from urllib.request import Request, urlopen

from twilio.request_validator import RequestValidator

from tests.standins.description import FORM, Description
from tests.standins.server import Answer, Asked, StandIn

ACCOUNT = "AC" + "a" * 32
TOKEN = "t" * 32
SERVICE = "MG" + "5" * 32
SENDER = "+15005550006"

# What Twilio's own test numbers bring about, whichever text is sent.
MAGIC_TO = {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550003": 21408,
    "+15005550004": 21610,
    "+15005550009": 21614,
}
MAGIC_FROM = {"+15005550001": 21212, "+15005550007": 21606, "+15005550008": 21611}

ENDED = ("delivered", "undelivered", "failed", "sent", "read", "canceled", "received")


class Twilio(StandIn):
    """`prefix` is what a trial account puts before each text; `sid` makes every message bear the
    same one; `now` dates what it makes."""

    def __init__(self, description: Description | None, now: Callable[[], datetime] | None = None) -> None:
        super().__init__()
        self.description = description
        self.now = now or (lambda: datetime.now(UTC))
        self.messages: list[dict[str, Any]] = []
        self.callbacks: dict[str, str] = {}
        self.media: dict[str, bytes] = {}
        self.prefix = ""
        self.sid = ""

    def carry_out(self, asked: Asked) -> Answer:
        answer = self._answer(asked)
        if self.description:
            self.description.check(asked, answer)
        return answer

    def refuse(self, code: int, status: int = 400, headers: dict[str, str] | None = None) -> None:
        self.say(_error(code, status, headers))

    def _answer(self, asked: Asked) -> Answer:
        home, place = f"/2010-04-01/Accounts/{ACCOUNT}/Messages", asked.path.removesuffix(".json")
        if asked.headers.get("Authorization") != _basic():
            return _error(20003, 401)
        if place == home:
            form = dict(parse_qsl(asked.body.decode(), keep_blank_values=True))
            return self._create(form) if asked.method == "POST" else self._list(dict(parse_qsl(asked.query)))
        known = [message for message in self.messages if place == f"{home}/{message['sid']}"]
        if asked.path in self.media:
            return Answer(200, self.media[asked.path])
        if not known:
            return _error(20404, 404)
        return self._delete(known[0]) if asked.method == "DELETE" else _json(200, known[0])

    def _delete(self, message: dict[str, Any]) -> Answer:
        """What has not come to its end cannot be deleted."""
        if message["status"] not in ENDED:
            return _error(20009, 409)
        self.messages.remove(message)
        return Answer(204)

    def _create(self, form: dict[str, str]) -> Answer:
        code = _objection(form)
        if code:
            return _error(code, 400)
        message = self._message(form)
        with self._lock:
            self.messages.append(message)
            self.callbacks[message["sid"]] = form.get("StatusCallback", "")
        return _json(201, message)

    def _message(self, form: dict[str, str]) -> dict[str, Any]:
        sid = self.sid or f"SM{len(self.messages) + 1:032x}"
        at = format_datetime(self.now())
        service = form.get("MessagingServiceSid")
        return {
            "account_sid": ACCOUNT,
            "api_version": "2010-04-01",
            "body": self.prefix + form["Body"],
            "date_created": at,
            "date_sent": None,
            "date_updated": at,
            "direction": "outbound-api",
            "error_code": None,
            "error_message": None,
            "from": form.get("From"),
            "messaging_service_sid": service,
            "num_media": "0",
            "num_segments": "0" if service else "1",
            "price": None,
            "price_unit": None,
            "sid": sid,
            "status": "accepted" if service else "queued",
            "subresource_uris": {"media": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}/Media.json"},
            "to": form["To"],
            "uri": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}.json",
        }

    def _list(self, wanted: dict[str, str]) -> Answer:
        size, page = int(wanted.get("PageSize", 50)), int(wanted.get("Page", 0))
        found = [m for m in reversed(self.messages) if m["to"] == wanted.get("To", m["to"])]
        found = [m for m in found if m["from"] == wanted.get("From", m["from"])]
        here = found[page * size : (page + 1) * size]
        uri = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json?"
        more = (page + 1) * size < len(found)
        onward = uri + urlencode({**wanted, "Page": page + 1, "PageToken": f"PA{page}"}) if more else None
        about = {"page": page, "page_size": size, "start": page * size, "end": page * size + len(here)}
        uris = {"uri": uri + urlencode(wanted), "first_page_uri": uri, "next_page_uri": onward}
        return _json(200, {"messages": here, "previous_page_uri": None, **about, **uris})

    def becomes(self, sid: str, status: str, error_code: int | None = None) -> dict[str, str]:
        """Move a message on; the fields of the callback that Twilio makes of it."""
        message = next(m for m in self.messages if m["sid"] == sid)
        message.update(status=status, error_code=error_code)
        about = {"MessageSid": sid, "SmsSid": sid, "MessageStatus": status, "SmsStatus": status}
        fields = {**about, "To": message["to"], "From": message["from"] or SENDER, "AccountSid": ACCOUNT}
        return {**fields, "ErrorCode": str(error_code)} if error_code else fields

    def call_back(self, sid: str, status: str, error_code: int | None = None, url: str = "") -> int:
        """Post the status, signed, where the message's StatusCallback or `url` says."""
        headers, body, where = signed(url or self.callbacks[sid], self.becomes(sid, status, error_code))
        with urlopen(Request(where, body, headers), timeout=5) as answer:
            return answer.status

    def write_back(self, url: str, sender: str, text: str, opt_out: str = "") -> int:
        """A customer answers by SMS."""
        form = {"MessageSid": "SM" + "f" * 32, "From": sender, "To": SENDER, "Body": text, "NumMedia": "0"}
        headers, body, where = signed(url, {**form, "OptOutType": opt_out} if opt_out else form)
        with urlopen(Request(where, body, headers), timeout=5) as answer:
            return answer.status


def signed(
    url: str, form: dict[str, str], token: str = TOKEN, algorithm: str = ""
) -> tuple[dict[str, str], bytes, str]:
    """Headers, body and address of a webhook as Twilio would send it (the fragment stays at home)."""
    where = urldefrag(url).url
    signature = RequestValidator(token).compute_signature(where, form, algorithm or None)
    headers = {"Content-Type": FORM, "X-Twilio-Signature": signature}
    if algorithm:
        headers["X-Twilio-Webhooks-Signature-Settings"] = f"key=k1,algorithm={algorithm}"
    return headers, urlencode(form).encode(), where


def _objection(form: dict[str, str]) -> int:
    missing = {
        21604: not form.get("To"),
        21603: not (form.get("From") or form.get("MessagingServiceSid")),
        21602: not form.get("Body"),
        21617: len(form.get("Body", "")) > 1600,
        20001: not 1 <= int(form.get("ValidityPeriod", 1)) <= 36_000,
    }
    first = next((code for code, wrong in missing.items() if wrong), 0)
    return first or MAGIC_TO.get(form["To"], 0) or MAGIC_FROM.get(form.get("From", ""), 0)


def _basic() -> str:
    return "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()


def _json(status: int, body: dict[str, Any]) -> Answer:
    # UTF-8 without escapes and without a charset: a client that guesses must not guess wrong.
    return Answer(status, json.dumps(body, ensure_ascii=False).encode())


def _error(code: int, status: int, headers: dict[str, str] | None = None) -> Answer:
    about = f"https://www.twilio.com/docs/errors/{code}"
    body = {"code": code, "message": "the recipient's number would stand here", "more_info": about}
    return Answer(status, json.dumps({**body, "status": status}).encode(), headers or {})
