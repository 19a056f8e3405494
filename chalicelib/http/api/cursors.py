"""The place where a page ended, as one opaque word. It holds for its own list only, and whoever forges
one can do no more than begin that same list elsewhere."""

import base64
import binascii
import json
from collections.abc import Mapping

from chalicelib.http.api.problems import invalid
from chalicelib.ids import fingerprint
from chalicelib.records.pages import Position, is_position


def written(name: str, position: Mapping[str, str] | None) -> str | None:
    if position is None:
        return None
    text = json.dumps([fingerprint(name)[:8], dict(position)], ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(name: str, cursor: str, *parts: str, begins: str = "") -> Position | None:
    """The position, which must have these parts; nothing where there is no cursor. `begins` is what the
    list keeps to within its partition or its index: the table refuses to begin outside of it."""
    if not cursor:
        return None
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
        of_list, position = json.loads(text)
    except (binascii.Error, ValueError, TypeError, RecursionError):
        raise unknown() from None
    if of_list != fingerprint(name)[:8] or not is_position(position, parts):
        raise unknown()
    if not position.get("lookup_sk", position.get("sk", "")).startswith(begins):
        raise unknown()
    return position


def unknown() -> Exception:
    detail = (
        "This is no cursor of this list. Send `next` of the page before as it was, or none to begin anew."
    )
    return invalid([{"parameter": "cursor", "detail": detail}])
