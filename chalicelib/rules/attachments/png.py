"""PNG without its texts and notes."""

from collections.abc import Iterator

from chalicelib.rules.attachments.base import Broken

KIND = "image/png"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What a picture needs in order to look right; moving ones too.
KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs"}
    | {b"bKGD", b"acTL", b"fcTL", b"fdAT"}
)


def is_one(content: bytes) -> bool:
    return content.startswith(SIGNATURE)


def strip(content: bytes) -> bytes:
    return SIGNATURE + b"".join(piece for name, piece in _chunks(content) if name in KEPT)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, name = len(SIGNATURE), b""
    while name != b"IEND":
        size, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        ends = at + 12 + size
        if len(name) < 4 or ends > len(content):
            raise Broken
        yield name, content[at:ends]
        at = ends
