"""Twilio's own description of its Messages API, held against all that passes by the stand-in."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from tests.standins.server import Answer, Asked

FORM = "application/x-www-form-urlencoded"
LEFT_OUT = (
    "REFERENCE_DATA names no folder with twilio_messages.json, so requests and answers were not held"
    " against Twilio's own description"
)


class Description:
    """`faults` collects, in words, whatever does not fit."""

    def __init__(self, document: dict[str, Any]) -> None:
        from openapi_core import OpenAPI

        self.api = OpenAPI.from_dict(document)
        self.document = document
        self.faults: list[str] = []

    def check(self, asked: Asked, answer: Answer) -> None:
        from openapi_core.exceptions import OpenAPIError
        from openapi_core.testing import MockResponse

        request = _request(asked)
        try:
            if answer.status < 300:
                self.api.validate_request(request)
                self._check_names(asked)
                self.api.validate_response(request, MockResponse(answer.body, answer.status))
        except OpenAPIError as error:
            self.faults.append(f"{asked.method} {asked.path}: {error} {error.__cause__ or ''}")

    def examples(self, end: str, method: str) -> list[bytes]:
        """The answers that the description shows for `/Messages.json` or `/Messages/{Sid}.json`."""
        operation = self.document["paths"]["/2010-04-01/Accounts/{AccountSid}" + end][method]
        (answer,) = operation["responses"].values()
        shown = answer["content"]["application/json"].get("examples", {})
        return [json.dumps(example["value"]).encode() for example in shown.values()]

    def _check_names(self, asked: Asked) -> None:
        """The description lets unknown fields pass; a misspelt one of ours must not."""
        known = self._names(asked.method, "/Messages.json" in asked.path)
        given = {name for name, _ in parse_qsl(asked.query + "&" + asked.body.decode())}
        unknown = given - known - {"Page", "PageToken"}
        if unknown:
            self.faults.append(
                f"{asked.method} {asked.path} has fields Twilio does not know: {sorted(unknown)}"
            )

    def _names(self, method: str, many: bool) -> set[str]:
        path = "/2010-04-01/Accounts/{AccountSid}/Messages" + (".json" if many else "/{Sid}.json")
        operation = self.document["paths"][path][method.lower()]
        body = operation.get("requestBody", {}).get("content", {}).get(FORM, {}).get("schema", {})
        return {parameter["name"] for parameter in operation["parameters"]} | set(body.get("properties", {}))


def _request(asked: Asked) -> Any:
    from openapi_core.testing import MockRequest

    return MockRequest(
        "https://api.twilio.com",
        asked.method,
        asked.path,
        args=dict(parse_qsl(asked.query)),
        headers=asked.headers,
        data=asked.body or None,
        content_type=FORM,
    )


@cache
def _document(folder: str) -> dict[str, Any] | None:
    path = Path(folder) / "twilio_messages.json"
    return json.loads(path.read_text()) if folder and path.exists() else None


def description() -> Description | None:
    document = _document(os.environ.get("REFERENCE_DATA", ""))
    return Description(document) if document else None
