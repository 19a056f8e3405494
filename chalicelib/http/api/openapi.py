"""The OpenAPI document, made from the declarations that validate."""

import json
from functools import cache
from typing import Any

from chalice import Response
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from chalicelib import settings
from chalicelib.care.keys import SCOPES
from chalicelib.http.api.files import BYTES
from chalicelib.http.api.parameters import HEADERS, PATHS
from chalicelib.http.api.problems import KINDS, MEDIA_TYPE
from chalicelib.http.api.serving import API, MUST_MATCH, Given, Operation
from chalicelib.http.api.shapes import ProblemDetails

REF = "#/components/schemas/{model}"
# Whatever is asked for may be answered so.
ALWAYS = (400, 401, 403, 404, 422, 429, 500)
WITH_A_BODY = (413, 415)
ELSEWHERE = {
    "description": "From a bucket: fetch it at `Location` within a minute, without the key.",
    "headers": {"Location": {"schema": {"type": "string"}, "required": True}},
}
ABOUT = """Sales in, care out. Every request needs a key (`.venv/bin/aftercare key create`), sent as
`Authorization: Bearer ac_...`. A key has its share of requests a second; behind several processes each
counts for itself, so it guards against runaways and is no exact quota.

What goes wrong is told as a problem (RFC 9457) whose `detail` says how to mend it. A name that is not
described here is refused, not ignored.

A POST with an `Idempotency-Key` is carried out once within 24 hours; asked again, it is answered with the
status of the first time and the thing as it stands now. Where our side died in the middle, ask again with
the same key after a minute: it is finished, or you are told how it stands.

What two may change at once has an `ETag`; send it as `If-Match`.

Lists come in pages: send `next` as `cursor`, and stop where `next` is null. Times are RFC 3339, in UTC where
they come from us."""


@API.route("/v1/openapi.json", methods=["GET"])
def document_served() -> Response:
    text = json.dumps(document(), ensure_ascii=False)
    return Response(text, headers={"Content-Type": "application/json", "Cache-Control": "max-age=600"})


@cache
def document() -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    for operation in API.operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Aftercare", "version": "1", "description": ABOUT},
        "servers": [{"url": settings.read().public_base_url.rstrip("/")}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "responses": {str(status): _problem(status) for status in _statuses()},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": _scopes()}},
        },
    }


def _scopes() -> str:
    return "\n".join(f"* `{name}`: {what}" for name, what in SCOPES.items())


def _operation(of: Operation) -> dict[str, Any]:
    summary, rest = of.says
    found: dict[str, Any] = {
        "operationId": of.id,
        "tags": [of.noun],
        "summary": summary,
        "description": f"{rest}\n\nScope: `{of.scope}`.".strip(),
        "parameters": _parameters(of),
        "responses": _responses(of),
    }
    if content := _content(of):
        found["requestBody"] = {"required": True, "content": content}
    return found


def _content(of: Operation) -> dict[str, Any]:
    """By media type what a body may be."""
    if of.takes:
        return {"application/json": {"schema": _ref(of.takes), "examples": examples(of.takes)}}
    text = {"schema": {"type": "string", "minLength": 1}, "examples": {"example1": {"value": of.shows}}}
    return {kind: text if kind.startswith("text/") else {} for kind in of.file}


def examples(model: type[BaseModel]) -> dict[str, Any]:
    extra = model.model_config.get("json_schema_extra")
    given = extra.get("examples", []) if isinstance(extra, dict) else []
    return {f"example{number}": {"value": value} for number, value in enumerate(given, 1)}  # type: ignore[arg-type]


def _parameters(of: Operation) -> list[dict[str, Any]]:
    names = [part[1:-1] for part in of.path.split("/") if part.startswith("{")]
    found = [{"name": name, "in": "path", "required": True, **PATHS[name]} for name in names]
    found += _query(of.asks) if of.asks else []
    if of.once:
        found.append({"name": "Idempotency-Key", "in": "header", **HEADERS["Idempotency-Key"]})
    if of.match:
        required = of.match == MUST_MATCH
        found.append({"name": "If-Match", "in": "header", "required": required, **HEADERS["If-Match"]})
    return found


def _query(model: type[BaseModel]) -> list[dict[str, Any]]:
    schema = model.model_json_schema()
    found = []
    for name, shape in schema["properties"].items():
        shape = {key: value for key, value in shape.items() if key != "title"}
        example = {"example": shape.pop("examples")[0]} if "examples" in shape else {}
        about = {"description": shape.pop("description")} if "description" in shape else {}
        required = name in schema.get("required", ())
        found.append({"name": name, "in": "query", "required": required, "schema": shape, **about, **example})
    return found


def _responses(of: Operation) -> dict[str, Any]:
    good = {str(status): _good(of, status, model) for status, model in of.gives.items()}
    good |= {"303": ELSEWHERE} if bytes in of.gives.values() else {}
    statuses = {*ALWAYS, *of.refuses, *(WITH_A_BODY if of.takes or of.file else ())}
    statuses |= {409, 422} if of.once else set()
    statuses |= {412} if of.match else set()
    statuses |= {428} if of.match == MUST_MATCH else set()
    return good | {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(statuses)}


def _good(of: Operation, status: int, model: Given) -> dict[str, Any]:
    said = {200: "As it stands.", 201: "Recorded.", 202: "Taken; it is worked off by itself."}
    found: dict[str, Any] = {"description": said[status], "content": _told(model)}
    if of.links:
        found["links"] = {name: _link(name, where) for name, where in of.links.items()}
    if of.match:
        found["headers"] = {"ETag": {"schema": {"type": "string"}, "description": "For `If-Match`."}}
    return found


def _told(model: Given) -> dict[str, Any]:
    if issubclass(model, str):
        return {"text/csv": {"schema": {"type": "string"}}}
    if issubclass(model, bytes):
        return {BYTES: {}}
    return {"application/json": {"schema": _ref(model)}}


def _link(name: str, where: Any) -> dict[str, Any]:
    return {"operationId": name, "parameters": dict(where)}


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REF.format(model=model.__name__)}


def _schemas() -> dict[str, Any]:
    taken = {of.takes for of in API.operations if of.takes}
    told = {model for of in API.operations for model in of.gives.values()} | {ProblemDetails}
    given = {model for model in told if issubclass(model, BaseModel)}
    models: list[Any] = [(model, "validation") for model in taken]
    models += [(model, "serialization") for model in given]
    models.sort(key=lambda pair: pair[0].__name__)
    _, schema = models_json_schema(models, ref_template=REF)
    return schema["$defs"]


def _statuses() -> list[int]:
    return sorted({kind.status for kind in KINDS.values()})


def _problem(status: int) -> dict[str, Any]:
    kinds = [(name, kind) for name, kind in KINDS.items() if kind.status == status]
    found: dict[str, Any] = {
        "description": " ".join(f"`{name}`: {kind.title}. {kind.mend}" for name, kind in kinds),
        "content": {MEDIA_TYPE: {"schema": _ref(ProblemDetails)}},
    }
    if status == 429:
        wait = {"type": "integer", "minimum": 1}
        found["headers"] = {"Retry-After": {"schema": wait, "description": "Seconds.", "required": True}}
    return found
