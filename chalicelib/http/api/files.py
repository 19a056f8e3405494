"""A file that is sent as a body, taken as it is."""

from hashlib import sha256

from chalicelib.http import door
from chalicelib.http.api import reading
from chalicelib.http.api.problems import Problem

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTES = "application/octet-stream"
LEDGERS = ("text/csv", XLSX, BYTES)
# By its content each is known again, so that a sender who knows no better may say that it is bytes.
ATTACHMENTS = ("application/pdf", "image/jpeg", "image/png", "image/webp", BYTES)
# What API Gateway hands to a Lambda: 6 MB, a third of it lost to base64.
LARGEST = 4_000_000
SMALLER = {
    LEDGERS: "send it in several, each with the header line, or import it with `aftercare import`",
    ATTACHMENTS: "make the picture smaller, or send the document in parts",
}


def body(kinds: tuple[str, ...]) -> tuple[bytes, str]:
    """The file's bytes, and a digest by which the same file is known again."""
    reading.check_encoding()
    kind = door.request().headers.get("content-type", "").lower().partition(";")[0].strip()
    if kind not in kinds:
        raise Problem("wrong_type", f"The body is said to be {kind[:80]!r}; send {', '.join(kinds)}.")
    raw = door.body()
    if len(raw) > LARGEST:
        said = f"The file has {len(raw):,} bytes and {LARGEST:,} can be sent: {SMALLER[kinds]}."
        raise Problem("too_large", said)
    if not raw:
        raise Problem("malformed", "The body is empty; send the file's bytes as they are.")
    if kind == "text/csv":
        _check_is_utf8(raw)
    return raw, sha256(raw).hexdigest()


def _check_is_utf8(raw: bytes) -> None:
    """API Gateway mends what it takes for broken text, and would change the letters of other encodings."""
    try:
        whole = "\ufffd" not in raw.decode()
    except UnicodeDecodeError:
        whole = False
    if not whole:
        raise Problem("malformed", f"This is no UTF-8. Send other encodings as {BYTES}: they are recognised.")
