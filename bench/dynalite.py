"""A DynamoDB whose read units grow with what is read; it needs Node.js and is fetched by its version."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PACKAGE = "dynalite@4.0.0"
PATIENCE_SECONDS = 60


class NotThere(Exception):
    """Why it cannot be asked."""


@contextmanager
def running() -> Iterator[str]:
    """Its endpoint; rows are kept in memory."""
    if not shutil.which("npx"):
        raise NotThere("npx (Node.js) is not installed")
    port = _free_port()
    command = ["npx", "--yes", PACKAGE, "--host", "127.0.0.1", "--port", str(port)]
    quick = ["--createTableMs", "0", "--deleteTableMs", "0", "--updateTableMs", "0"]
    process = subprocess.Popen(
        [*command, *quick], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait_for(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)  # npx and the server it started
        process.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _wait_for(process: subprocess.Popen, port: int) -> None:
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up_at and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise NotThere(f"{PACKAGE} did not start; the first time it has to be fetched from the npm registry")
