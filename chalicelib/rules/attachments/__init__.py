"""What customers attach: known by its content, never by its name, and kept without what nobody needs to know
of them, such as where a photo was taken."""

from dataclasses import dataclass

from chalicelib.errors import BadInput
from chalicelib.rules.attachments import jpeg, png, webp
from chalicelib.rules.attachments.base import Broken
from chalicelib.sentences import Said

LARGEST = 4_000_000
MOST = 5
# Apple's own format, which neither browsers nor most computers show.
HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
SAID = {
    "empty": Said("it is empty"),
    "too_large": Said("it is larger than {most} MB", most=LARGEST // 1_000_000),
    "heic": Said("it is a HEIC photo; choose JPEG (iPhone: Settings, Camera, Formats, Most Compatible)"),
    "kind": Said("it is neither a JPEG, PNG or WebP picture nor a PDF"),
    "damaged": Said("it is damaged"),
}


class Unusable(BadInput):
    """`why` is one of SAID."""

    def __init__(self, why: str) -> None:
        super().__init__("This file cannot be taken: {why}.", why=SAID[why])
        self.why = why


@dataclass(frozen=True)
class Clean:
    """`kind` is the media type that its content shows."""

    content: bytes
    kind: str


def clean(content: bytes) -> Clean:
    """The file as it may be kept, or why not."""
    if not content:
        raise Unusable("empty")
    if len(content) > LARGEST:
        raise Unusable("too_large")
    if content.startswith(b"%PDF-"):
        return Clean(content, "application/pdf")
    for reader in (jpeg, png, webp):
        if reader.is_one(content):
            return Clean(_stripped(reader, content), reader.KIND)
    raise Unusable("heic" if content[4:8] == b"ftyp" and content[8:12] in HEIC else "kind")


def _stripped(reader: object, content: bytes) -> bytes:
    try:
        return reader.strip(content)  # type: ignore[attr-defined]
    except (Broken, IndexError):
        raise Unusable("damaged") from None
