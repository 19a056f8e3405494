"""An HTTP server that remembers what it was asked and can be told to misbehave."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class StandIn:
    """Give it the next misdeed by `drop`, `hang`, `drip`, `cut_short`, or answer in its place by `say`.

    All but the last happen after the request was carried out: accepted, and nobody told.
    """

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._plan: list[Callable[[BaseHTTPRequestHandler, Asked], None]] = []
        self._lock = threading.Lock()
        self._released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> "StandIn":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def carry_out(self, asked: Asked) -> Answer:
        raise NotImplementedError

    def drop(self) -> None:
        self._plan.append(lambda handler, asked: self._hang_up(handler, asked))

    def hang(self) -> None:
        self._plan.append(lambda handler, asked: self._wait(handler, asked))

    def drip(self) -> None:
        self._plan.append(lambda handler, asked: self._trickle(handler, asked))

    def cut_short(self) -> None:
        self._plan.append(lambda handler, asked: self._half(handler, asked))

    def say(self, answer: Answer, carried_out: bool = False) -> None:
        def speak(handler: BaseHTTPRequestHandler, asked: Asked) -> None:
            if carried_out:
                self.carry_out(asked)
            _write(handler, answer)

        self._plan.append(speak)

    def _hang_up(self, handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        self.carry_out(asked)
        handler.close_connection = True

    def _wait(self, handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        self._hang_up(handler, asked)
        self._released.wait(30)

    def _trickle(self, handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        """A header that does not end, each letter of it in good time."""
        self._hang_up(handler, asked)
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Patience: ")
        for _ in range(300):
            if self._released.wait(0.05):
                return
            handler.wfile.write(b".")

    def _half(self, handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        answer = self.carry_out(asked)
        _head(handler, answer, len(answer.body))
        handler.wfile.write(answer.body[: len(answer.body) // 2])
        handler.close_connection = True

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        url = urlsplit(handler.path)
        length = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(length)
        asked = Asked(handler.command, url.path, url.query, dict(handler.headers), body)
        with self._lock:
            self.asked.append(asked)
            misdeed = self._plan.pop(0) if self._plan else None
        with suppress(BrokenPipeError, ConnectionResetError):
            if misdeed:
                misdeed(handler, asked)
            else:
                _write(handler, self.carry_out(asked))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                stand_in._serve(self)

            do_GET = do_DELETE = do_POST

            def log_message(self, *_: object) -> None:
                """Tests speak for themselves."""

        return Handler


def _head(handler: BaseHTTPRequestHandler, answer: Answer, length: int) -> None:
    handler.send_response(answer.status)
    for name, value in {"Content-Type": "application/json", **answer.headers}.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(length))
    handler.end_headers()


def _write(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    _head(handler, answer, len(answer.body))
    handler.wfile.write(answer.body)


def wait_until(happened: Callable[[], bool], seconds: float = 5) -> None:
    """What a server does after its answer may be a moment late."""
    ends = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < ends, "it never happened"
        time.sleep(0.01)
