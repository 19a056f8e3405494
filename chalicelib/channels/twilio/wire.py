"""One request to Twilio by its own client, and what a failed one means."""

import json
import logging
import warnings
from typing import Any
from urllib.parse import quote

from chalicelib.channels.base import demand
from chalicelib.channels.twilio.codes import refusal
from chalicelib.errors import CareError, NotConfigured, NotSent, Uncertain
from chalicelib.settings import Settings

NEEDS = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_MESSAGING_SERVICE_SID or TWILIO_FROM")
TIMEOUT = 10.0
HOME = "https://api.twilio.com"


def check(settings: Settings) -> None:
    demand(settings, "twilio", NEEDS)
    if not home(settings).startswith(("http://", "https://")):
        raise NotConfigured("TWILIO_BASE_URL must begin with http:// or https://, or be left out.")


def ask(settings: Settings, method: str, url: str, **parts: Any) -> dict[str, Any]:
    """The answer's JSON, nothing where there is none to give, or the error that the outcome means."""
    check(settings)
    try:
        response = _client(settings).request(method, url, **parts)
    except OSError as error:  # every exception of requests is one
        raise _silence(error) from None
    if response.status_code == 204:
        return {}
    body = _json(response.text)
    if response.status_code >= 300:
        raise refusal(response.status_code, body, response.headers.get("Retry-After", ""))
    if not body:
        raise Uncertain("Twilio's answer cannot be read: it may have taken the message.")
    return body


def home(settings: Settings) -> str:
    return (settings.twilio_base_url or HOME).rstrip("/")


def messages(settings: Settings, id: str = "") -> str:
    """Where messages are made and listed, or the one of this id is read."""
    account = quote(settings.twilio_account_sid, safe="")
    one = f"/{quote(id, safe='')}" if id else ""
    return f"{home(settings)}/2010-04-01/Accounts/{account}/Messages{one}.json"


def _client(settings: Settings) -> Any:
    with warnings.catch_warnings():
        # The package leaves out requests' guesser of charsets, which is slow to load: `_as_utf8` leaves it
        # nothing to guess.
        warnings.filterwarnings("ignore", "Unable to find acceptable character detection")
        from twilio.http.http_client import TwilioHttpClient
        from twilio.rest import Client

    # No pool: a connection gone stale between two drains would look like a message that may have
    # left. The client's own log would hold customers' numbers.
    http = TwilioHttpClient(
        pool_connections=False,
        timeout=TIMEOUT,
        max_retries=0,
        logger=logging.Logger("unheard", logging.CRITICAL),
        request_hooks={"response": _as_utf8},
    )
    # The package would read the environment; ours is read in settings.py alone.
    return Client(
        settings.twilio_account_sid, settings.twilio_auth_token, http_client=http, environment={"": ""}
    )


def _as_utf8(response: Any, **_: Any) -> None:
    """Where no charset is named, requests guesses one, and a wrong guess hides our own text from us."""
    response.encoding = "utf-8"


def _silence(error: OSError) -> CareError:
    from requests.exceptions import ConnectTimeout
    from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

    reason = getattr(error.args[0] if error.args else None, "reason", None)
    reason = getattr(reason, "original_error", reason)
    kind = type(error).__name__
    if isinstance(error, ValueError):
        return NotConfigured("TWILIO_BASE_URL is no address that can be called ({kind}).", kind=kind)
    if isinstance(error, ConnectTimeout) or isinstance(reason, (NewConnectionError, ConnectTimeoutError)):
        return NotSent("Twilio could not be reached ({kind}).", kind=kind)
    if "CERTIFICATE_VERIFY_FAILED" in str(reason):
        return NotSent("Twilio's certificate could not be verified.")
    return Uncertain("The connection to Twilio failed ({kind}): it may have taken the message.", kind=kind)


def _json(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
