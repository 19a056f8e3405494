"""A till's own program: it speaks JSON and brings its key."""

import json
from dataclasses import dataclass, field
from typing import Any

from tests.http.browser import Answer, Browser


@dataclass
class Told:
    answer: Answer

    @property
    def status(self) -> int:
        return self.answer.status

    @property
    def value(self) -> Any:
        return json.loads(self.answer.text)

    @property
    def tag(self) -> str:
        return self.answer.header("ETag")

    def header(self, name: str) -> str:
        return self.answer.header(name)

    def __getitem__(self, name: str) -> Any:
        return self.value[name]

    def pointers(self) -> dict[str, str]:
        return {fault.get("pointer") or fault.get("parameter"): fault["detail"] for fault in self["errors"]}


@dataclass
class Till:
    browser: Browser
    token: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Told:
        return self.ask("GET", path, None, **headers)

    def post(self, path: str, body: Any, once: str = "", seen: str = "", **headers: str) -> Told:
        named = {"Idempotency-Key": once, "If-Match": seen}
        return self.ask("POST", path, body, **{k: v for k, v in named.items() if v}, **headers)

    def patch(self, path: str, body: Any, seen: str = "") -> Told:
        return self.ask("PATCH", path, body, **({"If-Match": seen} if seen else {}))

    def ask(self, method: str, path: str, body: Any, **headers: str) -> Told:
        raw = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        kind = {} if body is None else {"Content-Type": "application/json"}
        answer = self.browser.ask(method, path, raw, **{**sent, **kind, **self.headers, **headers})
        told = Told(answer)
        if told.status >= 400:
            assert answer.header("Content-Type") == "application/problem+json", answer.text
            assert told["status"] == told.status
        return told
