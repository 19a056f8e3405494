"""One request to Twilio, and what a failed one means.

By urllib3, which the table's own client has loaded anyway: Twilio's package would bring requests along, for
a tenth of a cold start on Lambda.
"""

import json
from base64 import b64encode
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

from chalicelib.channels.base import demand
from chalicelib.channels.twilio.codes import refusal
from chalicelib.errors import CareError, NotConfigured, NotSent, Uncertain
from chalicelib.settings import Settings

NEEDS = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_MESSAGING_SERVICE_SID or TWILIO_FROM")
TIMEOUT = 10.0
HOME = "https://api.twilio.com"
FORM = "application/x-www-form-urlencoded"


def check(settings: Settings) -> None:
    demand(settings, "twilio", NEEDS)
    if not home(settings).startswith(("http://", "https://")):
        raise NotConfigured("TWILIO_BASE_URL must begin with http:// or https://, or be left out.")


def ask(
    settings: Settings,
    method: str,
    url: str,
    data: dict[str, str] | None = None,
    params: dict[str, str] | None = None,
) -> dict[str, Any]:
    """The answer's JSON, nothing where there is none to give, or the error that the outcome means.
    `data` is sent as a form, `params` within the address."""
    from urllib3.exceptions import HTTPError

    check(settings)
    where = f"{url}?{urlencode(params)}" if params else url
    body = urlencode(data).encode() if data else None
    try:
        # No connection is kept: one gone stale between two drains would look like a message that may
        # have left. No retry: it could be a second message.
        with _pool(url) as pool:
            response = pool.request(
                method, where, body=body, headers=_headers(settings, body), timeout=TIMEOUT, retries=False,
                redirect=False,
            )  # fmt: skip
    except (HTTPError, OSError, UnicodeError) as error:
        raise _silence(error) from None
    return _understood(response.status, response.data, response.headers)


def _understood(status: int, content: bytes, headers: Any) -> dict[str, Any]:
    if status == 204:
        return {}
    body = _json(content)
    if status >= 300:
        raise refusal(status, body, headers.get("Retry-After", ""))
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


def _headers(settings: Settings, body: bytes | None) -> dict[str, str]:
    login = f"{settings.twilio_account_sid}:{settings.twilio_auth_token}"
    kind = {"Content-Type": FORM} if body else {}
    return {
        "Authorization": f"Basic {b64encode(login.encode()).decode()}",
        "Accept": "application/json",
        "User-Agent": "aftercare",
        **kind,
    }


def _pool(url: str) -> Any:
    """By the machine's proxy where it has one; its certificates are those that Python's world agrees on."""
    import certifi
    import urllib3

    place, proxies = urlsplit(url), getproxies()
    proxy = proxies.get(place.scheme) or proxies.get("all")
    known: dict[str, Any] = {"cert_reqs": "CERT_REQUIRED", "ca_certs": certifi.where()}
    if proxy and not proxy_bypass(place.hostname or ""):
        return urllib3.ProxyManager(proxy, **known)
    return urllib3.PoolManager(**known)


def _silence(error: Exception) -> CareError:
    from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, ProxyError

    reason = error.original_error if isinstance(error, ProxyError) else error
    kind = type(error).__name__
    if isinstance(error, ValueError):
        return NotConfigured(f"TWILIO_BASE_URL is no address that can be called ({kind}).")
    if isinstance(reason, (NewConnectionError, ConnectTimeoutError)):
        return NotSent(f"Twilio could not be reached ({kind}).")
    if "CERTIFICATE_VERIFY_FAILED" in str(reason):
        return NotSent("Twilio's certificate could not be verified.")
    return Uncertain(f"The connection to Twilio failed ({kind}): it may have taken the message.")


def _json(content: bytes) -> dict[str, Any]:
    """It is UTF-8 whatever it says of itself: a wrong guess would hide our own text from us."""
    try:
        body = json.loads(content.decode())
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
