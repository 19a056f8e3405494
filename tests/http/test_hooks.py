"""What providers call: nothing happens without a signature, and nothing a stranger sends breaks us."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from twilio.request_validator import RequestValidator

from chalicelib.care import ratings
from chalicelib.local.gateway import Gateway
from chalicelib.records import complaints as records
from chalicelib.records.customers import Contact, Customer
from chalicelib.records.memory import Memory
from chalicelib.records.table import Row
from chalicelib.records.touchpoints import Touchpoint
from tests.http.browser import Answer, Browser
from tests.http.story import Story

FORM = "application/x-www-form-urlencoded"
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


class Counted(Memory):
    """The table in memory; counts what would be requests to DynamoDB."""

    VERBS = ("get_item", "put_item", "update_item", "delete_item", "query", "transact")
    VERBS += ("batch_get_item", "batch_write_item", "scan")

    def __getattribute__(self, name: str) -> Any:
        if name in Counted.VERBS:
            self.asked = getattr(self, "asked", 0) + 1
        return super().__getattribute__(name)


def lambda_event(path: str, pattern: str, values: dict, query: dict, form: dict, signature: str) -> dict:
    """As API Gateway's REST flavour sends it: the query decoded, nothing of how it was written."""
    heads = {"content-type": FORM, "x-twilio-signature": signature}
    return {
        "resource": pattern, "path": path, "httpMethod": "POST", "headers": heads,
        "multiValueHeaders": {name: [value] for name, value in heads.items()},
        "queryStringParameters": {name: each[-1] for name, each in query.items()} or None,
        "multiValueQueryStringParameters": query or None, "pathParameters": values, "stageVariables": None,
        "requestContext": {"resourcePath": pattern, "httpMethod": "POST", "path": path, "identity": {}},
        "body": urlencode(form), "isBase64Encoded": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        "a=%7e&b=x%2fy",
        "a=x+y",
        "a=x%20y",
        "b=2&a=1",
        "a=&b",
        "a=%e6%9c%a8",
        "a=%E6%9C%A8",
        "a=1&a=2",
        "a=*()",
    ],
)
def test_on_the_laptop_the_query_counts_as_it_was_sent(browser: Browser, chan: Customer, query: str) -> None:
    form = {"MessageSid": "SM3", "From": "+85291234567", "Body": "START"}
    assert call(browser, f"/hooks/twilio/inbound?{query}", form).status == 200
    signature = RequestValidator(TOKEN).compute_signature(f"{BASE}/hooks/twilio/inbound?{query}", form)
    other = browser.post(f"/hooks/twilio/inbound?{query}x", form, **{"X-Twilio-Signature": signature})
    assert other.status == 403


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("shop=hk", {"shop": ["hk"]}),
        ("a=x+y", {"a": ["x y"]}),
        ("a=x%20y", {"a": ["x y"]}),
        ("a=1:2/3", {"a": ["1:2/3"]}),
        ("a=1%3A2%2F3", {"a": ["1:2/3"]}),
        ("a&b=1", {"a": [""], "b": ["1"]}),
        ("a=&b=1", {"a": [""], "b": ["1"]}),
        ("a=1&b=2", {"b": ["2"], "a": ["1"]}),
        ("a=%E6%9C%A8", {"a": ["木"]}),
        ("a=1&a=2", {"a": ["1", "2"]}),
        ("", {}),
    ],
)
def test_on_lambda_the_query_is_written_again_as_it_may_have_been(
    gateway: Gateway, chan: Customer, query: str, meant: dict
) -> None:
    form = {"MessageSid": "SM3", "From": "+85291234567", "Body": "START"}
    url = f"{BASE}/hooks/twilio/inbound" + (f"?{query}" if query else "")
    place = ("/hooks/twilio/inbound", "/hooks/{channel}/{about}", {"channel": "twilio", "about": "inbound"})
    signed = RequestValidator(TOKEN).compute_signature(url, form)
    assert gateway.app(lambda_event(*place, meant, form, signed), None)["statusCode"] == 200
    other = {**meant, "more": ["1"]}
    assert gateway.app(lambda_event(*place, other, form, signed), None)["statusCode"] == 403


