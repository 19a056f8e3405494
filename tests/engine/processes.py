"""A hard death for the engine under test."""

import json
import os
import signal
import time
from contextlib import suppress
from pathlib import Path


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
