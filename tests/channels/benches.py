"""For each channel a bench: its settings, its provider's stand-in, and the troubles that can be made there.

A new channel gets its bench here and is held to the whole contract.
"""

import email
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from typing import Any

from chalicelib.message import Message
from chalicelib.settings import Settings
from tests.standins import ses, smtp, twilio
from tests.standins.description import description
from tests.standins.server import Answer

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
PUBLIC = "https://care.example.com"


@dataclass
class Bench:
    """`received` gives the texts that arrived, `mails` the mails as parsed, `requests` how many times
    the provider was called upon; `unreachable` are settings under which nobody listens."""

    settings: Settings
    to: str
    provider: Any = None
    requests: Callable[[], int] = lambda: 0
    received: Callable[[], list[str]] = list
    mails: Callable[[], list[EmailMessage]] = list
    unreachable: Settings = field(default_factory=Settings)

    def message(self, **other: Any) -> Message:
        usual: dict[str, Any] = {
            "key": "t.S100-1.oiling.1",
            "attempt": 1,
            "to": self.to,
            "text": "Your floor is due for its oil.",
            "claimed_at": NOW,
        }
        return Message(**{**usual, **other})


def parsed(raw: bytes) -> EmailMessage:
    mail = email.message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def plain(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return body.get_content()


@contextmanager
def _twilio() -> Iterator[Bench]:
    with twilio.Twilio(description(), lambda: NOW) as provider:
        settings = Settings(
            public_base_url=PUBLIC,
            twilio_account_sid=twilio.ACCOUNT,
            twilio_auth_token=twilio.TOKEN,
            twilio_messaging_service_sid=twilio.SERVICE,
            twilio_base_url=provider.url,
        )
        yield Bench(
            settings,
            "+8613800138000",
            provider,
            requests=lambda: len(provider.asked),
            received=lambda: [message["body"] for message in provider.messages],
            unreachable=settings._replace(twilio_base_url=f"http://127.0.0.1:{closed_port()}"),
        )
        assert provider.description is None or not provider.description.faults, provider.description.faults


@contextmanager
def _ses() -> Iterator[Bench]:
    with ses.Ses() as provider:
        settings = Settings(
            ses_from="晚风家居 <care@example.com>", ses_configuration_set="care", ses_endpoint=provider.url
        )
        yield Bench(
            settings,
            "ming@example.net",
            provider,
            requests=lambda: len(provider.asked),
            received=lambda: [plain(parsed(mail.raw)) for mail in provider.mails],
            mails=lambda: [parsed(mail.raw) for mail in provider.mails],
            unreachable=settings._replace(ses_endpoint=f"http://127.0.0.1:{closed_port()}"),
        )


@contextmanager
def _smtp() -> Iterator[Bench]:
    with smtp.Smtp() as provider:
        settings = Settings(
            smtp_host="127.0.0.1",
            smtp_port=str(provider.port),
            smtp_security="none",
            smtp_from="Evening Breeze <care@example.com>",
        )
        yield Bench(
            settings,
            "ming@example.net",
            provider,
            requests=lambda: provider.dialogues,
            received=lambda: [plain(parsed(mail.raw)) for mail in provider.mails],
            mails=lambda: [parsed(mail.raw) for mail in provider.mails],
            unreachable=settings._replace(smtp_port=str(closed_port())),
        )


@contextmanager
def _outbox() -> Iterator[Bench]:
    yield Bench(Settings(), "+85260001234")


BENCHES = {"twilio": _twilio, "ses": _ses, "smtp": _smtp, "outbox": _outbox}

# What can go wrong at each provider, and how to bring it about there. The first word says what it means.
TROUBLES: dict[str, dict[str, Callable[[Any], object]]] = {
    "twilio": {
        "uncertain: taken, then silence": lambda provider: provider.drop(),
        "uncertain: taken, then no end": lambda provider: provider.hang(),
        "uncertain: taken, then half an answer": lambda provider: provider.cut_short(),
        "uncertain: taken, then nonsense": lambda provider: provider.say(Answer(201, b"<html>"), True),
        "uncertain: taken, then no id": lambda provider: provider.say(Answer(201, b'{"sid": null}'), True),
        "uncertain: broken": lambda provider: provider.refuse(20500, 500),
        "uncertain: unavailable": lambda provider: provider.say(Answer(503, b"later")),
        "not sent: too fast": lambda provider: provider.refuse(20429, 429, {"Retry-After": "7"}),
        "not sent: queue full": lambda provider: provider.refuse(21611),
        "content: filtered": lambda provider: provider.refuse(30007),
        "bad_address: no number": lambda provider: provider.refuse(21211),
        "stopped: opted out": lambda provider: provider.refuse(21610),
        "misconfigured: wrong token": lambda provider: provider.refuse(20003, 401),
        "misconfigured: moved": lambda provider: provider.say(Answer(301, b"", {"Location": "/"})),
        "permanent: a code of tomorrow": lambda provider: provider.refuse(21999),
    },
    "ses": {
        "uncertain: taken, then silence": lambda provider: provider.drop(),
        "uncertain: taken, then no end": lambda provider: provider.hang(),
        "uncertain: taken, then half an answer": lambda provider: provider.cut_short(),
        "uncertain: taken, then no id": lambda provider: provider.say(Answer(200, b"{}"), True),
        "uncertain: broken": lambda provider: provider.refuse("InternalFailure", 500),
        "uncertain: unavailable": lambda provider: provider.refuse("ServiceUnavailable", 503),
        "not sent: too fast": lambda provider: provider.refuse(
            "TooManyRequestsException", 429, "Maximum sending rate exceeded."
        ),
        "not sent: no quota": lambda provider: provider.refuse(
            "TooManyRequestsException", 429, "Daily message quota exceeded."
        ),
        "content: rejected": lambda provider: provider.refuse("MessageRejected", 400, "Virus found."),
        "misconfigured: sandbox": lambda provider: provider.refuse(
            "MessageRejected", 400, "Email address is not verified."
        ),
        "misconfigured: paused": lambda provider: provider.refuse("SendingPausedException", 400),
        "misconfigured: suspended": lambda provider: provider.refuse("AccountSuspendedException", 400),
        "misconfigured: wrong key": lambda provider: provider.refuse("UnrecognizedClientException", 403),
        "permanent: a code of tomorrow": lambda provider: provider.refuse("BadRequestException", 400),
    },
    "smtp": {
        "uncertain: taken, then silence": lambda provider: setattr(provider, "misdeed", "drop"),
        "uncertain: taken, then no end": lambda provider: setattr(provider, "misdeed", "hang"),
        "not sent: too fast": lambda provider: provider.answers.update(DATA="454 4.7.0 Throttling failure"),
        "not sent: greylisted": lambda provider: provider.answers.update(RCPT="451 4.7.1 come back later"),
        "not sent: closing": lambda provider: provider.answers.update(MAIL="421 4.3.2 going down"),
        "content: rejected": lambda provider: provider.answers.update(DATA="554 5.6.0 not these words"),
        "bad_address: nobody": lambda provider: provider.answers.update(RCPT="550 5.1.1 nobody here"),
        "bad_address: bare": lambda provider: provider.answers.update(RCPT="554 no such mailbox"),
        "misconfigured: no relaying": lambda provider: provider.answers.update(RCPT="554 5.7.1 no relaying"),
        "misconfigured: sender": lambda provider: provider.answers.update(MAIL="550 5.1.8 who are you"),
    },
    "outbox": {},
}


def closed_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]
