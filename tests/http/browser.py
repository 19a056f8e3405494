"""Talks to the WSGI gateway as a browser would, without a socket."""

import io
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from chalicelib.local.gateway import Gateway


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass
class Browser:
    gateway: Gateway
    language: str = ""
    host: str = "localhost:8000"
    address: str = "127.0.0.1"
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, url: str, **headers: str) -> Answer:
        return self.ask("GET", url, **headers)

    def head(self, url: str) -> Answer:
        return self.ask("HEAD", url)

    def post(self, url: str, form: dict[str, Any] | None = None, **headers: str) -> Answer:
        body = urlencode(form or {}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return self.ask("POST", url, body, **headers)

    def ask(self, method: str, url: str, body: bytes = b"", **headers: str) -> Answer:
        place = urlsplit(url)
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": place.path, "QUERY_STRING": place.query,
            "REQUEST_URI": place.path + (f"?{place.query}" if place.query else ""),
            "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body), "REMOTE_ADDR": self.address,
        }  # fmt: skip
        sent = {"Host": self.host, "Accept-Language": self.language, **self.headers, **headers}
        for name, value in sent.items():
            plain = name.replace("-", "_").upper()
            environ[plain if plain == "CONTENT_TYPE" else f"HTTP_{plain}"] = value
        told: list[Any] = []
        body = b"".join(self.gateway(environ, lambda status, heads: told.extend((status, heads))))
        return Answer(int(told[0].split()[0]), told[1], body)

    def follow(self, url: str) -> Answer:
        """As a person opens a link: one redirect, then the page."""
        answer = self.get(url)
        return self.get(answer.header("Location")) if answer.status == 303 else answer
