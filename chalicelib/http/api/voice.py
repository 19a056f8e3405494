"""What stands around the views of /v1 answers in problems, too: no view, no such method, a failure."""

from collections.abc import Callable

from chalice import Response
from chalice.app import Request

from chalicelib.http import door
from chalicelib.http.api.problems import BY_STATUS, MEDIA_TYPE, Problem, tell

BEGINNING = "/v1/"
# API Gateway answers these itself, from gateway responses in the template.
NOTHING_THERE = tell(
    Problem("not_found", "There is nothing at this address; /docs lists what there is.")
).body.encode()
TOO_LARGE = tell(
    Problem("too_large", "At most 10 MB are taken at once. Send less, or in parts.")
).body.encode()
__all__ = ["BEGINNING", "MEDIA_TYPE", "NOTHING_THERE", "TOO_LARGE", "problems_only"]


def problems_only(asked: Request, get_response: Callable[[Request], Response]) -> Response:
    """Middleware: Chalice's own refusals (405, a body it cannot decode) in our shape."""
    response = get_response(asked)
    kind = response.headers.get("Content-Type", "")
    if response.status_code < 400 or kind == MEDIA_TYPE or not door.path().startswith(BEGINNING):
        return response
    code = BY_STATUS.get(response.status_code, "broken")
    allow = {name: str(value) for name, value in response.headers.items() if name.lower() == "allow"}
    said = (
        f"This address takes {allow['Allow']}." if code == "wrong_method" else "This request cannot be read."
    )
    return tell(Problem(code, said, allow))
