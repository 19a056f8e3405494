"""Twilio's calls to us: believed only with its signature, read into our words."""

import base64
import hashlib
import hmac
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlencode

import pytest

from chalicelib.channels.twilio import CHANNEL
from chalicelib.errors import BadInput, Forged
from chalicelib.message import Delivery, HookRequest, Reply
from chalicelib.settings import Settings
from tests.channels.benches import PUBLIC, Bench
from tests.standins import twilio
from tests.standins.description import FORM
from tests.standins.server import wait_until

SETTINGS = Settings(twilio_auth_token=twilio.TOKEN, twilio_auth_token_old="previous")
STATUS = "/hooks/twilio/status/t.S100-1.oiling.1/2"
INBOUND = "/hooks/twilio/inbound"
SENT = {"MessageSid": "SM1", "MessageStatus": "sent", "To": "+8613800138000", "From": "+15005550006"}
WRITTEN = {
    "MessageSid": "SM2",
    "From": "+8613800138000",
    "To": "+15005550006",
    "Body": "退订",
    "NumMedia": "0",
}


def call(path: str, form: dict[str, str], **signing: str) -> HookRequest:
    headers, body, url = twilio.signed(PUBLIC + path, form, **signing)
    return HookRequest(url, path, headers, body)


def test_the_signature_is_what_twilio_documents() -> None:
    """Reckoned here by hand: HMAC-SHA1 over the address and the sorted fields."""
    said = PUBLIC + INBOUND + "".join(name + WRITTEN[name] for name in sorted(WRITTEN))
    mac = hmac.new(twilio.TOKEN.encode(), said.encode(), hashlib.sha1).digest()
    headers = {"x-twilio-signature": base64.b64encode(mac).decode()}
    CHANNEL.verify(SETTINGS, HookRequest(PUBLIC + INBOUND, INBOUND, headers, urlencode(WRITTEN).encode()))


@pytest.mark.parametrize("token", [twilio.TOKEN, "previous"])
def test_both_tokens_hold_while_they_are_exchanged(token) -> None:
    CHANNEL.verify(SETTINGS, call(STATUS, SENT, token=token))


def test_the_newer_signature_holds_too() -> None:
    CHANNEL.verify(SETTINGS, call(STATUS, SENT, algorithm="HMAC_SHA256"))


def test_empty_and_repeated_fields_are_signed_too() -> None:
    CHANNEL.verify(SETTINGS, call(INBOUND, {**WRITTEN, "Body": ""}))
    body = b"Body=&MediaUrl=b&MediaUrl=a"
    mac = hmac.new(twilio.TOKEN.encode(), f"{PUBLIC}{INBOUND}BodyMediaUrlaMediaUrlb".encode(), hashlib.sha1)
    headers = {"X-Twilio-Signature": base64.b64encode(mac.digest()).decode()}
    CHANNEL.verify(SETTINGS, HookRequest(PUBLIC + INBOUND, INBOUND, headers, body))


def _changed(**other: object) -> HookRequest:
    good = call(INBOUND, WRITTEN)
    return good._replace(**other)


@pytest.mark.parametrize(
    "request_",
    [
        _changed(body=b"MessageSid=SM2&Body=START"),
        _changed(body=b""),
        _changed(body=b"\xff\xfe"),
        _changed(url=PUBLIC + "/hooks/twilio/other"),
        _changed(url=PUBLIC.replace("https", "http") + INBOUND),
        _changed(url="http://[broken"),
        _changed(headers={}),
        _changed(headers={"X-Twilio-Signature": "é"}),
        call(INBOUND, WRITTEN, token="somebody else's"),
    ],
)
def test_anything_else_is_forged(request_) -> None:
    with pytest.raises(Forged):
        CHANNEL.verify(SETTINGS, request_)


def test_an_unknown_way_of_signing_is_forged() -> None:
    good = call(STATUS, SENT, algorithm="HMAC_SHA256")
    headers = {**good.headers, "X-Twilio-Webhooks-Signature-Settings": "key=k,algorithm=MD5"}
    with pytest.raises(Forged):
        CHANNEL.verify(SETTINGS, HookRequest(good.url, good.path, headers, good.body))


def test_without_a_token_nobody_is_believed_not_even_one_who_signs_with_nothing() -> None:
    with pytest.raises(Forged):
        CHANNEL.verify(Settings(), call(STATUS, SENT, token=""))


