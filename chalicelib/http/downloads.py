"""What came with a complaint, handed out as a download under a name of ours."""

from chalice import Response

from chalicelib import files
from chalicelib.http import door
from chalicelib.records.complaints import Complaint

BYTES = "application/octet-stream"
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}


def answer(complaint: Complaint, place: str) -> Response | None:
    """The file of this place, counted from 1, or nothing. What strangers send is never shown as a page of
    ours. A function may not answer so much at once, so that from a bucket the reader fetches it itself."""
    kept = complaint.facts.get("files", [])
    one = kept[int(place) - 1] if _is_number(place) and 0 < int(place) <= len(kept) else None
    if one is None:
        return None
    name = f"{complaint.id}-{int(place)}.{ENDINGS.get(one[2], 'bin')}"
    if address := files.address(one[0], name, BYTES):
        return door.see(address)
    found = files.get(one[0])
    if found is None:
        return None
    headers: dict[str, str | list[str]] = {
        "Content-Type": BYTES,
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return Response(found.content, headers=headers)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 6
