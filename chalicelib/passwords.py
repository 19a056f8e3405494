"""Passwords: what makes one good enough, and the hash that alone is kept of it."""

from functools import cache
from itertools import pairwise
from typing import Any
from unicodedata import normalize

SHORTEST, LONGEST = 10, 200
# What everybody tries first, so that it makes nothing longer.
COMMON = ("password", "passwort", "admin", "welcome", "iloveyou", "密码")
ROWS = (
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "一二三四五六七八九十",
)
NEIGHBOURS = {one + other for row in ROWS for way in (row, row[::-1]) for one, other in pairwise(way)}
# Of a password that nobody has: comparing with it takes as long as with one that somebody has.
NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$nwiLnPRlKWsHZnvLT8yzAw$EgBwktd9sX1UnGl2X6HQfi47xICmdWcphcLtS8B7+Zk"


def fault(password: str, *known: str) -> str:
    """What is wrong with it: `short`, `long` or `guessable`, else nothing. `known`: what others know of
    whose it is."""
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    left = normalize("NFKC", password).casefold()
    told = {part.casefold() for word in known for part in (word, word.split("@")[0])}
    for word in sorted({*told, *COMMON} - {""}, key=len, reverse=True):
        left = left.replace(word, "")
    return "guessable" if len(set(left)) < 4 or _surprises(left) < 4 else ""


def _surprises(text: str) -> int:
    """The characters that do not follow from the one before: the same again, or its neighbour in a row."""
    return sum(first != then and first + then not in NEIGHBOURS for first, then in pairwise(f" {text}"))


def hashed(password: str) -> str:
    return _hasher().hash(password)


def fits(kept: str, password: str) -> bool:
    """Without a hash it takes the same time and never fits."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(kept or NOBODYS, password[:LONGEST]) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hasher() -> Any:
    from argon2 import PasswordHasher  # only who signs in waits for it

    return PasswordHasher()
