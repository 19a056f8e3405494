"""What the channels share: their shape, how a missing setting is named, how a mail is put together.

What makes a mail is imported on first use: where only SMS goes out a cold start should not pay for it.
"""

import re
from collections.abc import Callable
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any, NamedTuple, Protocol
from unicodedata import category

from chalicelib.errors import Forged, NotConfigured, Refused
from chalicelib.message import Delivery, Found, HookRequest, Message, Receipt, Reply
from chalicelib.settings import Settings

CANNOT_TELL = Found("cannot_tell")
NOTHING = (204, "", "")

SENDABLE = re.compile(r"[\w!#$%&'*+/=?^`{|}~.-]+@[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII | re.IGNORECASE)


class Channel(Protocol):
    """What a channel file's CHANNEL offers.

    `needs` are settings as the environment spells them, `A or B` where either will do. `confirms`
    says how the fate of a sent message becomes known: `ask` (fetch it), `events` (it is told), or
    `none`. `patience` is how many seconds `send` may take. `keeps_copies`: the
    provider shows sent texts and numbers to whoever has our account, until told to `forget` one, which
    raises unless it is gone. `send` makes one request and raises
    NotSent, Uncertain, Refused or NotConfigured. `fetch` answers None where the provider knows no
    such message. `answer` is the status, content type and body that its webhook gets.
    """

    name: str
    carries: frozenset[str]
    needs: tuple[str, ...]
    confirms: str
    patience: int
    keeps_copies: bool

    def check(self, settings: Settings) -> None: ...
    def send(self, settings: Settings, message: Message) -> Receipt: ...
    def find(self, settings: Settings, message: Message) -> Found: ...
    def fetch(self, settings: Settings, id: str) -> Delivery | None: ...
    def forget(self, settings: Settings, id: str) -> None: ...
    def verify(self, settings: Settings, request: HookRequest) -> None: ...
    def read(self, settings: Settings, request: HookRequest) -> list[Delivery | Reply]: ...
    def answer(self, request: HookRequest) -> tuple[int, str, str]: ...


class Forgetful:
    """A provider that passes a message on and keeps nothing of it that could be removed."""

    keeps_copies = False

    def forget(self, settings: Settings, id: str) -> None: ...


class Deaf(Forgetful):
    """A channel that can neither be asked nor ever calls back."""

    name: str

    def find(self, settings: Settings, message: Message) -> Found:
        return CANNOT_TELL

    def fetch(self, settings: Settings, id: str) -> Delivery | None:
        return None

    def verify(self, settings: Settings, request: HookRequest) -> None:
        raise Forged("The channel {name} has no webhook, so nobody may call it.", name=self.name)

    def read(self, settings: Settings, request: HookRequest) -> list[Delivery | Reply]:
        return []

    def answer(self, request: HookRequest) -> tuple[int, str, str]:
        return NOTHING


def demand(settings: Settings, channel: str, needs: tuple[str, ...]) -> None:
    """Refuse, naming every setting that the channel lacks."""
    lacking = [need for need in needs if not _any(settings, need.split(" or "))]
    if lacking:
        raise NotConfigured(
            "The channel {channel} cannot send yet: set {lacking}.", channel=channel, lacking=list(lacking)
        )


def _any(settings: Settings, names: list[str]) -> bool:
    return any(getattr(settings, name.lower()) for name in names)


def header(request: HookRequest, name: str) -> str:
    """A header's value whatever its case, or nothing."""
    return next((value for key, value in request.headers.items() if key.lower() == name.lower()), "")


class Letter(NamedTuple):
    """A mail ready to go: bare addresses for the envelope, `sender` with its name, the raw bytes."""

    id: str
    sender: str
    sender_address: str
    recipient: str
    raw: bytes


def letter(message: Message, setting: str, sender: str) -> Letter:
    """The mail to send. Its Message-ID leaves out the attempt: mail programs fold repeats into one."""
    name, address = _sender(setting, sender)
    recipient = mail_address(message.to)
    written_by = formataddr((_one_line(name), address))
    id = f"<{message.key}@{address.rpartition('@')[2]}>"
    mail = _parts(message)
    for field, value in _headers(message, id, written_by, recipient):
        mail[field] = value
    return Letter(id, written_by, address, recipient, mail.as_bytes(policy=_wire()))


def _wire() -> Any:
    """Lines may be long (RFC 5322 allows 998), so that no link is ever folded or encoded."""
    from email.policy import compat32

    return compat32.clone(linesep="\r\n", max_line_length=998)


def _headers(message: Message, id: str, sender: str, recipient: str) -> list[tuple[str, str]]:
    fields = [
        ("From", sender),
        ("To", recipient),
        ("Subject", _encoded(_one_line(message.subject))),
        ("Message-ID", id),
    ]
    if message.claimed_at:
        fields.append(("Date", format_datetime(message.claimed_at)))
    if message.unsubscribe_url:
        link = "".join(message.unsubscribe_url.split())
        fields.append(("List-Unsubscribe", f"<{link}>"))
        fields.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    return fields


def _parts(message: Message) -> Any:
    from email.mime.multipart import MIMEMultipart
    from email.mime.text import MIMEText

    plain = MIMEText(message.text, "plain", "utf-8")
    if not message.html:
        return plain
    both = MIMEMultipart("alternative")
    both.attach(plain)
    both.attach(MIMEText(message.html, "html", "utf-8"))
    return both


def _one_line(text: str) -> str:
    """Without line breaks of any kind: they would start headers of their own."""
    return " ".join("".join(c for c in text if c.isspace() or category(c) != "Cc").split())


def _encoded(text: str) -> str:
    from email.header import Header

    return text if text.isascii() else Header(text, "utf-8", 76, "Subject").encode()


def _sender(setting: str, value: str) -> tuple[str, str]:
    name, address = parseaddr(value)
    wrong = NotConfigured(
        "{setting} must hold one mail address, such as 'The Shop <care@example.com>'.", setting=setting
    )
    return name, _plain(address, lambda: wrong)


def _plain(address: str, wrong: Callable[[], Exception]) -> str:
    """The address in ASCII: an international domain is spelled as the network wants it."""
    local, _, domain = address.rpartition("@")
    try:
        plain = f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        raise wrong() from None
    if not SENDABLE.fullmatch(plain):
        raise wrong()
    return plain


def mail_address(text: str) -> str:
    """A recipient's address as mail carries it; refuses one that it cannot carry."""
    return _plain(text, _bad_recipient)


def _bad_recipient() -> Refused:
    return Refused(
        "Mail cannot carry the recipient's address: it needs one @, a full domain, and plain letters"
        " before the @. Correct it on the customer.",
        "address",
        "bad_address",
    )
