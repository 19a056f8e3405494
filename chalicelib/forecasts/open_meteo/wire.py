"""One request to Open-Meteo, and what a failed one means."""

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime
from threading import Thread
from typing import Any
from urllib.parse import urlencode

from chalicelib.errors import NotConfigured, NoWeather, TooSlow
from chalicelib.forecasts.base import AHEAD, PAST
from chalicelib.forecasts.open_meteo.shape import VARIABLES, Cell, Reply
from chalicelib.settings import Settings

# For each piece of an answer.
TIMEOUT = 5.0
# For the whole, which may come a byte at a time: some thirty regions that answer just in time must fit into
# the daily function's five minutes.
PATIENCE = 8.0
# A season and a week of three values take some 80 kB.
LARGEST = 5_000_000
PIECE = 65_536
LONGEST_REASON = 200


def ask(settings: Settings, cell: Cell, zone: str, now: datetime) -> Reply:
    """Raises NoWeather; the sentence never shows the key. Names are looked up and headers read without an
    end to the whole: a thread apart does it, and is left alone when it takes too long."""
    heard: Future[dict[str, Any]] = Future()
    Thread(target=_settle, args=(heard, _url(settings, cell, zone)), daemon=True).start()
    try:
        return Reply(heard.result(PATIENCE), now)
    except TimeoutError as error:
        raise too_slow(error) from None


def too_slow(error: Exception) -> TooSlow:
    return TooSlow("Open-Meteo could not be reached ({kind}).", kind=_kind(error))


def _settle(heard: Future[dict[str, Any]], url: str) -> None:
    try:
        heard.set_result(_heard(url))
    except Exception as error:  # whoever waits raises it
        heard.set_exception(error)


def _heard(url: str) -> dict[str, Any]:
    request = urllib.request.Request(url, headers={"Accept": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            return _value(_whole(answer))
    except urllib.error.HTTPError as error:
        with error:
            raise _refusal(error.code, _as_far_as_it_comes(error)) from None
    except http.client.InvalidURL:
        raise NotConfigured("OPEN_METEO_HOST is no address that can be called.") from None
    except (OSError, http.client.HTTPException) as error:
        if isinstance(getattr(error, "reason", error), TimeoutError):
            raise too_slow(error) from None
        raise NoWeather("Open-Meteo could not be reached ({kind}).", kind=_kind(error)) from None


def _whole(answer: Any, monotonic: Callable[[], float] = time.monotonic) -> bytes:
    """Within a while: the timeout is for each piece alone."""
    body, until = b"", monotonic() + PATIENCE
    while (piece := answer.read1(PIECE)) and len(body) < LARGEST:
        body += piece
        if monotonic() > until:
            raise TimeoutError
    return body


def _as_far_as_it_comes(answer: Any) -> bytes:
    with suppress(OSError, http.client.HTTPException):
        return _whole(answer)
    return b""


def _url(settings: Settings, cell: Cell, zone: str) -> str:
    asked = {
        "latitude": cell[0],
        "longitude": cell[1],
        "hourly": ",".join(VARIABLES),
        "timezone": zone,
        "past_days": PAST.days,
        "forecast_days": AHEAD.days,
    }
    key = {"apikey": settings.open_meteo_key} if settings.open_meteo_key else {}
    return f"{settings.open_meteo_host.rstrip('/')}/v1/forecast?{urlencode({**asked, **key}, safe=',/')}"


def _kind(error: Exception) -> str:
    """The name alone: its own text may hold the address, and with it the key."""
    return type(getattr(error, "reason", error)).__name__


def _value(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise NoWeather("Open-Meteo answered with something that is no hourly weather.")
    return value


def _refusal(status: int, body: bytes) -> NoWeather:
    if status == 429:
        return NoWeather("Open-Meteo has had more requests than the subscription allows (429).")
    return NoWeather(
        "Open-Meteo refused the request ({status}{reason}).", status=status, reason=_reason(body)
    )


def _reason(body: bytes) -> str:
    try:
        reason = json.loads(body)["reason"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return ""
    return f": {' '.join(str(reason).split())[:LONGEST_REASON]}"
