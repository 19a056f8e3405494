"""What a customer sent along with an SMS, fetched from Twilio with our account's key."""

from typing import Any
from urllib.parse import urlsplit

from chalicelib.channels.twilio import wire
from chalicelib.errors import NotSent, Refused
from chalicelib.settings import Settings


def fetch(settings: Settings, address: str, largest: int) -> bytes | None:
    """Its bytes; more than `largest` are not read to their end. Nothing where it is gone, or lies anywhere
    but with Twilio: the key goes nowhere else."""
    if not _is_twilio_s(settings, address):
        return None
    import requests

    key = (settings.twilio_account_sid, settings.twilio_auth_token)
    try:
        with requests.get(address, auth=key, timeout=wire.TIMEOUT, stream=True) as answer:
            return _content(answer, largest)
    except OSError as error:  # every exception of requests is one
        raise NotSent(
            "A photo could not be fetched from Twilio ({kind}).", kind=type(error).__name__
        ) from None


def _is_twilio_s(settings: Settings, address: str) -> bool:
    asked, home = urlsplit(address), urlsplit(wire.home(settings))
    account = f"/2010-04-01/Accounts/{settings.twilio_account_sid}/"
    return (asked.scheme, asked.netloc) == (home.scheme, home.netloc) and asked.path.startswith(account)


def _content(answer: Any, largest: int) -> bytes | None:
    if answer.status_code in (404, 410):
        return None
    if answer.status_code >= 500 or answer.status_code == 429:
        raise NotSent("Twilio answers {status_code} instead of a photo.", status_code=answer.status_code)
    if answer.status_code >= 400:
        raise Refused("Twilio does not give us a photo.", str(answer.status_code), "misconfigured")
    found = b""
    for piece in answer.iter_content(65536):
        found += piece
        if len(found) > largest:
            break
    return found
