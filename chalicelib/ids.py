"""Names for rows. All but links are derived, so that whatever is done again finds what is there."""

import base64
import hashlib
import json
import unicodedata

LETTERS = 13
# The sharpest limit of a table's keys is 1024 bytes, and other words stand beside the name in them.
MOST_BYTES = 600
# What the table takes of a partition's name and of a row's within it; to ask for more is an error there.
LONGEST_KEY = (2048, 1024)


def derived(prefix: str, *parts: object) -> str:
    """A short id made from its parts: letters and digits only, the same for the same parts."""
    text = "\x1f".join(str(part) for part in parts)
    digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
    return prefix + base64.b32encode(digest).decode().lower()[:LETTERS]


def plain_name(name: str) -> str:
    """A person's name as it is compared: full width, case and spaces do not count."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def fits_a_key(name: str) -> bool:
    """Whether a name, as it is compared, is short enough for the table's keys."""
    return len(plain_name(name).encode()) <= MOST_BYTES


def can_be_a_key(pk: str, sk: str) -> bool:
    """Whether a row of these keys could be in the table: addresses of pages are as long as anybody likes."""
    return all(0 < len(part.encode()) <= most for part, most in zip((pk, sk), LONGEST_KEY, strict=True))


def fingerprint(value: object) -> str:
    """A short digest of plain values, by which two of them are known to be equal."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