@pytest.mark.parametrize(
    ("word", "code", "state", "verdict"),
    [
        ("sent", "", "sent", ""),
        ("delivered", "", "delivered", ""),
        ("undelivered", "30003", "undelivered", ""),
        ("undelivered", "30005", "undelivered", "bad_address"),
        ("failed", "30007", "failed", "content"),
        ("failed", "21610", "failed", "stopped"),
        ("failed", "30034", "failed", "misconfigured"),
        ("failed", "39999", "failed", ""),
        ("pondering", "", "unknown", ""),
        ("", "", "unknown", ""),
    ],
)
def test_a_status_is_read_with_the_row_and_attempt_from_its_path(word, code, state, verdict) -> None:
    said = call(STATUS, {**SENT, "MessageStatus": word, "ErrorCode": code})
    expected = Delivery("SM1", state, "t.S100-1.oiling.1", 2, code, verdict, "+8613800138000")
    assert CHANNEL.read(SETTINGS, said) == [expected]


def test_a_status_by_the_services_own_address_has_no_row() -> None:
    said = call("/hooks/twilio/inbound", SENT)
    assert CHANNEL.read(SETTINGS, said) == [Delivery("SM1", "sent", address="+8613800138000")]


@pytest.mark.parametrize(
    ("opt_out", "asks"), [("STOP", "stop"), ("START", "start"), ("HELP", "help"), ("", "")]
)
def test_a_reply_is_read_with_what_twilio_saw_in_it(opt_out, asks) -> None:
    said = call(INBOUND, {**WRITTEN, "OptOutType": opt_out, "SmsStatus": "received"})
    assert CHANNEL.read(SETTINGS, said) == [Reply("SM2", "+8613800138000", "+15005550006", "退订", asks)]


@pytest.mark.parametrize(
    ("url", "form", "lacks"),
    [
        (INBOUND, {"Body": "hello"}, "MessageSid"),
        (STATUS, {"MessageStatus": "sent"}, "MessageSid"),
        (INBOUND, {"MessageSid": "SM1 \n", "From": "+85291234567"}, "MessageSid"),
        (INBOUND, {"MessageSid": "SM1", "Body": "STOP"}, "From"),
        (INBOUND, {"MessageSid": "SM1", "From": "a" * 2000, "Body": "STOP"}, "From"),
    ],
)
def test_a_call_that_lacks_what_matters_is_told_so(url: str, form: dict[str, str], lacks: str) -> None:
    with pytest.raises(BadInput, match=lacks):
        CHANNEL.read(SETTINGS, call(url, form))


def test_a_reply_gets_empty_twiml_a_status_gets_nothing() -> None:
    status, kind, body = CHANNEL.answer(call(INBOUND, WRITTEN))
    assert (status, kind) == (200, "text/xml")
    assert body.endswith("<Response/>")
    assert CHANNEL.answer(call(STATUS, SENT)) == (204, "", "")


def test_the_stand_in_calls_back_as_twilio_would() -> None:
    """Over the wire: what it posts is believed and read."""
    heard: list[HookRequest] = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            url = f"http://127.0.0.1:{door.server_port}{self.path}"
            heard.append(HookRequest(url, self.path, dict(self.headers), body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silence."""

    door = HTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=door.serve_forever, daemon=True).start()
    with twilio.Twilio(None) as provider:
        settings = Settings(
            public_base_url=f"http://127.0.0.1:{door.server_port}",
            twilio_account_sid=twilio.ACCOUNT,
            twilio_auth_token=twilio.TOKEN,
            twilio_from=twilio.SENDER,
            twilio_base_url=provider.url,
        )
        sid = CHANNEL.send(settings, Bench(settings, "+8613800138000").message()).id
        assert provider.call_back(sid, "delivered") == 204
        assert (
            provider.write_back(settings.public_base_url + INBOUND, "+8613800138000", "STOP", "STOP") == 204
        )
    wait_until(lambda: len(heard) == 2)
    door.shutdown()
    door.server_close()
    for request in heard:
        CHANNEL.verify(settings, request)
    ((status,), (reply,)) = (CHANNEL.read(settings, request) for request in heard)
    assert (status.id, status.key, status.attempt, status.state) == (sid, "t.S100-1.oiling.1", 1, "delivered")
    assert (reply.text, reply.asks) == ("STOP", "stop")
    assert heard[0].headers["Content-Type"] == FORM
