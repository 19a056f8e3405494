"""Sums as people write them into a form."""

import re
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

# As people write thousands; any other comma is a slip of the pen, or a decimal one of elsewhere.
GROUPED = re.compile(r"\d{1,3}([, ]\d{3})+(\.\d*)?")
# Signs that name no other currency than the one that was asked for.
_AROUND = re.compile(r"^[¥$]\s*|\s*元$")


def read(text: str) -> Decimal | None:
    """Full width or not, with the signs that stand around a price or not. None where it is no number, or
    could be two."""
    plain = _AROUND.sub("", normalize("NFKC", text).strip())
    try:
        found = Decimal(re.sub("[, ]", "", plain) if GROUPED.fullmatch(plain) else plain)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def share(text: str) -> str:
    """A part of a hundred without its sign."""
    return normalize("NFKC", text).strip().rstrip("% ")
