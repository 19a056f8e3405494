"""For each channel a bench: its settings, its provider's stand-in, and the troubles that can be made there.

A new channel gets its bench here and is held to the whole contract.
"""

import email
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from typing import Any

from chalicelib.message import Message, Receipt
from chalicelib.settings import Settings
from tests.standins import ses, smtp, twilio
from tests.standins.description import description

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
PUBLIC = "https://care.example.com"


@dataclass
class Bench:
    """`received` gives the texts that arrived, `mails` the mails as parsed, `requests` how many times
    the provider was called upon. `troubles` maps what goes wrong to what brings it about."""

    settings: Settings
    to: str
    requests: Callable[[], int] = lambda: 0
    received: Callable[[], list[str]] = list
    mails: Callable[[], list[EmailMessage]] = list
    troubles: dict[str, Callable[[], Any]] = field(default_factory=dict)
    unreachable: Settings | None = None
    expected: str = ""

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
            settings=settings,
            to="+8613800138000",
            requests=lambda: len(provider.asked),
            received=lambda: [message["body"] for message in provider.messages],
            unreachable=replace(settings, twilio_base_url=f"http://127.0.0.1:{closed_port()}"),
            troubles={
                "taken, then silence": provider.drop,
                "taken, then no end": provider.hang,
                "taken, then half an answer": provider.cut_short,
                "taken, then nonsense": lambda: provider.say(twilio.Answer(201, b"<html>"), carried_out=True),
                "broken": lambda: provider.refuse(20500, 500),
                "unavailable": lambda: provider.refuse(20503, 503),
                "busy": lambda: provider.refuse(20429, 429, {"Retry-After": "7"}),
                "refused": lambda: provider.refuse(30007),
                "bad address": lambda: provider.refuse(21211),
                "our mistake": lambda: provider.refuse(20003, 401),
            },
        )
        assert provider.description is None or not provider.description.faults, provider.description.faults


@contextmanager
def _ses() -> Iterator[Bench]:
    with ses.Ses() as provider:
        settings = Settings(
            ses_from="晚风家居 <care@example.com>", ses_configuration_set="care", ses_endpoint=provider.url
        )
        yield Bench(
            settings=settings,
            to="ming@example.net",
            requests=lambda: len(provider.asked),
            received=lambda: [plain(parsed(mail.raw)) for mail in provider.mails],
            mails=lambda: [parsed(mail.raw) for mail in provider.mails],
            unreachable=replace(settings, ses_endpoint=f"http://127.0.0.1:{closed_port()}"),
            troubles={
                "taken, then silence": provider.drop,
                "taken, then no end": provider.hang,
                "taken, then half an answer": provider.cut_short,
                "taken, then nonsense": lambda: provider.say(ses.Answer(200, b"{}"), carried_out=True),
                "broken": lambda: provider.refuse("InternalServerError", 500),
                "unavailable": lambda: provider.refuse("ServiceUnavailable", 503),
                "busy": lambda: provider.refuse("TooManyRequestsException", 429, "Maximum sending rate exceeded."),
                "refused": lambda: provider.refuse("MessageRejected", 400, "Virus found."),
                "our mistake": lambda: provider.refuse("SendingPausedException", 400),
            },
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
            settings=settings,
            to="ming@example.net",
            requests=lambda: provider.dialogues,
            received=lambda: [plain(parsed(mail.raw)) for mail in provider.mails],
            mails=lambda: [parsed(mail.raw) for mail in provider.mails],
            unreachable=replace(settings, smtp_port=str(closed_port())),
            troubles={
                "taken, then silence": lambda: setattr(provider, "misdeed", "drop"),
                "taken, then no end": lambda: setattr(provider, "misdeed", "hang"),
                "busy": lambda: provider.answers.update(DATA="454 4.7.0 Throttling failure"),
                "refused": lambda: provider.answers.update(DATA="554 5.6.0 no such words here"),
                "bad address": lambda: provider.answers.update(RCPT="550 5.1.1 nobody of that name"),
                "our mistake": lambda: provider.answers.update(MAIL="550 5.1.8 who are you"),
            },
        )


@contextmanager
def _outbox() -> Iterator[Bench]:
    yield Bench(settings=Settings(), to="+85260001234", expected="delivered")


BENCHES = {"twilio": _twilio, "ses": _ses, "smtp": _smtp, "outbox": _outbox}
TROUBLES = {
    "twilio": (
        *("taken, then silence", "taken, then no end", "taken, then half an answer", "taken, then nonsense"),
        *("broken", "unavailable", "busy", "refused", "bad address", "our mistake"),
    ),
    "ses": (
        *("taken, then silence", "taken, then no end", "taken, then half an answer", "taken, then nonsense"),
        *("broken", "unavailable", "busy", "refused", "our mistake"),
    ),
    "smtp": ("taken, then silence", "taken, then no end", "busy", "refused", "bad address", "our mistake"),
    "outbox": (),
}


def closed_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]
