"""What stands around the views of /v1 answers in problems, too: no view, no such method, a failure."""

from collections.abc import Callable

from chalice import Response
from chalice.app import Request

from chalicelib.http import door
from chalicelib.http.api.files import LARGEST
from chalicelib.http.api.problems import BY_STATUS, KINDS, MEDIA_TYPE, Problem, tell
from chalicelib.http.api.reading import LARGEST_BODY

BEGINNING = "/v1/"
# The route of whatever has none of its own, as API Gateway writes it.
ANYWHERE = "/{anywhere+}"
FOR_PROGRAMS = (BEGINNING, "/hooks/")
NOTHING_THERE = Problem(
    "not_found", "There is nothing at this address, or not by this method; /docs lists what there is."
)
TOO_LARGE = Problem(
    "too_large",
    f"This is more than is taken at once: {LARGEST // 10**6} MB for a file, "
    f"{LARGEST_BODY // 1024} KB for all else. Send less, or in parts.",
)
NOT_READABLE = Problem(
    "malformed",
    "This cannot be taken as it was sent. Look at address, method and headers; /docs lists what there is.",
)
# What API Gateway refuses without asking us, by its own name for it: the template carries these words there.
# To it an address that it does not know lacks a signature, and a key of ours is a bad one.
GATEWAY = {
    "MISSING_AUTHENTICATION_TOKEN": NOTHING_THERE,
    "INVALID_SIGNATURE": NOTHING_THERE,
    "RESOURCE_NOT_FOUND": NOTHING_THERE,
    "ACCESS_DENIED": NOTHING_THERE,
    "REQUEST_TOO_LARGE": TOO_LARGE,
    "UNSUPPORTED_MEDIA_TYPE": Problem(
        "wrong_type", "Send application/json, or with a file one of the kinds that /docs names."
    ),
    "THROTTLED": Problem(
        "too_many", "More is asked just now than is answered. Ask again in a second.", {"Retry-After": "1"}
    ),
    "DEFAULT_4XX": NOT_READABLE,
    "DEFAULT_5XX": Problem("broken", KINDS["broken"].mend),
}
__all__ = [
    "ANYWHERE", "BEGINNING", "FOR_PROGRAMS", "GATEWAY", "NOTHING_THERE", "TOO_LARGE", "problems_only", "tell",
]  # fmt: skip


def problems_only(asked: Request, get_response: Callable[[Request], Response]) -> Response:
    """Middleware: Chalice's own refusals (405, a body it cannot decode) in our shape."""
    response = get_response(asked)
    kind = response.headers.get("Content-Type", "")
    if response.status_code < 400 or kind == MEDIA_TYPE or not door.path().startswith(FOR_PROGRAMS):
        return response
    code = BY_STATUS.get(response.status_code, "broken")
    allow = {name: str(value) for name, value in response.headers.items() if name.lower() == "allow"}
    said = (
        f"This address takes {allow['Allow']}." if code == "wrong_method" else "This request cannot be read."
    )
    return tell(Problem(code, said, allow))
