"""A form with files, as browsers send it."""

from collections.abc import Iterator
from io import BytesIO

from multipart import MultipartError, MultipartParser, MultipartPart, parse_options_header

from chalicelib.errors import BadInput
from chalicelib.http import door

PARTS = "multipart/form-data"
# What a form and its photos may weigh together; on Lambda some 4 MB come through.
LARGEST = 10 * 1024 * 1024
MOST_PARTS = 60

Files = list[tuple[str, bytes]]


def form() -> tuple[dict[str, str], Files]:
    """Its fields, and the files that are not empty, each with the sender's name for it."""
    if _boundary() is None:
        return dict(door.form()), []
    try:
        parts = list(_parts())
        return {part.name: part.raw.decode() for part in parts if not part.filename}, _files(parts)
    except (MultipartError, ValueError):
        raise BadInput("This form cannot be read. Go back, reload the page and send it again.") from None


def empty() -> list[str]:
    """The names of files that were chosen and hold nothing, of a form that was read."""
    parts = _parts() if _boundary() is not None else ()
    return [part.filename for part in parts if part.filename and not part.raw]


def _boundary() -> str | None:
    kind, options = parse_options_header(door.request().headers.get("content-type", ""))
    return options.get("boundary", "") if kind == PARTS else None


def _parts() -> Iterator[MultipartPart]:
    """All in memory: a function's disk is no place for them."""
    raw = door.body()
    parser = MultipartParser(
        BytesIO(raw), _boundary() or "", len(raw),
        part_limit=MOST_PARTS, spool_limit=LARGEST, memory_limit=LARGEST,
        disk_limit=0,
    )  # fmt: skip
    yield from parser.parts()


def _files(parts: list[MultipartPart]) -> Files:
    found = [(part.filename, part.raw) for part in parts if part.filename]
    return [(name, content) for name, content in found if content]
