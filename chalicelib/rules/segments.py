"""How many SMS a text costs: GSM-7 where every character has a place in it, else UCS-2 (3GPP TS 23.038)."""

from collections.abc import Iterable
from typing import NamedTuple

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€\f")

# Units that one message holds when it stands alone, and when it is a part of several.
ROOM = {"GSM-7": (160, 153), "UCS-2": (70, 67)}


class Segments(NamedTuple):
    """`units` are septets in GSM-7, 16-bit units in UCS-2; `segments` is what the provider bills."""

    encoding: str
    segments: int
    units: int


def count(text: str) -> Segments:
    encoding = "GSM-7" if set(text) <= BASIC | EXTENDED else "UCS-2"
    alone, part = ROOM[encoding]
    widths = [_width(character, encoding) for character in text]
    units = sum(widths)
    if units <= alone:
        return Segments(encoding, 1 if text else 0, units)
    return Segments(encoding, _parts(widths, part), units)


def _width(character: str, encoding: str) -> int:
    """An escaped character and one outside the basic plane take two units."""
    return 2 if (character in EXTENDED and encoding == "GSM-7") or ord(character) > 0xFFFF else 1


def _parts(widths: Iterable[int], room: int) -> int:
    """Filled one after the other; the two units of one character never part."""
    parts, left = 0, 0
    for width in widths:
        if width > left:
            parts, left = parts + 1, room
        left -= width
    return parts
