"""Sums as people write them into a form."""

import re
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

MOST_DIGITS = 30
# As people write thousands; any other comma is a slip of the pen, or a decimal one of elsewhere.
GROUPED = re.compile(r"\d{1,3}([, ]\d{3})+(\.\d*)?")
_AROUND = re.compile(r"^[¥$]\s*|\s*元$")
# Whose sign it is, where people write it; no other currency is meant by it.
_BORNE_BY = {
    "$": frozenset({"AUD", "BND", "CAD", "HKD", "MOP", "NZD", "SGD", "TWD", "USD"}),
    "¥": frozenset({"CNY", "JPY"}),
    "元": frozenset({"CNY", "HKD", "MOP", "SGD", "TWD"}),
}


def read(text: str) -> Decimal | None:
    """Full width or not, with the signs that stand around a price or not. None where it is no number, could
    be two, or is one that nobody writes and no table keeps, such as 1e-999999."""
    plain = _AROUND.sub("", _plain(text))
    try:
        found = Decimal(re.sub("[, ]", "", plain) if GROUPED.fullmatch(plain) else plain)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) <= MOST_DIGITS else None


def is_foreign(text: str, currency: str) -> bool:
    """Whether the sign of another currency stands around it: $300 is no 300 yuan."""
    signs = (sign.strip() for sign in _AROUND.findall(_plain(text)))
    return any(currency not in _BORNE_BY[sign] for sign in signs)


def share(text: str) -> str:
    """A part of a hundred without its sign."""
    return _plain(text).rstrip("% ")


def _plain(text: str) -> str:
    return normalize("NFKC", text).strip()
