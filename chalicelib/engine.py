"""Finds, starts and stops this checkout's embedded engine: a DynamoDB that keeps its rows on this disk."""

import fcntl
import http.client
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import IO
from urllib.parse import urlsplit

from chalicelib.errors import CareError, NotConfigured

CHECKOUT = Path(__file__).resolve().parent.parent
DATA = CHECKOUT / ".local" / "engine"
PYTHON = CHECKOUT / ".local" / "engine-venv" / "bin" / "python"
LAUNCHER = CHECKOUT / "engine" / "launch.py"
# Any other key could be taken for an account of its own.
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
PATIENCE_SECONDS = 60
# A large shop's rows are read before it answers; some 20 MB a second on an idle machine.
SLOWLY = 2_000_000


class NoEngine(CareError):
    code = "no_engine"
    status = 503


@contextmanager
def start(data: Path = DATA) -> Iterator[str]:
    """The endpoint of the one engine on these data, found or started; it ends with its last user."""
    data.mkdir(parents=True, exist_ok=True)
    with _leash(data) as leash:
        found = running(data)
        endpoint, process = (found, None) if found else _launch(data)
        try:
            yield endpoint
        finally:
            if process and _alone(leash):
                stop(process)


@contextmanager
def scratch() -> Iterator[str]:
    """The endpoint of a throw-away engine of one's own: nothing is kept."""
    data = Path(tempfile.mkdtemp(prefix="aftercare-"))
    with _leash(data):
        endpoint, process = _launch(data, "--scratch")
        try:
            yield endpoint
        finally:
            if process:
                stop(process)
            rmtree(data, ignore_errors=True)


def running(data: Path = DATA) -> str | None:
    """The endpoint of the engine that serves these data now, if one does."""
    endpoint = _written_endpoint(data)
    return endpoint if endpoint and _name(endpoint).get("directory") == str(data.resolve()) else None


def revive(endpoint: str, data: Path = DATA) -> bool:
    """Start the engine again if it died under us; whether it had."""
    if running(data) == endpoint:
        return False
    found, _ = _launch(data)
    if found != endpoint:
        raise NoEngine(
            f"The engine moved from {endpoint} to {found}. Stop `aftercare run` and start it again."
        )
    return True


def forget(data: Path = DATA) -> None:
    """Remove everything that is kept here; refuses while somebody works on it."""
    if running(data):
        raise NoEngine("The engine is at work. Stop `aftercare run` first, then forget its data.")
    rmtree(data, ignore_errors=True)


def is_embedded(endpoint: str) -> bool:
    """Whether this endpoint is an embedded engine, this checkout's or any other on this machine."""
    return endpoint.startswith("http://") and "directory" in _name(endpoint, PATIENCE_SECONDS)


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _launch(data: Path, *options: str) -> tuple[str, subprocess.Popen[bytes] | None]:
    """The endpoint, and the process if it is the one that we started."""
    if not PYTHON.exists():
        raise NotConfigured(
            f"The embedded engine is not installed in {PYTHON.parents[1]}: run `make setup` first."
        )
    with (data / "engine.log").open("ab") as log:
        process = subprocess.Popen(
            [PYTHON, LAUNCHER, data.resolve(), *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=_bare_environment(),
            start_new_session=True,  # Ctrl-C is for us alone: we still have rows to settle
        )
    endpoint = _when_it_answers(process, data)
    if _name(endpoint).get("pid") == process.pid:
        return endpoint, process
    stop(process)  # somebody else was quicker; ours still waits for the data
    return endpoint, None


def _when_it_answers(process: subprocess.Popen[bytes], data: Path) -> str:
    patience = PATIENCE_SECONDS + _bytes_kept(data) // SLOWLY
    give_up_at = time.monotonic() + patience
    while time.monotonic() < give_up_at:
        if endpoint := running(data):
            return endpoint
        if process.poll() is not None:
            raise NoEngine(f"The embedded engine ended at its start. {_last_words(data)}")
        time.sleep(0.03)
    stop(process)
    raise NoEngine(f"The embedded engine did not answer within {patience} s. {_last_words(data)}")


def _bytes_kept(data: Path) -> int:
    try:
        return (data / "journal").stat().st_size
    except OSError:
        return 0


def _last_words(data: Path) -> str:
    log = data / "engine.log"
    said = log.read_text(errors="replace").strip().splitlines()[-1:]
    return " ".join([*said, f"More in {log}."])


def _written_endpoint(data: Path) -> str | None:
    try:
        return f"http://127.0.0.1:{json.loads((data / 'engine.json').read_text())['port']}"
    except (OSError, ValueError, KeyError):
        return None


def _name(endpoint: str, patience: float = 2) -> dict[str, object]:
    """What an embedded engine says of itself, asked past any proxy; nothing if it is none."""
    place = urlsplit(endpoint)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=patience)
    try:
        connection.request("GET", "/_aftercare")
        said = json.loads(connection.getresponse().read())
    except (OSError, ValueError, http.client.HTTPException):
        return {}
    finally:
        connection.close()
    return said if isinstance(said, dict) else {}


def _bare_environment() -> dict[str, str]:
    """Nothing of an AWS account or a provider may reach the engine."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}


@contextmanager
def _leash(data: Path) -> Iterator[IO[str]]:
    """While it is held the engine stays; waits where one is just leaving."""
    with (data / "users.lock").open("w") as leash:
        fcntl.flock(leash, fcntl.LOCK_SH)
        yield leash


def _alone(leash: IO[str]) -> bool:
    """Whether nobody else uses the engine; newcomers then wait until we let go."""
    try:
        fcntl.flock(leash, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