def test_a_path_that_a_domain_puts_in_front_may_stand_in_the_event(gateway: Gateway, chan: Customer) -> None:
    form = {"MessageSid": "SM3", "From": "+85291234567", "Body": "START"}
    values = {"channel": "twilio", "about": "inbound"}
    signed = RequestValidator(TOKEN).compute_signature(f"{BASE}/hooks/twilio/inbound", form)
    event = lambda_event("/api/hooks/twilio/inbound", "/hooks/{channel}/{about}", values, {}, form, signed)
    assert gateway.app(event, None)["statusCode"] == 200


def test_while_the_token_is_changed_both_are_taken(
    browser: Browser, story: Story, chan: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "new")
    form = {"MessageSid": "SM1", "MessageStatus": "read"}
    assert call(browser, status_path(story, chan), form).status == 403
    monkeypatch.setenv("TWILIO_AUTH_TOKEN_OLD", TOKEN)
    assert call(browser, status_path(story, chan), form).status == 204
    assert call(browser, status_path(story, chan), form, token="new").status == 204
    monkeypatch.setenv("TWILIO_AUTH_TOKEN_OLD", "")
    assert call(browser, status_path(story, chan), form).status == 403


def test_states_that_come_in_any_order_or_again_only_move_forward(
    story: Story, browser: Browser, chan: Customer
) -> None:
    path = status_path(story, chan)
    for state in ("read", "sent", "queued", "undelivered", "delivered", "read", "sending", "failed"):
        assert call(browser, path, {"MessageSid": "SM1", "MessageStatus": state}).status == 204
    touch = story.touch(chan, "care-tips")
    assert (touch.state, touch.delivery, int(touch.attempt)) == ("sent", "read", 1)


def test_a_state_that_comes_before_our_own_record_heals_the_row(
    story: Story, browser: Browser, chan: Customer
) -> None:
    touch = story.touch(chan, "care-tips")
    touch.change(
        [
            Touchpoint.state.set("sending"), Touchpoint.delivery.set(""), Touchpoint.rank.set(0),
            Touchpoint.provider_id.set(""), Touchpoint.sent_at.remove(),
        ]
    )  # fmt: skip
    path = f"/hooks/twilio/status/{touch.key}/1"
    assert call(browser, path, {"MessageSid": "SM77", "MessageStatus": "sent"}).status == 204
    healed = story.touch(chan, "care-tips")
    assert (healed.state, healed.provider_id, healed.delivery) == ("sent", "SM77", "sent")


@pytest.mark.parametrize("key", ["cnobody.t123", "c.t", "x", "..", "cnobody.", "a" * 100])
@pytest.mark.parametrize("state", ["delivered", "failed", "queued", "teleported", ""])
def test_a_state_of_something_unknown_is_taken_and_changes_nothing(
    story: Story, browser: Browser, chan: Customer, key: str, state: str
) -> None:
    before = story.memory.items()
    form = {"MessageSid": "SM1", "MessageStatus": state}
    assert call(browser, f"/hooks/twilio/status/{key}/1", form).status == 204
    assert story.memory.items() == before


@pytest.fixture
def asked(story: Story) -> Customer:
    """Was asked by SMS for a rating."""
    day = story.now.date()
    customer = story.buys("陳大文", phone="+85291234567", country="HK", booked_on=day, installed_on=day)
    story.play(days=9)
    return customer


def counted(customer: Customer, beginning: str) -> int:
    return len(list(Row.in_partition(customer.pk, beginning)))


@pytest.mark.parametrize("score", ["5", "2"])
def test_a_rating_that_is_delivered_twice_is_one_rating_and_no_further_task(
    story: Story, browser: Browser, asked: Customer, score: str
) -> None:
    form = {"MessageSid": "SM8", "From": "+85291234567", "Body": score}
    tasks = []
    for _ in range(3):
        assert call(browser, "/hooks/twilio/inbound", form).status == 200
        tasks.append(counted(asked, "task#"))
    assert counted(asked, "rating#") == 1
    assert tasks == [tasks[0]] * 3


