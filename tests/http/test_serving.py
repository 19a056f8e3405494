"""`aftercare run` as one process: it serves, refuses what would send twice, and stops when told."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from chalicelib.engine import CHECKOUT

PATIENCE = 60
SAID: dict[int, str] = {}


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def start(port: int, **settings: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from chalicelib.cli import main; main()"]
    return subprocess.Popen(
        [*command, "run", "--scratch", "--empty", "--port", str(port)],
        cwd=CHECKOUT, env={**os.environ, **settings}, text=True,
        stderr=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def get(port: int, path: str, cookie: str = "") -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}", "Cookie": cookie})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def _line(process: subprocess.Popen[str]) -> str:
    """What it says, up to that it is there."""
    said = process.stderr.readline() if process.stderr else ""
    return "" if "Aftercare is at" in said else said


def post(port: int, path: str, form: dict[str, str]) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    kind = {"Host": f"localhost:{port}", "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", path, urlencode(form), kind)
    return connection.getresponse()


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[int, subprocess.Popen[str]]]:
    port = free_port()
    process = start(port)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            get(port, "/sign-in")
            break
        except OSError:
            time.sleep(0.2)
    SAID[port] = "".join(iter(lambda: _line(process), ""))
    yield port, process
    if process.poll() is None:
        process.kill()
    process.communicate()


def test_its_pages_stand_on_a_real_engine(running: tuple[int, subprocess.Popen[str]]) -> None:
    port, _ = running
    for path in ("/", "/tasks", "/outbox", "/customers", "/health"):
        assert get(port, path)[0] == 303, path
    assert get(port, "/sign-in")[0] == 200
    assert get(port, "/l/zzzzzzzzzzzz")[0] == 404


def test_the_link_that_it_prints_makes_the_first_admin(running: tuple[int, subprocess.Popen[str]]) -> None:
    port, _ = running
    link = re.search(rf"http://localhost:{port}(/welcome/[\w-]+)", SAID[port])
    assert link
    form = {"name": "Winnie", "email": "winnie@shop.example", "password": "four words that nobody knows"}
    answer = post(port, link[1], form)
    assert answer.status == 303
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    for path in ("/overview", "/tasks", "/outbox", "/customers", "/health", "/people", "/account"):
        assert get(port, path, cookie)[0] == 200, path
    assert get(port, "/customers/cnobody", cookie)[0] == 404
    assert f"http://localhost:{port}" in get(port, "/health", cookie)[1]
    assert get(port, link[1])[0] == 410  # used


def test_nobody_else_on_the_network_reaches_it(running: tuple[int, subprocess.Popen[str]]) -> None:
    port, _ = running
    with socket.socket() as other, pytest.raises(OSError, match="refused"):
        other.connect(("127.0.0.2", port))


def test_a_second_one_is_told_why_it_cannot_start(running: tuple[int, subprocess.Popen[str]]) -> None:
    port, _ = running
    second = start(port)
    _, said = second.communicate(timeout=PATIENCE)
    assert second.returncode == 1
    assert str(port) in said
    assert "Traceback" not in said


def test_it_stops_when_told(running: tuple[int, subprocess.Popen[str]]) -> None:
    _, process = running
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Stopping" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"SMS_CHANNEL": "twilio"}, "EMBEDDED_ENGINE_FOR_REAL"),
        ({"SMS_CHANNEL": "twilio", "EMBEDDED_ENGINE_FOR_REAL": "1"}, "TWILIO_ACCOUNT_SID"),
        ({"EMAIL_CHANNEL": "pigeon", "EMBEDDED_ENGINE_FOR_REAL": "1"}, "pigeon"),
    ],
)
def test_what_could_go_wrong_is_refused_before_the_start(settings: dict[str, str], told: str) -> None:
    process = start(free_port(), **settings)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert told in said
    assert "Traceback" not in said
