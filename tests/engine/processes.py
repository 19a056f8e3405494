"""A hard death for the engine under test."""

import json
import os
import random
import signal
import socket
import time
from contextlib import suppress
from pathlib import Path


def settle(data: Path) -> None:
    """Let it live at a port that nobody else is given: below those that a system hands out."""
    port = next(port for port in iter(lambda: random.randrange(20_000, 32_000), None) if free(port))
    data.mkdir(parents=True)
    (data / "engine.json").write_text(json.dumps({"port": port}))


def free(port: int) -> bool:
    with socket.socket() as listener, suppress(OSError):
        listener.bind(("127.0.0.1", port))
        return True
    return False


def pid_of(data: Path) -> int:
    return json.loads((data / "engine.json").read_text())["pid"]


def kill(data: Path) -> None:
    """As a power switch would, but for the disk's own memory."""
    pid = pid_of(data)
    os.kill(pid, signal.SIGKILL)
    assert ends(pid)


def ends(pid: int, within: float = 5) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        if not alive(pid):
            return True
        time.sleep(0.02)
    return False


def alive(pid: int) -> bool:
    """A child of ours that ended is fetched here, else it would look alive for ever."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
