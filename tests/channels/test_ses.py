"""Mail through SES: what is asked of it, and what its events say."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels import ses as channel
from chalicelib.channels.ses import CHANNEL
from chalicelib.errors import BadInput, Forged, NotConfigured, NotSent, Uncertain
from chalicelib.message import Delivery, HookRequest
from chalicelib.settings import Settings
from tests.channels.benches import Bench
from tests.standins import ses
from tests.standins.server import Answer

ON_SES = pytest.mark.parametrize("bench", ["ses"], indirect=True)


def hook(body: bytes, path: str = "/hooks/ses", **headers: str) -> HookRequest:
    return HookRequest("https://care.example.com" + path, path, headers, body)


def sent(bench: Bench) -> ses.Mail:
    CHANNEL.send(bench.settings, bench.message(attempt=3))
    return bench.provider.mails[-1]


@ON_SES
def test_the_mail_is_asked_for_with_everything_that_its_events_need(bench) -> None:
    request = sent(bench).request
    assert request["ConfigurationSetName"] == "care"
    assert request["Destination"] == {"ToAddresses": ["ming@example.net"]}
    assert request["FromEmailAddress"].endswith("<care@example.com>")
    assert request["FromEmailAddress"].isascii()
    assert request["EmailTags"] == [
        {"Name": "key", "Value": "t_S100-1_oiling_1"},
        {"Name": "attempt", "Value": "3"},
    ]


@ON_SES
@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize("body", [b"null", b"[1]", b'"x"'])
def test_an_answer_that_is_no_object_leaves_it_open_whether_the_mail_was_taken(bench, status, body) -> None:
    bench.provider.say(Answer(status, body))
    with pytest.raises(Uncertain):
        CHANNEL.send(bench.settings, bench.message())


@ON_SES
@pytest.mark.parametrize("id", [b"5", b'["a"]', b'"%s"' % (b"a" * 999), b"null", b'""'])
def test_an_id_that_is_none_leaves_it_open_whether_the_mail_was_taken(bench, id) -> None:
    bench.provider.say(Answer(200, b'{"MessageId": %s}' % id))
    with pytest.raises(Uncertain):
        CHANNEL.send(bench.settings, bench.message())


@given(st.from_regex(r"[A-Za-z0-9.-]{1,80}", fullmatch=True))
def test_every_key_comes_back_from_its_tag(key) -> None:
    tag = channel._as_tag(key)
    assert channel._from_tag(tag) == key
    assert all(c.isascii() and (c.isalnum() or c in "_-") for c in tag)


@ON_SES
@pytest.mark.parametrize(
    ("kind", "about", "state", "code", "verdict"),
    [
        ("Send", {}, "sent", "", ""),
        ("Delivery", {"smtpResponse": "250 ok"}, "delivered", "", ""),
        (
            "Bounce",
            {"bounceType": "Permanent", "bounceSubType": "NoEmail"},
            "bounced",
            "Permanent/NoEmail",
            "bad_address",
        ),
        (
            "Bounce",
            {"bounceType": "Transient", "bounceSubType": "MailboxFull"},
            "undelivered",
            "Transient/MailboxFull",
            "",
        ),
        (
            "Bounce",
            {"bounceType": "Transient", "bounceSubType": "ContentRejected"},
            "undelivered",
            "Transient/ContentRejected",
            "content",
        ),
        (
            "Bounce",
            {"bounceType": "Undetermined", "bounceSubType": "Undetermined"},
            "undelivered",
            "Undetermined/Undetermined",
            "",
        ),
        ("Complaint", {"complaintFeedbackType": "abuse"}, "complained", "abuse", "stopped"),
        ("Reject", {"reason": "Bad content"}, "failed", "Bad content", "content"),
        ("Rendering Failure", {}, "failed", "", "misconfigured"),
    ],
)
@pytest.mark.parametrize(
    "wrap", [lambda event: json.dumps(event).encode(), ses.in_envelope], ids=["bare", "sns"]
)
def test_an_event_is_read_with_its_row_and_attempt(bench, kind, about, state, code, verdict, wrap) -> None:
    mail = sent(bench)
    event = ses.event(mail, kind, **about)
    expected = Delivery(mail.id, state, "t.S100-1.oiling.1", 3, code, verdict, "ming@example.net")
    assert CHANNEL.read(bench.settings, hook(wrap(event))) == [expected]


@ON_SES
@pytest.mark.parametrize("kind", ["DeliveryDelay", "Open", "Click", "Subscription", "Something New"])
def test_what_changes_nothing_says_nothing(bench, kind) -> None:
    event = ses.event(sent(bench), kind)
    assert CHANNEL.read(bench.settings, hook(json.dumps(event).encode())) == []


def test_an_event_of_the_older_kind_without_tags_is_read_too() -> None:
    event = {"notificationType": "Delivery", "mail": {"messageId": "m-1", "destination": ["a@example.net"]}}
    assert CHANNEL.read(Settings(), hook(json.dumps(event).encode())) == [
        Delivery("m-1", "delivered", address="a@example.net")
    ]


def test_the_subscriptions_own_handshake_is_no_event() -> None:
    body = b'{"Type": "SubscriptionConfirmation", "Message": "You have chosen", "SubscribeURL": "https://x"}'
    assert CHANNEL.read(Settings(), hook(body)) == []


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"3", b"\xff", b'{"Type": "Notification"}', b'{"eventType": "Send", "mail": 3}']
)
def test_what_is_no_event_is_said_to_be_none(body) -> None:
    with pytest.raises(BadInput):
        CHANNEL.read(Settings(), hook(body))


def test_a_call_shows_the_secret_in_its_header_or_as_the_paths_end() -> None:
    settings = Settings(ses_hook_secret="open sesame")
    CHANNEL.verify(settings, hook(b"{}", **{"x-hook-token": "open sesame"}))
    CHANNEL.verify(settings, hook(b"{}", "/hooks/ses/open sesame"))


@pytest.mark.parametrize("secret", ["", "open sesame"])
@pytest.mark.parametrize("shown", ["", "open", "öffne dich"])
def test_without_the_secret_every_call_is_forged(secret, shown) -> None:
    for call in (hook(b"{}", **{"X-Hook-Token": shown}), hook(b"{}", f"/hooks/ses/{shown}")):
        with pytest.raises(Forged):
            CHANNEL.verify(Settings(ses_hook_secret=secret), call)


@ON_SES
def test_a_used_up_day_waits_hours_a_fast_second_waits_seconds(bench) -> None:
    waits = []
    for words in ("Daily message quota exceeded.", "Maximum sending rate exceeded."):
        bench.provider.refuse("TooManyRequestsException", 429, words)
        with pytest.raises(NotSent) as error:
            CHANNEL.send(bench.settings, bench.message())
        waits.append(error.value.retry_after)
    assert waits[0] >= 3600 > 60 > waits[1]


@ON_SES
def test_without_keys_it_says_so(bench, monkeypatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    channel._client.cache_clear()
    with pytest.raises(NotConfigured, match="AWS_ACCESS_KEY_ID"):
        CHANNEL.send(bench.settings, bench.message())
    channel._client.cache_clear()


@pytest.mark.parametrize("sender", ["care", "a@b@c.example", "Shop <>"])
def test_a_sender_that_is_no_address_is_our_mistake(sender) -> None:
    with pytest.raises(NotConfigured, match="SES_FROM"):
        CHANNEL.send(Settings(ses_from=sender), Bench(Settings(), "ming@example.net").message())
