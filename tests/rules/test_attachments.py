"""Photos: known by content, without position, still upright, and nothing hidden behind their end."""

import io
import struct
import zlib

import pytest

from chalicelib.rules import attachments
from chalicelib.rules.attachments import Unusable, clean, jpeg

GPS = b"GPSLatitude 23.1291"


def exif(turned: int = 1, order: str = ">") -> bytes:
    mark = b"MM\0\x2a" if order == ">" else b"II\x2a\0"
    entries = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turned, 0) + struct.pack(
        f"{order}HHII", 0x8825, 4, 1, 26
    )
    return b"Exif\0\0" + mark + struct.pack(f"{order}IH", 8, 2) + entries + b"\0\0\0\0" + GPS


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


# Two scans with a stuffed byte and a restart in between, as progressive photos have them.
SCANS = segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x12\xff\0\x34\xff\xd0\x56" + segment(0xC4, b"table")
SCANS += segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x78\xff\0"
TABLES = (
    segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
    + segment(0xE2, b"ICC_PROFILE\0x")
    + segment(0xEE, b"Adobe\0")
)


def photo(*notes: bytes, behind: bytes = b"") -> bytes:
    return b"\xff\xd8" + TABLES + b"".join(notes) + segment(0xDB, b"q" * 65) + SCANS + b"\xff\xd9" + behind


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def drawing(*notes: bytes, behind: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + b"".join(notes)
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
        + behind
    )


def webp(*notes: bytes, flags: int = 0) -> bytes:
    def piece(name: bytes, content: bytes) -> bytes:
        return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)

    body = piece(b"VP8X", bytes([flags]) + b"\0" * 9) + piece(b"VP8L", b"abc")
    body += b"".join(piece(note[:4], note[4:]) for note in notes)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def test_a_photo_loses_its_position_and_keeps_everything_else() -> None:
    taken = photo(
        segment(0xE1, exif()), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + GPS), segment(0xFE, GPS)
    )
    found = clean(taken)
    assert found.kind == "image/jpeg"
    assert GPS not in found.content
    assert found.content == photo()


@pytest.mark.parametrize("order", [">", "<"])
@pytest.mark.parametrize("turned", [3, 6, 8])
def test_a_photo_that_was_taken_sideways_stays_upright(turned: int, order: str) -> None:
    found = clean(photo(segment(0xE1, exif(turned, order)))).content
    assert GPS not in found
    (note,) = [piece for marker, piece in jpeg._segments(found) if marker == 0xE1]
    assert jpeg._orientation(note[10:]) == turned
    assert clean(found).content == found


def test_what_hangs_behind_the_end_goes() -> None:
    assert clean(photo(behind=b"PK\3\4 a whole archive")).content == photo()
    assert clean(drawing(behind=b"<script>")).content == drawing()


def test_a_drawing_loses_its_texts() -> None:
    noted = drawing(chunk(b"tEXt", b"Comment\0" + GPS), chunk(b"eXIf", exif()), chunk(b"iTXt", GPS))
    assert (clean(noted).content, clean(noted).kind) == (drawing(), "image/png")


def test_a_webp_loses_its_notes_and_no_longer_says_that_it_has_some() -> None:
    found = clean(webp(b"EXIF" + GPS, b"XMP " + GPS, flags=0x3C))
    assert (found.content, found.kind) == (webp(flags=0x30), "image/webp")


def test_a_document_is_taken_as_it_is() -> None:
    assert clean(b"%PDF-1.7 ...").kind == "application/pdf"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"MZ\x90\0 a program", "kind"),
        (b"<svg onload=alert(1)>", "kind"),
        (b"GIF89a", "kind"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "heic"),
        (b"\xff\xd8\xff" + b"x" * 100, "damaged"),
        (photo()[:-9], "damaged"),
        (b"\xff\xd8\xff", "damaged"),
        (drawing()[:40], "damaged"),
        (webp()[:-3], "damaged"),
        (b"%PDF-" + b"x" * attachments.LARGEST, "too_large"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_says_why(content: bytes, why: str) -> None:
    with pytest.raises(Unusable) as refused:
        clean(content)
    assert refused.value.why == why


def test_nonsense_of_any_kind_is_refused_and_breaks_nothing() -> None:
    import random

    dice = random.Random(7)
    for start in (photo(segment(0xE1, exif(6))), drawing(), webp(flags=8)):
        for _ in range(300):
            broken = bytearray(start)
            for _ in range(dice.randint(1, 6)):
                broken[dice.randrange(len(broken))] = dice.randrange(256)
            try:
                clean(bytes(broken[: dice.randint(1, len(broken))]))
            except Unusable:
                continue


def test_a_large_photo_takes_no_time() -> None:
    buffer = io.BytesIO()
    buffer.write(photo()[:-2])
    buffer.write(b"\xff\0" * 1_900_000)
    buffer.write(b"\xff\xd9")
    assert clean(buffer.getvalue()).kind == "image/jpeg"
