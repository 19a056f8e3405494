"""A route declared once: its scope, what it takes, what it answers, with links. The same declaration
validates each request and is written into the OpenAPI document."""

import inspect
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, unquote

from chalice import Response
from pydantic import BaseModel

from chalicelib import clock, settings
from chalicelib.care import requests
from chalicelib.errors import CareError, Conflict, NotFound
from chalicelib.http import door
from chalicelib.http.api import admission, files, problems, reading
from chalicelib.http.api.problems import Problem
from chalicelib.http.api.shapes import Paged
from chalicelib.http.door import ANY, Door
from chalicelib.ids import fingerprint
from chalicelib.records import plain
from chalicelib.records.keys import Key

LONGEST_ID = 600
NO_MATCH, MAY_MATCH, MUST_MATCH = "", "optional", "required"

# A shape as JSON, a text as CSV, bytes as a download.
Given = type[BaseModel] | type[str] | type[bytes]


@dataclass(frozen=True)
class Call:
    """One admitted request. `given` is its Idempotency-Key, `seen` the tag of what its sender saw last."""

    key: Key
    now: datetime
    body: Any = None
    sent: Any = None
    query: Any = None
    given: str = ""
    seen: str = ""

    def who(self) -> str:
        """Whose deed it is: the person named in the body, else the key."""
        return getattr(self.body, "by", "") or f"key {self.key.name}"


@dataclass(frozen=True)
class Answer:
    """`place` is where the thing can be looked at, `tag` its version. A text goes out as CSV, a response
    as it is."""

    value: Any
    status: int = 200
    place: str = ""
    tag: str = ""


@dataclass(frozen=True)
class Operation:
    """`once`: what to do with an Idempotency-Key: keep it here ("kept"), or the view sees to it ("own").
    `outer`: it reaches a customer, so what was cut short is never done again blindly.
    `file`: the kinds of file that are taken whole in place of JSON; `shows` is one of the first kind."""

    method: str
    path: str
    view: Callable[..., Any]
    scope: str
    gives: Mapping[int, Given]
    takes: type[BaseModel] | None = None
    file: tuple[str, ...] = ()
    shows: str = ""
    asks: type[BaseModel] | None = None
    match: str = NO_MATCH
    once: str = ""
    outer: bool = False
    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    refuses: tuple[int, ...] = ()

    @property
    def noun(self) -> str:
        return self.view.__module__.rpartition(".")[2]

    @property
    def id(self) -> str:
        return f"{self.noun}_{self.view.__name__}"

    @property
    def says(self) -> tuple[str, str]:
        """The first line of the view's own words, and the rest."""
        first, _, rest = inspect.cleandoc(self.view.__doc__ or "").partition("\n")
        return first, rest.strip()

    def serve(self, **path: str) -> Response:
        now = clock.now()
        key = admission.admit(door.request(), self.scope, now)
        call = self._call(key, now)
        _check_path(path)
        answer = self._once(call, path) if self.once == "kept" and call.given else self._done(call, path)
        return _written(answer)

    def _call(self, key: Key, now: datetime) -> Call:
        body, sent = self._body()
        query = reading.query(self.asks or Nothing)
        return Call(key, now, body, sent, query, _given(self.once), _seen(self.match))

    def _body(self) -> tuple[Any, Any]:
        if self.file:
            return files.body(self.file)
        return reading.body(self.takes) if self.takes else (None, None)

    def _done(self, call: Call, path: Mapping[str, str]) -> Answer:
        found = self.view(call, **path)
        return found if isinstance(found, Answer) else Answer(found)

    def _once(self, call: Call, path: Mapping[str, str]) -> Answer:
        """Carried out the first time; afterwards the result is shown as it stands now."""
        asked = fingerprint([self.method, self.path, dict(path), call.query.model_dump(), call.sent])
        row = requests.begin(call.key.id, call.given, asked, call.now)
        if row.status:
            return API.look(row.place, call, int(row.status))
        if row.cut_short and self.outer:
            raise Conflict(
                "This request was cut short on our side, and what it sends may be gone out. Look at how it "
                "stands; if it was not done, send it again with a new Idempotency-Key."
            )
        try:
            answer = self._done(call, path)
        except CareError:
            requests.give_back(row)
            raise
        requests.end(row, answer.status, answer.place)
        return answer


