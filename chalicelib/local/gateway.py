"""What stands before the program on a laptop: a web server's request turned into the event that API
Gateway would send, and the answer turned back."""

import base64
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, unquote

from chalice import Chalice

from chalicelib.http.api import voice
from chalicelib.http.api.problems import Problem

Start = Callable[..., Any]
Event = dict[str, Any]
PLAIN = [("Content-Type", "text/plain; charset=utf-8")]
LOOPBACK = ("127.0.0.1", "::1")
# What API Gateway takes at most.
LARGEST_BODY = 10 * 1024 * 1024
# Nobody knows here which language the reader wants.
TOO_LARGE = """This is more than 10 MB, the most that is taken at once. Go back and send less, or in parts.

内容超过10 MB，一次收不下。请返回，少选几个文件，或者分几次发。

內容超過10 MB，一次收不下。請返回，少選幾個檔案，或分幾次發送。
""".encode()
LOST = b"There is no page at this address. Begin at / and follow the links."


@dataclass(frozen=True)
class Gateway:
    """A WSGI application around a Chalice one. `after_post` is told when something may have changed."""

    app: Chalice
    after_post: Callable[[], None] = lambda: None

    def __call__(self, environ: Mapping[str, Any], start: Start) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        place = self._place(_raw_path(environ)) or self._anywhere(environ)
        if place is None:
            return _refused(start, _raw_path(environ), voice.NOTHING_THERE, LOST)
        if int(environ.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
            return _refused(start, _raw_path(environ), voice.TOO_LARGE, TOO_LARGE)
        answer = self.app(_event(environ, *place), None)
        if method == "POST" and answer["statusCode"] < 400:
            self.after_post()
        body = _body_of(answer)
        return _answer(start, answer["statusCode"], _headers_of(answer), body, silent=method == "HEAD")

    def _place(self, raw: str) -> tuple[str, dict[str, str]] | None:
        """The route's pattern and the path's values; a route that spells out more goes first."""
        parts = raw.strip("/").split("/")
        found = [(pattern, _matched(wanted, parts)) for pattern, wanted in self._routes.get(len(parts), ())]
        fitting = [(pattern, values) for pattern, values in found if values is not None]
        return min(fitting, key=lambda one: len(one[1]), default=None)

    def _anywhere(self, environ: Mapping[str, Any]) -> tuple[str, dict[str, str]] | None:
        """Where the program itself answers what is no address of its own."""
        asks = environ["REQUEST_METHOD"] in ("GET", "HEAD") and voice.ANYWHERE in self.app.routes
        return (voice.ANYWHERE, {"anywhere": unquote(_raw_path(environ).strip("/"))}) if asks else None

    @cached_property
    def _routes(self) -> dict[int, list[tuple[str, list[str]]]]:
        """By their number of parts: the patterns, whole and in parts."""
        found: dict[int, list[tuple[str, list[str]]]] = {}
        for pattern in set(self.app.routes) - {voice.ANYWHERE}:
            wanted = pattern.strip("/").split("/")
            found.setdefault(len(wanted), []).append((pattern, wanted))
        return found


def _refused(start: Start, path: str, problem: Problem, plain: bytes) -> list[bytes]:
    """As API Gateway would, without asking the program; who asks for /v1 is a program and gets a problem."""
    if path == "/v1" or path.startswith(voice.BEGINNING):
        told = voice.tell(problem)
        headers = [(name, str(text)) for name, text in told.headers.items()]
        return _answer(start, problem.status, headers, told.body.encode())
    return _answer(start, problem.status, PLAIN, plain)


def _matched(wanted: list[str], parts: list[str]) -> dict[str, str] | None:
    values = {}
    for want, part in zip(wanted, parts, strict=True):
        if want.startswith("{") and part:
            values[want[1:-1]] = unquote(part)
        elif want != part:
            return None
    return values


def _event(environ: Mapping[str, Any], pattern: str, values: dict[str, str]) -> Event:
    """As API Gateway's REST flavour writes it. HEAD is asked as GET, its body left away later."""
    method = "GET" if environ["REQUEST_METHOD"] == "HEAD" else environ["REQUEST_METHOD"]
    headers, path = _headers(environ), _raw_path(environ)
    query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True) or None
    text, encoded = _body(environ)
    return {
        "resource": pattern,
        "path": path,
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        # API Gateway's REST flavour has no such entry; what was signed needs the query as it was written.
        "rawQueryString": environ.get("QUERY_STRING", ""),
        "queryStringParameters": {name: each[-1] for name, each in query.items()} if query else None,
        "multiValueQueryStringParameters": query,
        "pathParameters": values or None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": pattern,
            "httpMethod": method,
            "path": path,
            "stage": "local",
            "domainName": headers.get("host", ""),
            "identity": {"sourceIp": _visitor(environ)},
        },
        "body": text,
        "isBase64Encoded": encoded,
    }


def _visitor(environ: Mapping[str, Any]) -> str:
    """Who asks: behind a tunnel that ends on this machine, whom the tunnel names last."""
    peer, named = environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", "")
    return named.rpartition(",")[2].strip() if named and peer in LOOPBACK else peer


def _raw_path(environ: Mapping[str, Any]) -> str:
    """As it was sent, so that a slash written %2F stays within its value."""
    return environ["REQUEST_URI"].partition("?")[0] if "REQUEST_URI" in environ else environ["PATH_INFO"]


def _headers(environ: Mapping[str, Any]) -> dict[str, str]:
    named = {key[5:]: value for key, value in environ.items() if key.startswith("HTTP_")}
    named |= {key: environ[key] for key in ("CONTENT_TYPE", "CONTENT_LENGTH") if environ.get(key)}
    # Whoever names nothing takes anything; without it Chalice hands out no bytes.
    return {"accept": "*/*", **{key.replace("_", "-").lower(): value for key, value in named.items()}}


def _body(environ: Mapping[str, Any]) -> tuple[str | None, bool]:
    """The body as text, or in base64 where it is none."""
    raw = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    try:
        return raw.decode() or None, False
    except UnicodeDecodeError:
        return base64.b64encode(raw).decode(), True


def _body_of(answer: Event) -> bytes:
    body = answer["body"]
    return base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()


def _headers_of(answer: Event) -> list[tuple[str, str]]:
    many = [(name, value) for name, values in answer["multiValueHeaders"].items() for value in values]
    return [*answer["headers"].items(), *many]


def _answer(
    start: Start, status: int, headers: list[tuple[str, str]], body: bytes, silent: bool = False
) -> list[bytes]:
    length = [] if status == 204 else [("Content-Length", str(len(body)))]
    start(f"{status} {HTTPStatus(status).phrase}", [*headers, *length])
    return [] if silent or status == 204 else [body]
