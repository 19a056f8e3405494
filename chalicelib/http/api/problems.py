"""Refusals as RFC 9457 problems: a stable type with a page of its own, and a text that says how to mend."""

import json
from dataclasses import dataclass
from typing import Any

from chalice import Response

from chalicelib.errors import CareError
from chalicelib.http.api.hints import by_routes

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """One type of problem, as /docs explains it."""

    status: int
    title: str
    mend: str


KINDS = {
    "malformed": Kind(400, "This cannot be read", "Send one JSON object in UTF-8, no deeper than 20 levels."),
    "bad_input": Kind(400, "This cannot be carried out as it is asked", "The detail says what to change."),
    "unauthorized": Kind(
        401, "No key, or none that stands", "Send `Authorization: Bearer ac_...` with a key that stands."
    ),
    "forbidden": Kind(403, "This key may not do that", "Use a key with the scope that the detail names."),
    "not_found": Kind(404, "There is no such thing", "Look the id up again; lists say what there is."),
    "wrong_method": Kind(405, "This address takes no such method", "`Allow` names those that it takes."),
    "conflict": Kind(
        409, "It stands in a way that does not allow this", "Look at it as it is now, then decide anew."
    ),
    "stale": Kind(412, "It was changed meanwhile", "Read it again and send the new `ETag` as `If-Match`."),
    "too_large": Kind(413, "This is too large", "Send less at once; the detail names the limit."),
    "wrong_type": Kind(
        415,
        "This kind of body is not taken here",
        "Send the kind that the detail names, mostly application/json.",
    ),
    "invalid": Kind(422, "Some of what was sent is not right", "`errors` names each place and the mend."),
    "key_reused": Kind(
        422,
        "This Idempotency-Key was used for something else",
        "A new request takes a new key; the same request must be the same in every part.",
    ),
    "condition_missing": Kind(
        428, "This needs If-Match", "Read the thing first and send its `ETag` as `If-Match`."
    ),
    "too_many": Kind(429, "Too many requests", "Wait as long as `Retry-After` says."),
    "broken": Kind(
        500, "Something failed on our side", "Send it again; with an Idempotency-Key nothing happens twice."
    ),
    "not_configured": Kind(503, "A setting is missing", "The detail names what the operator must set."),
}
BY_STATUS = {kind.status: name for name, kind in reversed(KINDS.items())}


class Problem(CareError):
    """A refusal of the door itself; `facts` stand beside the detail, `headers` beside the answer."""

    def __init__(self, code: str, detail: str, headers: dict[str, str] | None = None, **facts: Any):
        super().__init__(detail)
        self.code, self.status = code, KINDS[code].status
        self.headers, self.facts = headers or {}, facts


def invalid(errors: list[dict[str, str]]) -> Problem:
    """All that is wrong at once, so that it can be mended at once."""
    count, first = len(errors), errors[0]
    where = first.get("parameter") or first.get("pointer")
    only = f"{where}: {first['detail']}" if where else first["detail"]
    said = only if count == 1 else f"{count} things are not right; `errors` lists them."
    return Problem("invalid", said, errors=errors)


def tell(error: CareError) -> Response:
    code = error.code if error.code in KINDS else BY_STATUS.get(error.status, "broken")
    facts = {
        "type": f"/docs#{code}", "title": KINDS[code].title, "status": KINDS[code].status, "code": code,
        "detail": by_routes(str(error)), **getattr(error, "facts", {}),
    }  # fmt: skip
    headers = {"Content-Type": MEDIA_TYPE, **getattr(error, "headers", {})}
    return Response(json.dumps(facts, ensure_ascii=False), status_code=facts["status"], headers=headers)
