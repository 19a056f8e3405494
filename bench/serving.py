"""How many simple requests a second the laptop's server answers to 16 clients that keep their connections,
server and clients on this machine's cores together."""

import json
import multiprocessing
import os
import selectors
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import urlopen

from chalice import Response

from chalicelib import local
from chalicelib.http import door
from chalicelib.http.door import Door
from chalicelib.local.gateway import Gateway
from chalicelib.local.listening import THREADS, listen
from chalicelib.records.memory import Memory
from chalicelib.records.table import Row

# Others who want the same cores only take away: the best round says most of the server.
CLIENTS, ROUNDS, SECONDS, LEAST = 16, 3, 1.5, 1000
# Whoever tries as many links as a load does is soon told to wait, which is a page of its own.
PAGES = {
    "a file": "/c/style.css",
    "a small answer in JSON": "/v1/bench",
    "a page that asks a customer to wait": "/l/zzzzzzzzzzzz",
}
API = Door(__name__, door.problem)


@API.route("/v1/bench", methods=["GET"])
def answer() -> Response:
    """As large as a page of a list."""
    items = [
        {"id": f"c{number:012d}", "name": "晨光橡木", "at": "2026-03-02T01:30:00Z"} for number in range(10)
    ]
    return Response({"items": items, "next": None})


@API.route("/v1/worked", methods=["GET"])
def worked() -> Response:
    return Response({"seconds": time.process_time()})


def rows() -> Iterator[dict[str, Any]]:
    others = os.getloadavg()[0]
    with _served() as port:
        for what, path in PAGES.items():
            _load(port, path, 0.5)
            rounds = [_round(port, path) for _ in range(ROUNDS)]
            done, wrong, worst, each = max(rounds)
            yield {
                "what": f"requests a second on a laptop: {what}", "measured": round(done / SECONDS, 1),
                "budget": LEAST, "ok": _judged(done, wrong, others),
                "how": f"{CLIENTS} clients that keep their connections, best of {ROUNDS} times {SECONDS} s, "
                f"table in memory, {THREADS} threads; {each:.2f} ms of the server's processor time each, "
                f"slowest {worst * 1000:.0f} ms, {wrong} answers of 500 and above; others wanted "
                f"{others:.1f} of {os.cpu_count()} cores before it began",
            }  # fmt: skip


def _judged(done: int, wrong: int, others: float) -> bool | None:
    """Too few a second on a machine that others were busy on says nothing."""
    if done / SECONDS >= LEAST or wrong:
        return not wrong
    return None if others >= (os.cpu_count() or 1) else False


@contextmanager
def _served() -> Iterator[int]:
    """In a process of its own, as `aftercare run` is."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()  # so that a server that dies at its start ends the waiting
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


def _serve(told: Any) -> None:
    Row.engine = Memory()
    program = local.program()
    program.register_blueprint(API)
    server = listen(0, Gateway(program))
    told.send(server.effective_port)
    server.run()


def _round(port: int, path: str) -> tuple[int, int, float, float]:
    """(answers, those of 500 and above, the longest wait, milliseconds of the server's processor each)"""
    before = _worked(port)
    done, wrong, worst = _load(port, path, SECONDS)
    return done, wrong, worst, (_worked(port) - before) / done * 1000


def _worked(port: int) -> float:
    with urlopen(f"http://localhost:{port}/v1/worked", timeout=10) as told:
        return float(json.load(told)["seconds"])


def _load(port: int, path: str, seconds: float) -> tuple[int, int, float]:
    """(answers, those of 500 and above, the longest wait)"""
    asked = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode()
    waiting, found = selectors.DefaultSelector(), [0, 0, 0.0]
    for _ in range(CLIENTS):
        client = socket.create_connection(("127.0.0.1", port), timeout=10)
        waiting.register(client, selectors.EVENT_READ, _Client(client, asked))
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        for key, _ in waiting.select(timeout=1):
            if waited := key.data.read():
                found[0] += 1
                found[1] += key.data.status >= 500
                found[2] = max(found[2], waited)
                key.data.ask()
    for key in list(waiting.get_map().values()):
        key.fileobj.close()  # type: ignore[union-attr]
    return int(found[0]), int(found[1]), found[2]


class _Client:
    """One connection that asks again as soon as it is answered."""

    def __init__(self, connection: socket.socket, asked: bytes) -> None:
        self._connection, self._asked, self.status = connection, asked, 0
        self.ask()

    def ask(self) -> None:
        self._got, self._since = b"", time.perf_counter()
        self._connection.sendall(self._asked)

    def read(self) -> float:
        """Seconds it took, once the answer is whole."""
        more = self._connection.recv(65536)
        if not more:
            raise ConnectionError("the server closed a connection that was to be kept")
        self._got += more
        head, mark, body = self._got.partition(b"\r\n\r\n")
        if not mark:
            return 0.0
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        if len(body) < length:
            return 0.0
        self.status = int(head.split(b" ", 2)[1])
        return time.perf_counter() - self._since
