"""What providers call: nothing happens without a signature, and nothing a stranger sends breaks us."""

import json
from urllib.parse import urlencode

import pytest
from twilio.request_validator import RequestValidator

from chalicelib.records.customers import Contact, Customer
from tests.http.browser import Answer, Browser
from tests.http.story import Story

TOKEN = "twilio-token"
BASE = "https://care.example.com/api"


@pytest.fixture(autouse=True)
def _configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    monkeypatch.setenv("PUBLIC_BASE_URL", BASE)
    monkeypatch.setenv("SES_HOOK_SECRET", "ses-secret")


@pytest.fixture
def chan(story: Story) -> Customer:
    customer = story.buys("陳大文", phone="+85291234567", email="chan@example.com", country="HK")
    story.play(hours=1)
    return customer


def call(browser: Browser, path: str, form: dict[str, str], token: str = TOKEN) -> Answer:
    signature = RequestValidator(token).compute_signature(BASE + path, form)
    return browser.post(path, form, **{"X-Twilio-Signature": signature})


def status_path(story: Story, chan: Customer) -> str:
    touch = story.touch(chan, "care-tips")
    return f"/hooks/twilio/status/{touch.key}/{int(touch.attempt)}"


def test_a_status_moves_its_message_forward(story: Story, browser: Browser, chan: Customer) -> None:
    form = {"MessageSid": "SM1", "MessageStatus": "read", "To": "+85291234567", "ErrorCode": ""}
    answer = call(browser, status_path(story, chan), form)
    assert (answer.status, answer.body) == (204, b"")
    assert story.touch(chan, "care-tips").delivery == "read"


def test_a_forged_status_changes_nothing(story: Story, browser: Browser, chan: Customer) -> None:
    path = status_path(story, chan)
    form = {"MessageSid": "SM1", "MessageStatus": "read"}
    forged = [
        call(browser, path, form, token="another"),
        browser.post(path, form),
        browser.post(path, {**form, "To": "x"}, **{"X-Twilio-Signature": "AAAA"}),
        browser.ask("POST", path, b"\xff\xfe", **{"Content-Type": "application/octet-stream"}),
    ]
    assert {answer.status for answer in forged} == {403}
    assert json.loads(forged[0].text)["code"] == "forged"
    assert story.touch(chan, "care-tips").delivery == "delivered"


def test_a_stop_silences_the_address_and_sends_nothing_back(
    story: Story, browser: Browser, chan: Customer
) -> None:
    form = {"MessageSid": "SM2", "From": "+85291234567", "To": "+85200000000", "Body": "退訂", "MediaUrl": ""}
    answer = call(browser, "/hooks/twilio/inbound", form)
    assert answer.status == 200
    assert answer.header("Content-Type") == "text/xml"
    assert "<Response/>" in answer.text
    contact = Contact.find(*Contact.at("sms", "+85291234567"))
    assert contact is not None
    assert contact.stopped == "stopped"


def test_the_query_is_part_of_what_was_signed(browser: Browser, chan: Customer) -> None:
    form = {"MessageSid": "SM3", "From": "+85291234567", "Body": "START"}
    assert call(browser, "/hooks/twilio/inbound?shop=hk", form).status == 200
    signature = RequestValidator(TOKEN).compute_signature(f"{BASE}/hooks/twilio/inbound?shop=hk", form)
    other = browser.post("/hooks/twilio/inbound?shop=cn", form, **{"X-Twilio-Signature": signature})
    assert other.status == 403


@pytest.mark.parametrize(
    ("path", "headers"), [("/hooks/ses/ses-secret", {}), ("/hooks/ses", {"X-Hook-Token": "ses-secret"})]
)
def test_a_complaint_by_mail_ends_the_mail(
    browser: Browser, chan: Customer, path: str, headers: dict
) -> None:
    event = {
        "eventType": "Complaint", "mail": {"messageId": "M1", "destination": ["chan@example.com"]},
        "complaint": {"complainedRecipients": [{"emailAddress": "chan@example.com"}]},
    }  # fmt: skip
    answer = browser.ask("POST", path, json.dumps(event).encode(), **headers)
    assert answer.status < 300
    contact = Contact.find(*Contact.at("email", "chan@example.com"))
    assert contact is not None
    assert contact.stopped


@pytest.mark.parametrize("path", ["/hooks/ses", "/hooks/ses/guess", "/hooks/outbox", "/hooks/smtp/inbound"])
def test_a_stranger_gets_no_further(browser: Browser, path: str) -> None:
    assert browser.ask("POST", path, b"{}").status == 403


def test_an_unknown_channel_is_not_there(browser: Browser) -> None:
    assert browser.post("/hooks/telex").status == 404
    assert browser.get("/hooks/twilio/inbound").status == 405


def test_signed_nonsense_is_refused_not_a_crash(browser: Browser) -> None:
    answer = browser.ask("POST", "/hooks/ses/ses-secret", b"not json", **{"Content-Type": "text/plain"})
    assert answer.status == 400


def test_the_body_is_passed_on_as_it_came(story: Story, browser: Browser, chan: Customer) -> None:
    form = {"MessageSid": "SM4", "From": "+85291234567", "Body": "地板 100% 好 + 😀 & more"}
    body = urlencode(form).encode()
    signature = RequestValidator(TOKEN).compute_signature(f"{BASE}/hooks/twilio/inbound", form)
    heads = {
        "X-Twilio-Signature": signature,
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
    }
    assert browser.ask("POST", "/hooks/twilio/inbound", body, **heads).status == 200
