"""One engine for one set of data, for as long as somebody uses it."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from clients import Client
from processes import ends, kill, pid_of, settle

from chalicelib import engine as embedded
from chalicelib.errors import NotConfigured

OWNER = """
import sys
from pathlib import Path
from chalicelib import engine
with engine.start(Path(sys.argv[1])) as endpoint:
    print(endpoint, flush=True)
    sys.stdin.readline()
"""


def owner(data: Path) -> subprocess.Popen[str]:
    """Another program that uses the engine until it is told a line."""
    command = [sys.executable, "-c", OWNER, str(data)]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=embedded.CHECKOUT
    )


def says(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def leaves(process: subprocess.Popen[str]) -> None:
    process.communicate("\n", timeout=15)
    assert process.returncode == 0


def test_starters_at_the_same_moment_get_one_engine(data: Path) -> None:
    owners = [owner(data) for _ in range(3)]
    endpoints = {says(process) for process in owners}
    assert len(endpoints) == 1
    assert endpoints == {embedded.running(data)}
    pid = pid_of(data)
    for process in owners:
        leaves(process)
    assert ends(pid)
    assert embedded.running(data) is None


def test_it_stays_while_anybody_uses_it(data: Path) -> None:
    first = owner(data)
    says(first)
    pid = pid_of(data)
    with embedded.start(data) as endpoint:
        leaves(first)
        Client(endpoint).make()
        assert pid_of(data) == pid
    assert ends(pid)


def test_one_that_dies_under_its_users_is_started_again_where_it_was(data: Path) -> None:
    settle(data)
    with embedded.start(data) as endpoint:
        assert not embedded.revive(endpoint, data)
        Client(endpoint).make()
        os.kill(pid_of(data), signal.SIGKILL)
        assert embedded.revive(endpoint, data)
        assert Client(endpoint).raw.list_tables()["TableNames"] == ["kept"]
        pid = pid_of(data)
    assert ends(pid)


def test_it_does_not_outlive_a_killed_owner_nor_block_the_next(data: Path) -> None:
    killed = owner(data)
    Client(says(killed)).make()
    pid = pid_of(data)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    with embedded.start(data) as endpoint:
        assert Client(endpoint).raw.list_tables()["TableNames"] == ["kept"]
    assert ends(pid)


def test_a_new_owner_after_a_killed_engine_gets_a_new_one(data: Path) -> None:
    with embedded.start(data) as dead:
        kill(data)
        assert embedded.running(data) is None
        with embedded.start(data) as endpoint:
            assert embedded.running(data) == endpoint
            assert embedded.is_embedded(endpoint)
    assert dead.startswith("http://127.0.0.1:")


def test_a_scratch_engine_is_one_of_its_own_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded.tempfile, "mkdtemp", lambda prefix: str(made(tmp_path / prefix)))
    with embedded.scratch() as endpoint:
        Client(endpoint).make()
        assert not list(tmp_path.rglob("journal"))
    assert list(tmp_path.iterdir()) == []
    assert not embedded.is_embedded(endpoint)


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_scratch_engine_whose_owner_was_killed_cleans_up_after_itself(tmp_path: Path) -> None:
    code = OWNER.replace("engine.start(Path(sys.argv[1]))", "engine.scratch()")
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=embedded.CHECKOUT,
        env=environment,
    )
    says(process)
    (folder,) = tmp_path.glob("aftercare-*")
    pid = pid_of(folder)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert ends(pid)
    assert not folder.exists()


def test_only_this_machine_can_reach_it(engine: str) -> None:
    port = urlsplit(engine).port
    with (
        pytest.raises((ConnectionRefusedError, TimeoutError)),
        socket.create_connection(("127.0.0.2", port), timeout=1),
    ):
        pass


def test_web_pages_are_turned_away(engine: str) -> None:
    place = urlsplit(engine)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=5)
    headers = {"X-Amz-Target": "DynamoDB_20120810.ListTables", "Origin": "https://elsewhere.example"}
    connection.request("POST", "/", body="{}", headers=headers)
    assert connection.getresponse().status == 403


def test_without_its_virtualenv_it_says_how_to_get_it(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "PYTHON", data / "bin" / "python")
    with pytest.raises(NotConfigured, match="run `make setup` first"), embedded.start(data):
        pass


@pytest.fixture
def stranger() -> str:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"[]")

        log_message: Callable[..., None] = lambda *_: None

    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_it_tells_itself_from_others(engine: str, stranger: str) -> None:
    assert embedded.is_embedded(engine)
    assert not embedded.is_embedded(stranger)
    assert not embedded.is_embedded("https://dynamodb.ap-southeast-1.amazonaws.com")
    assert not embedded.is_embedded("http://127.0.0.1:1")
