"""A weather file as it lies on a disk: packed or not, in any of the usual encodings and separators."""

import csv
import io
import unicodedata
import zlib
from collections.abc import Iterator
from gzip import BadGzipFile, GzipFile

from chalicelib.errors import Unreadable

PACKED, WORKBOOK = b"\x1f\x8b", b"PK\x03\x04"
# A hundred years of hours in wide rows. Guards against a small file that unpacks without end.
LARGEST = 200_000_000
_ENCODINGS = ("utf-8-sig", "gb18030", "cp1252")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

Line = tuple[int, list[str]]  # its number in the file, its cells


def text(name: str, content: bytes) -> str:
    """What it says; raises Unreadable where it says nothing."""
    found = _decoded(name, _unpacked(name, content))
    if not found.strip():
        raise Unreadable("{name} is empty. Give hourly weather with a header row.", name=name)
    return found


def lines(name: str, text: str, separator: str) -> Iterator[Line]:
    """The rows that hold anything."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise Unreadable(
            "{name}, line {line_num}: no row of a table ({error}). Save it again as “CSV UTF-8”.",
            name=name,
            line_num=reader.line_num,
            error=error,
        ) from None


def _unpacked(name: str, content: bytes) -> bytes:
    if not content.startswith(PACKED):
        return content
    try:
        with GzipFile(fileobj=io.BytesIO(content)) as file:
            plain = file.read(LARGEST + 1)
    except (BadGzipFile, EOFError, zlib.error):
        raise Unreadable(
            "{name} is packed by gzip, but damaged or cut short. Fetch it again.", name=name
        ) from None
    if len(plain) > LARGEST:
        raise Unreadable(
            "{name} unpacks to more than {most} MB. Give one place at a time.",
            name=name,
            most=LARGEST // 1000000,
        )
    return plain


def _decoded(name: str, content: bytes) -> str:
    if content.startswith(WORKBOOK):
        raise Unreadable("{name} is a workbook or an archive. Save its table as “CSV UTF-8”.", name=name)
    if content.startswith(_UTF_16):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        raise Unreadable("{name} is not a table: it holds binary data. Save it as “CSV UTF-8”.", name=name)
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("{name} is in no encoding that is known here. Save it as “CSV UTF-8”.", name=name)


def plain(cell: str) -> str:
    """Full width made plain, small letters, no space around."""
    return unicodedata.normalize("NFKC", cell).strip().casefold()