class Nothing(BaseModel):
    """No query at all."""

    model_config = {"extra": "forbid"}


class Api(Door):
    """The door of /v1, which knows all that it offers."""

    def __init__(self) -> None:
        super().__init__(__name__, problems.tell)
        self.operations: list[Operation] = []

    def get(self, path: str, **said: Any) -> Callable[..., Any]:
        return self._declared("GET", path, {"scope": "read", **said})

    def post(self, path: str, **said: Any) -> Callable[..., Any]:
        return self._declared("POST", path, {"scope": "write", "once": "kept", **said})

    def patch(self, path: str, **said: Any) -> Callable[..., Any]:
        return self._declared("PATCH", path, {"scope": "write", "match": MUST_MATCH, **said})

    def _declared(self, method: str, path: str, said: dict[str, Any]) -> Callable[..., Any]:
        def declare(view: Callable[..., Any]) -> Callable[..., Any]:
            operation = Operation(method, path, view, **said)
            self.operations.append(operation)

            def served(**values: str) -> Response:
                return operation.serve(**values)

            served.__name__ = operation.id
            self.route(path, methods=[method], content_types=ANY)(served)
            return view

        return declare

    def look(self, place: str, call: Call, status: int) -> Answer:
        """What stands at a place, by the view that shows it."""
        for operation in self.operations:
            values = _fitting(operation.path, place) if operation.method == "GET" else None
            if values is not None:
                shown = Call(call.key, call.now, query=(operation.asks or Nothing)())
                answer = operation._done(shown, values)
                return Answer(answer.value, status, answer.place, answer.tag)
        raise NotFound(f"What came of it stood at {place} and is gone.")


def _fitting(pattern: str, place: str) -> dict[str, str] | None:
    wants, parts = pattern.split("/"), place.split("/")
    if len(wants) != len(parts):
        return None
    pairs = [(want, part) for want, part in zip(wants, parts, strict=True) if want != part]
    named = {want[1:-1]: unquote(part) for want, part in pairs if want.startswith("{")}
    return named if len(named) == len(pairs) else None


def place(*parts: str) -> str:
    """The path of a thing: every part as it must be written there."""
    return "/v1/" + "/".join(quote(part, safe="") for part in parts)


def _check_path(path: Mapping[str, str]) -> None:
    for text in path.values():
        if len(text.encode(errors="replace")) > LONGEST_ID or not text.isprintable() or not text.strip():
            raise NotFound("No id looks like this. Lists say which ids there are.")


def _given(once: str) -> str:
    text = door.request().headers.get("idempotency-key", "") if once else ""
    if len(text) > 200 or not (text.isascii() and text.isprintable()):
        detail = "A key has at most 200 characters of ASCII; a UUID is a good one."
        raise problems.invalid([{"parameter": "Idempotency-Key", "detail": detail}])
    return text


def _seen(match: str) -> str:
    text = door.request().headers.get("if-match", "").strip() if match else ""
    if match == MUST_MATCH and not text:
        raise Problem(
            "condition_missing", "Read it first, and send its `ETag` as `If-Match` with the change."
        )
    if text and not (len(text) > 2 and text.startswith('"') and text.endswith('"')):
        detail = 'Send the one `ETag` as it came, quotes and all, such as "5vG...".'
        raise problems.invalid([{"parameter": "If-Match", "detail": detail}])
    return text.strip('"')


def _written(answer: Answer) -> Response:
    if isinstance(answer.value, Response):
        return answer.value
    is_text = isinstance(answer.value, str)
    headers: dict[str, str | list[str]] = {"Content-Type": files.CSV if is_text else "application/json"}
    if answer.tag:
        headers["ETag"] = f'"{answer.tag}"'
    if answer.place and answer.status in (201, 202):
        # Whole, since a stage of API Gateway may stand before the path.
        headers["Location"] = settings.read().public_base_url.rstrip("/") + answer.place
    text = answer.value if is_text else json.dumps(answer.value, ensure_ascii=False, default=plain.value)
    return Response(text, status_code=answer.status, headers=headers)


API = Api()
__all__ = ["API", "MAY_MATCH", "MUST_MATCH", "Answer", "Call", "Paged", "place"]
