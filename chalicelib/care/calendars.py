"""The secret address under which a colleague's own calendar program fetches what they have to do."""

import hashlib
import hmac
import secrets

from chalicelib.errors import NotFound
from chalicelib.records.staff import Staff

BYTES = 20


def give(staff: Staff) -> str:
    """A new secret, told this once; the address of before no longer opens."""
    secret = secrets.token_urlsafe(BYTES)
    staff.change([Staff.calendar.set(_hash(secret))])
    return secret


def revoke(staff: Staff) -> None:
    staff.change([Staff.calendar.remove()])


def owner(staff_id: str, secret: str) -> Staff:
    """Whose calendar this address opens; one that opens nothing tells nobody why."""
    found = Staff.find("staff", staff_id, consistent=True)
    if not found or not found.calendar or not hmac.compare_digest(found.calendar, _hash(secret)):
        raise NotFound("There is no calendar at this address. Ask for a new one on the page of your tasks.")
    return found


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()[:40]