def test_words_that_are_delivered_twice_are_one_task(story: Story, browser: Browser, asked: Customer) -> None:
    before = counted(asked, "task#")
    for text in ("地板響", "地板響"):
        form = {"MessageSid": "SM9", "From": "+85291234567", "Body": text}
        assert call(browser, "/hooks/twilio/inbound", form).status == 200
    assert counted(asked, "task#") == before + 1


def test_an_old_stop_replayed_after_a_start_stays_without_effect(
    story: Story, browser: Browser, chan: Customer
) -> None:
    for sid, text in (("SM1", "STOP"), ("SM2", "START"), ("SM1", "STOP")):
        form = {"MessageSid": sid, "From": "+85291234567", "Body": text}
        assert call(browser, "/hooks/twilio/inbound", form).status == 200
    contact = Contact.find(*Contact.at("sms", "+85291234567"))
    assert contact is not None
    assert contact.stopped == ""


def test_who_died_over_a_rating_finishes_it_when_it_is_delivered_again(
    story: Story, browser: Browser, asked: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the rating is written and before it is noted as done."""
    form = {"MessageSid": "SM8", "From": "+85291234567", "Body": "5"}
    record = ratings.record

    def dies(*args: Any) -> None:
        record(*args)
        raise OSError

    monkeypatch.setattr(ratings, "record", dies)
    assert call(browser, "/hooks/twilio/inbound", form).status == 500
    monkeypatch.setattr(ratings, "record", record)
    before = counted(asked, "task#")
    assert call(browser, "/hooks/twilio/inbound", form).status == 200
    assert (counted(asked, "rating#"), counted(asked, "task#")) == (1, before)


class Dying(Counted):
    """Fails at one request, and at none after it."""

    dies_at = 0

    def __getattribute__(self, name: str) -> Any:
        if name in Counted.VERBS and self.asked + 1 == self.dies_at:
            self.dies_at = 0
            raise OSError
        return super().__getattribute__(name)


@pytest.mark.parametrize("text", ["2", "5", "地板響", "STOP"])
def test_whatever_request_a_reply_dies_at_it_is_whole_after_its_second_delivery(
    story: Story, browser: Browser, asked: Customer, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    form = {"MessageSid": "SM8", "From": "+85291234567", "Body": text}
    stored = story.memory.snapshot()
    wanted: set[tuple] = set()
    for place in range(40):
        table = Dying()
        table.restore(stored)
        table.asked, table.dies_at = 0, place
        monkeypatch.setattr(Row, "engine", table)
        first = call(browser, "/hooks/twilio/inbound", form).status
        table.dies_at = 0
        assert call(browser, "/hooks/twilio/inbound", form).status == 200
        wanted.add(_traces(asked))
        if place and first == 200:
            break
    assert len(wanted) == 1
    assert 5 < place < 39


def _traces(customer: Customer) -> tuple:
    known, contact = Customer.find(customer.pk, customer.sk), Contact.find(*Contact.at("sms", "+85291234567"))
    assert known is not None
    assert contact is not None
    return (
        known.asked_rating, counted(customer, "rating#"), counted(customer, "task#"), contact.stopped,
        str(known.consents),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("form", "lacks"),
    [
        ({"MessageSid": "SM1"}, "From"), ({"From": "+85291234567", "Body": "hello"}, "MessageSid"),
        ({"MessageSid": "", "From": "+85291234567"}, "MessageSid"), ({}, "MessageSid"),
    ],
)  # fmt: skip
def test_what_lacks_a_field_is_told_which(browser: Browser, chan: Customer, form: dict, lacks: str) -> None:
    answer = call(browser, "/hooks/twilio/inbound", form)
    assert answer.status == 400
    assert lacks in json.loads(answer.text)["detail"]


@pytest.mark.parametrize("path", ["/hooks/twilio/inbound", "/hooks/ses/ses-secret", "/hooks/ses"])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"%FF%FE=%00",
        b"[" * 100_000,
        b'{"eventType": "Bounce"}',
        b"=&=&=",
        b"null",
        b"9" * 5000,
    ],
)
@pytest.mark.parametrize("kind", ["", "application/json", FORM, "text/plain; charset=klingon"])
def test_nothing_a_stranger_sends_breaks_us(browser: Browser, path: str, body: bytes, kind: str) -> None:
    answer = browser.ask("POST", path, body, **{"Content-Type": kind} if kind else {})
    assert 400 <= answer.status < 500
    assert answer.header("Content-Type") == "application/problem+json"


def test_more_than_any_provider_sends_is_refused_before_it_is_read(browser: Browser) -> None:
    answer = browser.ask("POST", "/hooks/ses/ses-secret", b" " * (1024 * 1024 + 1))
    assert (answer.status, "1024 KB" in answer.text) == (413, True)


@pytest.mark.parametrize(
    "event",
    [
        {"eventType": "Delivery", "mail": {"messageId": "M\ud800", "destination": ["a@example.com"]}},
        {"eventType": "Complaint", "mail": {"messageId": "M", "destination": ["\udfff@example.com"]}},
        {"eventType": "Complaint", "mail": {"messageId": "M", "destination": ["a" * 3000]}},
        {"eventType": "Delivery", "mail": {"messageId": 7, "destination": [{}]}},
        {"eventType": "Delivery", "mail": {"messageId": "M", "tags": {"key": []}}},
        {"eventType": "Delivery", "mail": None},
    ],
)
def test_an_event_that_ses_would_not_write_is_refused(browser: Browser, event: dict) -> None:
    answer = browser.ask("POST", "/hooks/ses/ses-secret", json.dumps(event).encode())
    assert answer.status == 400


@pytest.mark.parametrize(
    ("path", "form", "most"),
    [
        ("status", {"MessageSid": "SM1", "MessageStatus": "queued"}, 0),
        ("status", {"MessageSid": "SM1", "MessageStatus": "sending"}, 0),
        ("status", {"MessageSid": "SM1", "MessageStatus": "read"}, 1),
        ("inbound", {"MessageSid": "SM2", "From": "+85291234567", "Body": "地板響"}, 12),
        ("inbound", {"MessageSid": "SM3", "From": "+85291234567", "Body": "STOP"}, 14),
        ("inbound", {"MessageSid": "SM4", "From": "+85299999999", "Body": "who are you"}, 10),
    ],
)
def test_an_answer_takes_so_few_requests_that_it_comes_within_a_second(
    story: Story, browser: Browser, chan: Customer, monkeypatch: pytest.MonkeyPatch,
    path: str, form: dict, most: int,
) -> None:  # fmt: skip
    """A request to the table takes some 5 to 10 milliseconds; time itself is no measure on a busy machine."""
    place = status_path(story, chan) if path == "status" else "/hooks/twilio/inbound"
    counting = Counted()
    counting.__dict__.update(story.memory.__dict__)
    monkeypatch.setattr(Row, "engine", counting)
    counting.asked = 0
    assert call(browser, place, form).status in (200, 204)
    assert counting.asked <= most


MAIL = b"From: Chan <chan@example.com>\nMessage-ID: <1@x>\nContent-Type: text/plain; charset=utf-8\n\n"
MAIL += "地板起拱了\n".encode()


def test_a_mail_is_taken_from_whoever_knows_the_secret(
    story: Story, browser: Browser, chan: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = {"Content-Type": "message/rfc822"}
    assert browser.ask("POST", "/hooks/mail/guess", MAIL, **kind).status == 503
    monkeypatch.setenv("MAIL_HOOK_SECRET", "long and random")
    assert browser.ask("POST", "/hooks/mail/guess", MAIL, **kind).status == 403
    assert not records.of_customer(chan.partitions)
    for _ in range(2):
        answer = browser.ask("POST", "/hooks/mail/long%20and%20random", MAIL, **kind)
        assert (answer.status, json.loads(answer.body)) == (200, {"became": "complaint"})
    assert len(records.of_customer(chan.partitions)) == 1
    assert browser.ask("POST", "/hooks/mail/long%20and%20random", b"no mail", **kind).status == 400


def test_a_hook_that_is_looked_at_in_a_browser_says_what_it_takes(browser: Browser) -> None:
    told = browser.get("/hooks/twilio/inbound")
    assert (told.status, told.header("Content-Type")) == (405, "application/problem+json")
    assert "POST" in told.text
