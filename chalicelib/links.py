"""Tokens for customers' pages: twelve characters that nobody can guess."""

import base64
import hashlib
import hmac
import secrets
from datetime import timedelta

LETTERS = 12
# Of one message's own page.
LIVES = timedelta(days=45)
ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


def token(secret: str, *parts: str) -> str:
    """With a secret the same token for the same parts, so that a text rendered again keeps its link;
    without one a new token each time."""
    if not secret:
        return "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))
    digest = hmac.new(secret.encode(), "\x1f".join(parts).encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:LETTERS]


def url(base: str, token: str) -> str:
    return f"{base.rstrip('/')}/l/{token}"
