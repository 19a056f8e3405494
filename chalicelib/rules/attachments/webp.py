"""WebP without its notes."""

from collections.abc import Iterator

from chalicelib.rules.attachments.base import Broken

KIND = "image/webp"
NOTES = (b"EXIF", b"XMP ")
# In the head of the extended format: that there are such notes.
SAYS_NOTES = 0x08 | 0x04


def is_one(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def strip(content: bytes) -> bytes:
    body = b"".join(_silent(name, piece) for name, piece in _chunks(content) if name not in NOTES)
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, ends = 12, 8 + int.from_bytes(content[4:8], "little")
    if ends > len(content):
        raise Broken
    while at + 8 <= ends:
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        after = at + 8 + size + size % 2
        if after > ends:
            raise Broken
        yield content[at : at + 4], content[at:after]
        at = after


def _silent(name: bytes, piece: bytes) -> bytes:
    if name != b"VP8X" or len(piece) < 9:
        return piece
    return piece[:8] + bytes([piece[8] & ~SAYS_NOTES]) + piece[9:]
