"""The place where a list goes on, sealed: as the table knows it, it is a telephone or a name, and often of
somebody whom the reader may not know of. Whoever holds one learns nothing by it and can make none."""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from itertools import count, islice

from chalicelib import settings
from chalicelib.http.api import cursors
from chalicelib.records.pages import Position

TAG = 32
# Nor is it known how long a name is.
EVEN = 96
_OF_THIS_PROCESS = secrets.token_hex(32)


def written(name: str, position: Mapping[str, str] | None) -> str | None:
    plain = cursors.written(name, position)
    if plain is None:
        return None
    text = plain.encode().ljust(-(-len(plain) // EVEN) * EVEN)
    tag = _keyed("tag", text)
    return base64.urlsafe_b64encode(tag + _veiled(text, tag)).decode().rstrip("=")


def read(name: str, cursor: str, *parts: str, begins: str = "") -> Position | None:
    return cursors.read(name, _opened(cursor) if cursor else "", *parts, begins=begins)


def _opened(cursor: str) -> str:
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise cursors.unknown() from None
    tag, text = raw[:TAG], _veiled(raw[TAG:], raw[:TAG])
    if not hmac.compare_digest(tag, _keyed("tag", text)):
        raise cursors.unknown()
    return text.decode().rstrip()


def _veiled(text: bytes, tag: bytes) -> bytes:
    """And back again. Each text has a tag of its own, so that no two are veiled alike."""
    blocks = islice((_keyed(f"veil {number}", tag) for number in count()), -(-len(text) // TAG))
    return bytes(one ^ other for one, other in zip(text, b"".join(blocks), strict=False))


def _keyed(use: str, text: bytes) -> bytes:
    secret = settings.read().link_secret or _OF_THIS_PROCESS
    return hmac.new(secret.encode(), f"place {use}\x1f".encode() + text, hashlib.sha256).digest()
