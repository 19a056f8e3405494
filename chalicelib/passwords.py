"""Passwords: what makes one good enough, and the hash that alone is kept of it."""

from functools import cache
from typing import Any

SHORTEST, LONGEST = 10, 200
# Of a password that nobody has: comparing with it takes as long as with one that somebody has.
NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$nwiLnPRlKWsHZnvLT8yzAw$EgBwktd9sX1UnGl2X6HQfi47xICmdWcphcLtS8B7+Zk"


def fault(password: str, *known: str) -> str:
    """What is wrong with it: `short`, `long` or `guessable`, else nothing. `known`: what others know of
    whose it is."""
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    plain = password.casefold().strip()
    told = {word.casefold() for word in known if word} | {word.casefold().split("@")[0] for word in known}
    return "guessable" if plain in told or len(set(plain)) < 4 else ""


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
