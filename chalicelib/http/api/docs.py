"""/docs: the OpenAPI document as a page that reads without JavaScript."""

import json
from functools import cache
from typing import Any

from chalice import Response

from chalicelib import plans, words
from chalicelib.care.keys import SCOPES
from chalicelib.http import door, pages
from chalicelib.http.api import openapi
from chalicelib.http.api.files import BYTES
from chalicelib.http.api.problems import KINDS
from chalicelib.http.api.serving import API, Operation
from chalicelib.http.door import Door

DOCS = Door(__name__, pages.refused)
KINDS_OF_VALUE = {
    "string": "text", "integer": "whole number", "boolean": "true or false", "null": "null",
    "object": "object",
}  # fmt: skip
# Whoever comes to connect a shop's system begins with these.
FIRST = ("sales", "customers", "imports")
MEDIA = {str: "text/csv", bytes: BYTES}
FORMATS = {"date": "day", "date-time": "moment"}


@DOCS.route("/docs", methods=["GET"])
def show() -> Response:
    return door.html(_page())


@DOCS.route("/docs/style.css", methods=["GET"])
def style() -> Response:
    return door.style(pages.stylesheet("docs/style.css"))


@cache
def _page() -> str:
    shop = plans.shop_defaults()
    facts = {
        "shop_name": shop.name.get("en") or shop.name[shop.language], "about": openapi.ABOUT.split("\n\n"),
        "base": openapi.document()["servers"][0]["url"], "nouns": _nouns(), "shapes": _shapes(),
        "scopes": SCOPES, "problems": KINDS,
    }  # fmt: skip
    return words.page("api", "en", facts, folder="docs")


def _nouns() -> dict[str, list[dict[str, Any]]]:
    """The operations under the nouns that they are about."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in FIRST}
    for of in API.operations:
        found.setdefault(of.noun, []).append(_operation(of))
    return found


def _operation(of: Operation) -> dict[str, Any]:
    described = openapi.document()["paths"][of.path][of.method.lower()]
    summary, rest = of.says
    return {
        "id": of.id, "method": of.method, "path": of.path, "summary": summary, "rest": rest.split("\n\n"),
        "scope": of.scope, "parameters": [_parameter(one) for one in described["parameters"]],
        "takes": of.takes.__name__ if of.takes else "", "files": of.file, "example": _example(of),
        "answers": [(status, _named(model), MEDIA.get(model, "")) for status, model in of.gives.items()],
        "refuses": [int(status) for status in described["responses"] if int(status) >= 400],
    }  # fmt: skip


def _named(model: type) -> str:
    """A shape's name; of what is no JSON nothing."""
    return "" if model in MEDIA else model.__name__


def _example(of: Operation) -> str:
    if of.takes is None:
        return of.shows
    shown = next(iter(openapi.examples(of.takes).values()))["value"]
    return json.dumps(shown, ensure_ascii=False, indent=2)


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": one["name"], "where": one["in"], "required": one.get("required", False),
        "kind": _kind(one["schema"]), "description": one.get("description", ""),
        "example": one.get("example", ""),
    }  # fmt: skip


def _shapes() -> dict[str, dict[str, Any]]:
    """Every object that goes in or out, by name."""
    known = openapi.document()["components"]["schemas"]
    asked = _asked(known)
    return {name: _shape(schema, name in asked) for name, schema in sorted(known.items())}


def _asked(known: dict[str, Any]) -> set[str]:
    """What goes in, and what that is made of. Of what comes out every field is always there."""
    found: set[str] = set()
    open_ones = [of.takes.__name__ for of in API.operations if of.takes]
    while open_ones:
        found.add(name := open_ones.pop())
        parts = {_referred(one) for one in known[name].get("properties", {}).values()} - found - {""}
        open_ones += sorted(parts)
    return found


def _shape(schema: dict[str, Any], asked: bool) -> dict[str, Any]:
    required = schema.get("required", ()) if asked else ()
    fields = [_field(name, one, name in required) for name, one in schema.get("properties", {}).items()]
    return {"about": schema.get("description", ""), "fields": fields}


def _field(name: str, schema: dict[str, Any], required: bool) -> dict[str, Any]:
    inner: dict[str, Any] = next((one for one in schema.get("anyOf", ()) if "description" in one), {})
    about = schema.get("description") or inner.get("description", "")
    return {
        "name": name, "kind": _kind(schema), "shape": _referred(schema), "required": required,
        "description": about, "limits": _limits(schema),
    }  # fmt: skip


def _kind(schema: dict[str, Any]) -> str:
    """What kind of value, in plain words."""
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        return " | ".join(json.dumps(one) for one in schema.get("enum", [schema.get("const")]))
    if reference := schema.get("$ref", ""):
        return reference.rpartition("/")[2]
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    return FORMATS.get(schema.get("format", "")) or KINDS_OF_VALUE.get(schema.get("type", ""), "anything")


def _referred(schema: dict[str, Any]) -> str:
    """The shape that a field leads to, if it does."""
    inner: list[dict[str, Any]] = [schema, schema.get("items", {}), *schema.get("anyOf", ())]
    return next((one["$ref"].rpartition("/")[2] for one in inner if "$ref" in one), "")


def _limits(schema: dict[str, Any]) -> str:
    said = {
        "maxLength": "at most {} letters", "maxItems": "at most {} entries", "minimum": "from {}",
        "maximum": "to {}",
    }  # fmt: skip
    inner: list[dict[str, Any]] = [schema, *schema.get("anyOf", ())]
    return ", ".join(form.format(one[name]) for one in inner for name, form in said.items() if name in one)
