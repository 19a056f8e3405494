"""Starts the embedded engine: `launch.py DIRECTORY [--scratch]`. It ends with the last of its users.

Whoever uses the engine holds a shared lock on DIRECTORY/users.lock. The engine looks for it several
times a second and leaves once nobody holds it, so it outlives no owner, not even one that was killed.
"""

import asyncio
import fcntl
import functools
import json
import os
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import journal
import orders

PREFERRED_PORT = 4566
GLANCE_SECONDS = 0.2
LAST_SECONDS = 3.0
LETTING_GO_SECONDS = 2.0


def main(directory: Path, scratch: bool) -> None:
    only_one = _only_engine_of(directory)
    listener = _place(directory, scratch)
    (directory / "engine.json").unlink(missing_ok=True)
    _tell_ministack(listener.getsockname()[1], directory)
    from ministack.services import dynamodb  # reads the environment when imported

    _remember_grammar(dynamodb)
    orders.keep(dynamodb)
    if not scratch:
        journal.Journal(dynamodb, directory / "journal").open()
    with (directory / "users.lock").open("w") as users:
        asyncio.run(_serve(listener, directory, users))
        if scratch:
            shutil.rmtree(directory, ignore_errors=True)
        only_one.close()
    os._exit(0)  # everything acknowledged is on disk; no thread is worth waiting for


def _only_engine_of(directory: Path) -> IO[str]:
    """Wait until no other engine serves this directory; the lock dies with the process."""
    file = (directory / "engine.lock").open("w")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file


def _place(directory: Path, scratch: bool) -> socket.socket:
    """Where it was before: whoever worked with an engine that died asks for it there."""
    if scratch:
        return _listen(0)
    try:
        last = int(json.loads((directory / "engine.json").read_text())["port"])
    except (OSError, ValueError, KeyError):
        return _listen(PREFERRED_PORT)
    return _listen(last, patience=LETTING_GO_SECONDS)


def _listen(port: int, patience: float = 0.0) -> socket.socket:
    """There, or anywhere if that is taken for longer; one that was just killed may be slow to let go."""
    give_up_at = time.monotonic() + patience
    while not (listener := _bound(port)):
        port = port if time.monotonic() < give_up_at else 0
        time.sleep(0.05)
    return listener


def _bound(port: int) -> socket.socket | None:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen()
    except OSError:
        listener.close()
        return None
    return listener


def _tell_ministack(port: int, directory: Path) -> None:
    os.environ |= {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "IOT_MTLS_ENABLED": "0",  # these two would open ports of their own, on every interface
        "SFTP_ENABLED": "0",
        "LOG_LEVEL": "WARNING",
        "PERSIST_STATE": "0",
        "S3_DATA_DIR": str(directory / "s3"),
    }


def _remember_grammar(dynamodb: Any) -> None:
    """It reads a condition anew for every row of a partition, though only the values change."""
    remember = functools.lru_cache(maxsize=1024)
    dynamodb._tokenize = remember(dynamodb._tokenize)
    dynamodb._condition_syntax_error = remember(dynamodb._condition_syntax_error)


async def _serve(listener: socket.socket, directory: Path, users: IO[str]) -> None:
    from hypercorn.asyncio import serve
    from hypercorn.config import Config
    from ministack.app import app

    config = Config()
    config.bind = [f"fd://{listener.detach()}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 0.5
    config.loglevel = "WARNING"
    stop = _when_stopped()
    port = os.environ["GATEWAY_PORT"]
    _write(directory / "engine.json", {"pid": os.getpid(), "port": int(port)})
    await serve(_with_a_name(app, directory), config, shutdown_trigger=lambda: _unused(users, stop))


def _when_stopped() -> asyncio.Event:
    stop = asyncio.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signal_number, stop.set)
    return stop


async def _unused(users: IO[str], stop: asyncio.Event) -> None:
    """Return when it is time to go. The lock, once got, keeps newcomers waiting until we are gone."""
    while not stop.is_set() and not _got(users):
        await asyncio.sleep(GLANCE_SECONDS)
    last_resort = threading.Timer(LAST_SECONDS, os._exit, (0,))
    last_resort.daemon = True
    last_resort.start()


def _got(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _with_a_name(app: Callable, directory: Path) -> Callable:
    """Say at /_aftercare whose engine this is, and turn away web pages: no browser has business here."""

    async def front(scope: dict, receive: Callable, send: Callable) -> None:
        if scope["type"] == "http" and scope["path"] == "/_aftercare":
            await _answer(send, 200, {"directory": str(directory), "pid": os.getpid()})
        elif scope["type"] != "lifespan" and any(name == b"origin" for name, _ in scope["headers"]):
            await _answer(send, 403, {"message": "The embedded engine does not talk to web pages."})
        else:
            await app(scope, receive, send)

    return front


async def _answer(send: Callable, status: int, body: dict) -> None:
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})


def _write(path: Path, content: dict) -> None:
    path.with_suffix(".new").write_text(json.dumps(content))
    path.with_suffix(".new").replace(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--scratch" in sys.argv[2:])
