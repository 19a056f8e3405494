"""JPEG without its notes: position, time, camera, thumbnails and whatever hangs on behind its end."""

from collections.abc import Iterator

from chalicelib.rules.attachments.base import Broken

KIND = "image/jpeg"
START, END, SCAN = 0xD8, 0xD9, 0xDA
NOTES = frozenset({*range(0xE1, 0xF0), 0xFE})
# Adobe's tells how colours are meant, a profile what they look like: without them a photo looks wrong.
NEEDED = {0xEE: b"Adobe", 0xE2: b"ICC_PROFILE"}
EXIF = b"Exif\0\0"
ORIENTATION = 0x0112


def is_one(content: bytes) -> bool:
    return content.startswith(b"\xff\xd8\xff")


def strip(content: bytes) -> bytes:
    kept, turned = [b"\xff\xd8"], 1
    for marker, piece in _segments(content):
        if marker == 0xE1 and piece[4:].startswith(EXIF):
            turned = _orientation(piece[4 + len(EXIF) :]) or turned
        elif marker not in NOTES or piece[4:].startswith(NEEDED.get(marker, b"\0nothing")):
            kept.append(piece)
    note = _upright(turned) if turned > 1 else b""
    return b"".join([kept[0], note, *kept[1:]])


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each, the picture's data with the scan that begins it, up to the end."""
    at = 2
    while True:
        while content[at : at + 2] == b"\xff\xff":
            at += 1
        if content[at] != 0xFF:
            raise Broken
        marker = content[at + 1]
        if marker == END:
            yield marker, content[at : at + 2]
            return
        size = int.from_bytes(content[at + 2 : at + 4], "big")
        ends = at + 2 + size
        if size < 2 or ends > len(content):
            raise Broken
        ends = _end_of_data(content, ends) if marker == SCAN else ends
        yield marker, content[at:ends]
        at = ends


def _end_of_data(content: bytes, at: int) -> int:
    """Where the next marker stands that is neither a stuffed byte nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise Broken
        if content[at + 1] != 0 and content[at + 1] != 0xFF and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 1 if content[at + 1] == 0xFF else 2


def _orientation(tiff: bytes) -> int:
    """How the camera was held, 1 to 8; 0 where it does not say."""
    order = {b"II": "little", b"MM": "big"}.get(tiff[:2])
    if order is None or len(tiff) < 10:
        return 0
    at = int.from_bytes(tiff[4:8], order)  # type: ignore[arg-type]
    count = int.from_bytes(tiff[at : at + 2], order)  # type: ignore[arg-type]
    for entry in range(at + 2, min(at + 2 + count * 12, len(tiff) - 11), 12):
        if int.from_bytes(tiff[entry : entry + 2], order) == ORIENTATION:  # type: ignore[arg-type]
            found = int.from_bytes(tiff[entry + 8 : entry + 10], order)  # type: ignore[arg-type]
            return found if found <= 8 else 0
    return 0


def _upright(turned: int) -> bytes:
    """A note that says nothing but how it was held."""
    entry = ORIENTATION.to_bytes(2, "big") + b"\0\x03\0\0\0\x01" + turned.to_bytes(2, "big") + b"\0\0"
    tiff = b"MM\0\x2a\0\0\0\x08\0\x01" + entry + b"\0\0\0\0"
    return b"\xff\xe1" + (2 + len(EXIF) + len(tiff)).to_bytes(2, "big") + EXIF + tiff
