"""API keys: made, shown once, found by what a program presents, revoked."""

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from chalicelib.errors import BadInput, NotFound
from chalicelib.records.keys import ALL, Key
from chalicelib.records.table import Row
from chalicelib.sentences import Said

SCOPES = {
    "read": "look at everything but a person's whole file",
    "write": "record and change sales, customers, complaints, tasks, staff and the like; send a ledger",
    "send": "decide about messages: send now, postpone, skip, resend, pause, resume, release an import",
    "personal": "export, merge and erase a person",
}
SHAPE = re.compile(r"ac_[a-z2-7]{8}_[A-Za-z0-9_-]{43}", re.ASCII)
ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
# How long a revoked key may go on in a process that knows it.
REMEMBERED = timedelta(seconds=30)
NOTED = timedelta(minutes=5)
MOST_REMEMBERED = 1000

_known: dict[str, tuple[datetime, Key]] = {}


def make(name: str, scopes: Iterable[str], now: datetime) -> tuple[Key, str]:
    """The key's row and the key itself, which is kept nowhere and so never shown again."""
    wanted = list(dict.fromkeys(scopes))
    unknown = [scope for scope in wanted if scope not in SCOPES]
    if unknown or not wanted:
        none = Said("A key needs a scope")
        said = Said("{scope!r} is no scope", scope=unknown[0]) if unknown else none
        raise BadInput("{said}; use one or more of {scopes}.", said=said, scopes=list(SCOPES))
    if not name.strip():
        raise BadInput("Say what the key is for (--name): it stands in the record of all that is done by it.")
    key_id = "".join(secrets.choice(ALPHABET) for _ in range(8))
    token = f"ac_{key_id}_{secrets.token_urlsafe(32)}"
    row = Key(*Key.at(_digest(token)), name=name.strip(), scopes=wanted, made_at=now)
    row.listed(key_id)
    row.create()
    return row, token


def _digest(token: str) -> str:
    """One round is enough: the secret has 256 random bits, so there is no list of likely ones to try."""
    return hashlib.sha256(token.encode()).hexdigest()


def everyone() -> list[Key]:
    return sorted((row for row in Key.by_lookup(ALL)), key=lambda key: key.made_at)


def revoke(key_id: str, now: datetime) -> Key:
    """Nobody gets in by it any more, at the latest in half a minute."""
    found = next(iter(Key.by_lookup(ALL, Row.lookup_sk == key_id)), None)
    if found is None:
        raise NotFound("There is no key {key_id!r}; `aftercare key list` shows them all.", key_id=key_id)
    if found.revoked_at is None:
        found.change([Key.revoked_at.set(now)], Key.revoked_at.does_not_exist())
    _known.pop(found.pk, None)
    return found


def holder(token: str, now: datetime) -> Key | None:
    """The key that is presented, if it stands. Found by its hash, so comparing takes no telling time."""
    if not SHAPE.fullmatch(token):
        return None
    pk, sk = Key.at(_digest(token))
    seen = _known.get(pk)
    key = seen[1] if seen and now - seen[0] < REMEMBERED else _looked_up(pk, sk, now)
    return key if key and key.revoked_at is None else None


def _looked_up(pk: str, sk: str, now: datetime) -> Key | None:
    key = Key.find(pk, sk)
    _known.pop(pk, None)
    if key:
        if len(_known) >= MOST_REMEMBERED:
            _known.clear()
        _known[pk] = (now, key)
    return key


def note_use(key: Key, now: datetime) -> None:
    """That it is in use, at most once in five minutes: no request pays a write for it."""
    before = key.last_used_at
    if before and now - before < NOTED:
        return
    key.last_used_at = now
    same = Key.last_used_at.does_not_exist() if before is None else Key.last_used_at == before
    Key(key.pk, key.sk).change([Key.last_used_at.set(now)], same)
