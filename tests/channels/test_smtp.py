"""Mail through any server: encryption, login, and a quarrel at every point of the dialogue."""

import ssl
from pathlib import Path

import pytest
import trustme

from chalicelib.channels.smtp import CHANNEL
from chalicelib.errors import NotConfigured, NotSent, Refused
from chalicelib.settings import Settings
from tests.channels.benches import Bench
from tests.standins.smtp import PASSWORD, USER, Smtp

# The stand-in asks for a password in the clear where a test is not about encryption.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")

PLAIN = Settings(smtp_host="127.0.0.1", smtp_security="none", smtp_from="care@example.com")


def at(server: Smtp, **other: str) -> Settings:
    return PLAIN._replace(smtp_port=str(server.port), **other)


def message(**other: object):
    return Bench(PLAIN, "ming@example.net").message(**other)


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's certificate, from an authority that this test alone trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


def test_with_starttls_the_mail_and_the_password_travel_encrypted(tls) -> None:
    with Smtp(tls, login=True) as server:
        signed_in = at(server, smtp_security="starttls", smtp_user=USER, smtp_password=PASSWORD)
        CHANNEL.send(signed_in, message())
    assert (server.mails[0].encrypted, server.mails[0].user) == (True, USER)


def test_a_certificate_of_somebody_else_stops_it_before_the_mail(tls, monkeypatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with Smtp(tls) as server, pytest.raises(NotSent):
        CHANNEL.send(at(server, smtp_security="starttls"), message())
    assert server.dialogues == 0


def test_a_server_without_starttls_gets_nothing_in_the_clear() -> None:
    with Smtp() as server, pytest.raises(Refused) as error:
        CHANNEL.send(at(server, smtp_security="starttls"), message())
    assert error.value.verdict == "misconfigured"
    assert server.dialogues == 0


def test_a_wrong_password_is_ours_to_mend() -> None:
    with Smtp(login=True) as server, pytest.raises(Refused) as error:
        CHANNEL.send(at(server, smtp_user=USER, smtp_password="wrong"), message())
    assert error.value.verdict == "misconfigured"


def test_a_login_that_fails_for_now_is_tried_again_later() -> None:
    with Smtp(login=True) as server:
        server.answers["AUTH"] = "454 4.7.0 Temporary authentication failure"
        with pytest.raises(NotSent):
            CHANNEL.send(at(server, smtp_user=USER, smtp_password=PASSWORD), message())


def test_a_user_without_a_password_is_half_a_setting() -> None:
    with pytest.raises(NotConfigured, match="SMTP_PASSWORD"):
        CHANNEL.check(PLAIN._replace(smtp_user=USER))


@pytest.mark.parametrize("word", ["500 what?", "421 gone", "hm"])
def test_a_quarrel_over_goodbye_does_not_unsend_the_mail(word) -> None:
    with Smtp() as server:
        server.answers["QUIT"] = word
        assert CHANNEL.send(at(server), message()).state == "sent"
    assert len(server.mails) == 1


def test_the_envelope_names_our_address_and_theirs() -> None:
    with Smtp() as server:
        CHANNEL.send(at(server, smtp_from="Evening Breeze 晚风 <care@example.com>"), message())
    assert (server.mails[0].sender, server.mails[0].recipients) == ("care@example.com", ["ming@example.net"])


def test_the_receipts_id_is_the_mails_own() -> None:
    with Smtp() as server:
        ids = {CHANNEL.send(at(server), message(attempt=attempt)).id for attempt in (1, 2)}
    assert ids == {"<t.S100-1.oiling.1@example.com>"}


def test_a_long_subject_is_folded_as_old_mail_programs_need_it() -> None:
    """RFC 2047: no encoded word over 75 characters, no such line over 76."""
    with Smtp() as server:
        CHANNEL.send(at(server), message(subject="地板保养提示 " * 20))
    lines = [line for line in server.mails[0].raw.splitlines() if b"=?utf-8?" in line]
    assert len(lines) > 3
    assert max(len(line) for line in lines) <= 76
