"""What recording a sale costs at the door, for a customer who is known and for a new one."""

import io
import json
from collections.abc import Iterable
from typing import Any

from bench import stage
from bench.meter import metered
from bench.touchpoint import disagreements
from chalicelib import clock, local
from chalicelib.care import keys
from chalicelib.local.gateway import Gateway

KNOWN, NEW = 3, 14
BUYERS: list[dict[str, Any]] = [
    {"name": "Chan Tai Man", "country": "HK", "phones": ["+85261234101"]},
    {"name": "Ho Siu Ming", "country": "HK", "phones": ["+85261234102"], "emails": ["ho@example.com"]},
]


def rows() -> Iterable[dict[str, Any]]:
    _, token = keys.make("bench", ["write"], clock.now())
    post = Gateway(local.program())
    known, new = BUYERS
    _ask(post, token, _sale(known, "K-0"))  # whose use of the key is noted, once in five minutes
    yield _one(post, token, "a known customer", _sale(known, "K-1"), KNOWN)
    yield _one(post, token, "a new one with phone and e-mail", _sale(new, "K-2"), NEW)


def _sale(buyer: dict[str, Any], order: str) -> dict[str, Any]:
    return {
        "order": order, "customer": buyer, "signed_on": stage.START.date().isoformat(), "lines": [stage.LINE],
        "rep": stage.REP, "currency": "HKD",
    }  # fmt: skip


def _ask(post: Gateway, token: str, sale: dict[str, Any]) -> str:
    """By POST /v1/sales; the answer's status and words."""
    body, told = json.dumps(sale).encode(), []
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/v1/sales", "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)), "HTTP_AUTHORIZATION": f"Bearer {token}",
        "wsgi.input": io.BytesIO(body),
    }  # fmt: skip
    said = post(environ, lambda status, headers: told.append(status))
    return f"{told[0]}: {b''.join(said).decode()}"


def _one(post: Gateway, token: str, who: str, sale: dict[str, Any], most: int) -> dict[str, Any]:
    with metered() as meter:
        if not (said := _ask(post, token, sale)).startswith("201"):
            raise SystemExit(f"The sale was answered {said}")
    steps = {
        name: {
            "requests": len(meter.of(name)),
            "write_units": sum(call.writes for call in meter.of(name)),
            "read_units": sum(call.reads for call in meter.of(name)),
        }
        for name in ("customer and sale", "other")
    }
    writes = sum(call.writes for call in meter.calls)
    return {
        "what": f"recording a sale by API for {who}",
        "measured": {"write_units": writes, "read_units": sum(call.reads for call in meter.calls)},
        "budget": {"write_units": most},
        "ok": writes <= most,
        "steps": steps,
        "engine_disagrees": disagreements(meter.calls),
        "how": "computed from the images; a transaction pays twice for the table and each changed index key",
    }
