"""The package as AWS would run it, deployed by CloudFormation on the embedded engine: a sale comes in, the
clock ticks, the queue drains, messages go out, their fate comes back, and new code finds every row."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from zipfile import ZipFile

import pytest

from chalicelib import clock, engine
from chalicelib.care import keys
from chalicelib.records.table import Row
from chalicelib.records.touchpoints import Touchpoint
from tests.package import shop
from tests.package.stack import Stack, until
from tests.standins import ses, twilio

PHONE, MAIL = "+85298760001", "chan@example.com"
FIRST_WORDS = "care-tips"
SECRETS = {
    "/aftercare/link-secret": "only for tests",
    "/aftercare/erasure-key": "only for tests too",
    "/aftercare/twilio-auth-token": twilio.TOKEN,
}
TICK = 120  # seconds; the engine's clock needs 65 for its first, and this machine may be busy


@pytest.fixture
def stack() -> Iterator[Stack]:
    with engine.scratch() as endpoint:
        yield Stack(endpoint)


@pytest.fixture
def carrier() -> Iterator[twilio.Twilio]:
    with twilio.Twilio(None) as standin:
        yield standin


def parameters(carrier: twilio.Twilio, web: str) -> dict[str, str]:
    return {
        "PublicBaseUrl": web,
        "SmsChannel": "twilio",
        "TwilioBaseUrl": carrier.url,
        "TwilioAccountSid": twilio.ACCOUNT,
        "TwilioAuthToken": "ssm:/aftercare/twilio-auth-token",
        "TwilioMessagingServiceSid": twilio.SERVICE,
        "EmailChannel": "ses",
        "SesFrom": "The Shop <care@shop.example>",
    }


def deploy(stack: Stack, carrier: twilio.Twilio, built: Path) -> None:
    """Twice, as docs/deploy.md says: our own address is known after the first time."""
    for name, value in SECRETS.items():
        stack.client("ssm").put_parameter(Name=name, Value=value, Type="SecureString")
    stack.client("sesv2").create_email_identity(EmailIdentity="shop.example")
    stack.deploy(built, parameters(carrier, "https://not-yet-known.example"))
    stack.deploy(built, parameters(carrier, stack.web()))


def sells(stack: Stack, key: str, sale: dict[str, Any]) -> str:
    """A till records a sale at the deployed API; the buyer's id."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    with urlopen(Request(f"{stack.web()}/v1/sales", json.dumps(sale).encode(), headers)) as answer:
        assert answer.status == 201
        return json.loads(answer.read())["customer_id"]


def touch(buyer: str) -> Touchpoint:
    """The first words to whoever bought something."""
    rows = Row.in_partition(f"customer#{buyer}", "touch#")
    return next(row for row in rows if isinstance(row, Touchpoint) and row.step == FIRST_WORDS)


def tell(stack: Stack, touched: Touchpoint, kind: str) -> None:
    """What SES would publish to our topic about the mail of this touchpoint."""
    tags = {"key": touched.key.replace(".", "_"), "attempt": str(touched.attempt)}
    request = {
        "Destination": {"ToAddresses": [MAIL]},
        "EmailTags": [{"Name": name, "Value": value} for name, value in tags.items()],
    }
    event = ses.event(ses.Mail(touched.provider_id, request, b""), kind)
    stack.client("sns").publish(TopicArn=stack.resource("MailTopic"), Message=json.dumps(event))


def receive(stack: Stack, letter: bytes) -> None:
    """What SES does, and then S3: the engine does not receive mail."""
    bucket, name = stack.resource("Letters"), "mail/1"
    stack.client("s3").put_object(Bucket=bucket, Key=name, Body=letter)
    told = {"Records": [{"s3": {"bucket": {"name": bucket}, "object": {"key": name}}}]}
    stack.client("sqs").send_message(QueueUrl=stack.resource("LettersQueue"), MessageBody=json.dumps(told))


def complaints(buyer: str) -> list[Row]:
    return list(Row.in_partition(f"customer#{buyer}", "case#"))


OLD_WORDS, NEW_WORDS = "There is no channel", "Nobody here listens to"


def changed(built: Path, out: Path) -> Path:
    """The package of the next version: other words to a caller whom nobody knows."""
    out.mkdir()
    (out / "template.json").write_text((built / "template.json").read_text())
    with ZipFile(built / "deployment.zip") as old, ZipFile(out / "deployment.zip", "w") as new:
        for entry in old.infolist():
            code = old.read(entry)
            if entry.filename == "chalicelib/http/hooks.py":
                code = code.replace(OLD_WORDS.encode(), NEW_WORDS.encode())
            if not entry.filename.startswith("chalicelib/http/__pycache__/hooks."):
                new.writestr(entry, code, compresslevel=1)
    return out


def words(stack: Stack) -> str:
    """What a caller hears whom nobody knows."""
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{stack.web()}/hooks/nobody", data=b"hello")
    return json.loads(refused.value.read())["detail"]


def lost(stack: Stack) -> str:
    """What a browser shows for an address that is none, however deep."""
    reads = {"Accept": "text/html", "Accept-Language": "en"}
    with pytest.raises(HTTPError) as refused:
        urlopen(Request(f"{stack.web()}/customers/of/nobody", headers=reads))
    assert refused.value.code == 404
    return refused.value.read().decode()


def test_from_a_sale_to_its_delivered_messages_and_on_with_new_code(
    stack: Stack, carrier: twilio.Twilio, built: Path, tmp_path: Path
) -> None:
    deploy(stack, carrier, built)
    assert words(stack).startswith(OLD_WORDS)
    assert "There is nothing here" in lost(stack)
    with stack.table():
        _, key = keys.make("till", ["write"], clock.now())  # as `aftercare key create` does
        by_sms = sells(stack, key, shop.sold("A-1", clock.now(), phones=[PHONE]))
        by_mail = sells(stack, key, shop.sold("A-2", clock.now(), emails=[MAIL]))
        until(lambda: carrier.messages and stack.mails(), TICK)
        assert [message["to"] for message in carrier.messages] == [PHONE]
        assert [mail["To"] for mail in stack.mails()] == [[MAIL]]

        until(lambda: touch(by_sms).state == touch(by_mail).state == "sent", 30)
        carrier.call_back(carrier.messages[0]["sid"], "delivered")
        assert touch(by_sms).delivery == "delivered"
        tell(stack, touch(by_mail), "Delivery")
        until(lambda: touch(by_mail).delivery == "delivered", 60)

        letter = (
            f"From: Chan <{MAIL}>\r\nMessage-ID: <7@x.example>\r\n\r\nThe floor has cracked, I complain.\r\n"
        )
        receive(stack, letter.encode())
        until(lambda: complaints(by_mail), 60)

    before = stack.rows()
    stack.deploy(changed(built, tmp_path / "second"), parameters(carrier, stack.web()))
    assert words(stack).startswith(NEW_WORDS)
    assert stack.rows().keys() >= before.keys()  # what they say may change: the clock goes on meanwhile
