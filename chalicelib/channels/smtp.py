"""Mail through any SMTP server. Nothing is told afterwards, so what the server took counts as sent."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from chalicelib.channels.base import Deaf, Letter, demand, letter
from chalicelib.errors import CareError, NotSent, Refused, Uncertain
from chalicelib.message import Message, Receipt
from chalicelib.sentences import Said
from chalicelib.settings import Settings

TIMEOUT = 10.0
DATA_TIMEOUT = 30.0  # servers that scan a mail answer late, and a silence here costs a resend
LATER = 300


class Smtp(Deaf):
    name = "smtp"
    carries = frozenset({"email"})
    needs = ("SMTP_HOST", "SMTP_FROM")
    confirms = "none"
    patience = 60

    def check(self, settings: Settings) -> None:
        with_login = ("SMTP_PASSWORD",) if settings.smtp_user else ()
        demand(settings, self.name, self.needs + with_login)

    def send(self, settings: Settings, message: Message) -> Receipt:
        self.check(settings)
        mail = letter(message, "SMTP_FROM", settings.smtp_from)
        with _connection(settings, mail) as server:
            _envelope(server, mail)
            _hand_over(server, mail)
        return Receipt(mail.id, "sent")


@contextmanager
def _connection(settings: Settings, mail: Letter) -> Iterator[smtplib.SMTP]:
    with _nothing_has_left():
        server = _connected(settings, mail)
    try:
        with _nothing_has_left():
            _enter(server, settings)
        yield server
    finally:
        # The server has answered for the mail already: a quarrel over QUIT changes nothing.
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()


@contextmanager
def _nothing_has_left() -> Iterator[None]:
    """Whatever fails in here, no mail has left."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        raise _answer(error.smtp_code, Said("did not let us in"), "misconfigured") from None
    except smtplib.SMTPNotSupportedError:
        raise Refused(
            "The mail server offers no STARTTLS or no login: compare SMTP_SECURITY, SMTP_PORT and SMTP_USER"
            " with what it offers.",
            "not_supported",
            "misconfigured",
        ) from None
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent("The mail server could not be reached ({kind}).", kind=type(error).__name__) from None


def _enter(server: smtplib.SMTP, settings: Settings) -> None:
    server.ehlo_or_helo_if_needed()
    if settings.smtp_security == "starttls":
        server.starttls(context=ssl.create_default_context())
    if settings.smtp_user:
        server.login(settings.smtp_user, settings.smtp_password)


def _connected(settings: Settings, mail: Letter) -> smtplib.SMTP:
    # Our own name is given, because looking it up can take longer than all the rest.
    here = mail.sender_address.rpartition("@")[2]
    where = (settings.smtp_host, int(settings.smtp_port), here)
    if settings.smtp_security == "tls":
        return smtplib.SMTP_SSL(*where, timeout=TIMEOUT, context=ssl.create_default_context())
    return smtplib.SMTP(*where, timeout=TIMEOUT)


def _envelope(server: smtplib.SMTP, mail: Letter) -> None:
    with _nothing_has_left():
        server.ehlo_or_helo_if_needed()
        code, _ = server.mail(mail.sender_address)
        if code != 250:
            raise _answer(code, Said("refused the sender"), "misconfigured")
        code, words = server.rcpt(mail.recipient)
        if code not in (250, 251):
            # 5.7.x speaks of what we may do (relaying, say), not of the address.
            verdict = "misconfigured" if words.startswith(b"5.7.") else "bad_address"
            raise _answer(code, Said("refused the recipient"), verdict)


def _hand_over(server: smtplib.SMTP, mail: Letter) -> None:
    if server.sock:
        server.sock.settimeout(DATA_TIMEOUT)
    try:
        code, _ = server.data(mail.raw)
    except smtplib.SMTPDataError as error:
        raise _answer(error.smtp_code, Said("did not want the mail"), "content") from None
    except (smtplib.SMTPException, OSError):
        raise Uncertain("The mail server fell silent after the mail: it may have taken it.") from None
    if code != 250:
        raise _answer(code, Said("did not take the mail"), "content")


def _answer(code: int, what: str, verdict: str) -> CareError:
    """4xx is passing; 5xx stays so until somebody mends it."""
    if 400 <= code < 500:
        return NotSent("The mail server {what} for now ({code}).", LATER, what=what, code=code)
    return Refused("The mail server {what} ({code}).", str(code), verdict, what=what, code=code)


CHANNEL = Smtp()
