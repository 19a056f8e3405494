"""A mail server that keeps what it takes and can be told how to answer."""

import asyncio
import socket
import ssl
from dataclasses import dataclass
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Protocol
from aiosmtpd.smtp import AuthResult, Envelope, Session

USER, PASSWORD = "shop", "open sesame"


@dataclass(frozen=True)
class Mail:
    sender: str
    recipients: list[str]
    raw: bytes
    encrypted: bool
    user: str


class Smtp:
    """`answers` maps MAIL, RCPT, DATA or QUIT to a line said instead of the usual; `misdeed` is
    empty, `drop` or `hang`, done after the mail was taken."""

    def __init__(self, tls: ssl.SSLContext | None = None, login: bool = False) -> None:
        self.mails: list[Mail] = []
        self.commands: list[str] = []
        self.answers: dict[str, str] = {}
        self.misdeed = ""
        options: dict[str, Any] = {"tls_context": tls, "server_hostname": "mail.example.net"}
        if login:
            options |= {"authenticator": self._admit, "auth_required": True, "auth_require_tls": bool(tls)}
        self.port = _free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)

    def __enter__(self) -> "Smtp":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def dialogues(self) -> int:
        return self.commands.count("MAIL")

    async def handle_MAIL(
        self, server: Protocol, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._say("MAIL", "250 OK")

    async def handle_RCPT(
        self, server: Protocol, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self._say("RCPT", "250 OK")

    async def handle_DATA(self, server: Protocol, session: Session, envelope: Envelope) -> str:
        answer = self._say("DATA", "250 taken")
        if answer.startswith("250"):
            self._keep(session, envelope)
        if self.misdeed == "drop":
            server.transport.abort()
        elif self.misdeed == "hang":
            await asyncio.sleep(3)
        return answer

    async def handle_QUIT(self, server: Protocol, session: Session, envelope: Envelope) -> str:
        return self._say("QUIT", "221 Bye")

    def _keep(self, session: Session, envelope: Envelope) -> None:
        raw, user = envelope.content or b"", getattr(session, "auth_data", None)
        content = raw if isinstance(raw, bytes) else raw.encode()
        sender = envelope.mail_from or ""
        encrypted = session.ssl is not None
        self.mails.append(Mail(sender, list(envelope.rcpt_tos), content, encrypted, user or ""))

    def _say(self, command: str, usual: str) -> str:
        self.commands.append(command)
        return self.answers.get(command, usual)

    def _admit(
        self, server: Protocol, session: Session, envelope: Envelope, kind: str, data: Any
    ) -> AuthResult:
        if "AUTH" in self.answers:
            return AuthResult(success=False, handled=False, message=self.answers["AUTH"])
        good = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=good, handled=False, auth_data=USER if good else None)


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]
