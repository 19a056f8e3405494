"""The laptop's server as it stands on a socket: what it refuses, and who can keep the others out."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection, HTTPResponse

import pytest
from chalice import Chalice, Response

from chalicelib.http import door
from chalicelib.http.door import ANY, Door
from chalicelib.local import listening
from chalicelib.local.gateway import LARGEST_BODY, Gateway
from tests.http.story import Story

DOOR = Door("tests.http.test_listening", door.problem)


@DOOR.route("/echo/{first}/{second}", methods=["GET"])
def echo(first: str, second: str) -> Response:
    return Response({"first": first, "second": second})


@DOOR.route("/length", methods=["POST"], content_types=ANY)
def length() -> Response:
    return Response({"length": len(door.body())})


@DOOR.route("/large", methods=["GET"])
def large() -> Response:
    return Response("x" * 8_000_000, headers={"Content-Type": "text/plain"})


@DOOR.route("/visitor", methods=["GET"])
def visitor() -> Response:
    return Response({"visitor": door.visitor()})


@contextmanager
def served(gateway: Gateway) -> Iterator[int]:
    server = listening.listen(0, gateway)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    try:
        yield server.effective_port
    finally:
        server.close()
        running.join(timeout=10)


@pytest.fixture(scope="module")
def small() -> Gateway:
    app = Chalice("small", configure_logs=False)
    app.register_middleware(door.guard, "http")
    app.register_blueprint(DOOR)
    return Gateway(app)


@pytest.fixture(scope="module")
def port(small: Gateway) -> Iterator[int]:
    with served(small) as port:
        yield port


def ask(
    port: int, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[HTTPResponse, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, {"Host": f"localhost:{port}", **named})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text


def raw(port: int, sent: bytes, patience: float = 10) -> bytes:
    """All that comes back until the server says no more, or hangs up on us in the middle."""
    got = b""
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as client, suppress(ConnectionError):
        client.sendall(sent)
        with suppress(OSError):
            client.shutdown(socket.SHUT_WR)
        while more := client.recv(65536):
            got += more
    return got


@pytest.mark.parametrize(
    ("path", "first", "second"),
    [
        ("/echo/a%2Fb/c", "a/b", "c"),
        ("/echo/%E7%8E%8B/%e8%8a%b3", "\\u738b", "\\u82b3"),
        ("/echo/%252F/x%20y", "%2F", "x y"),
        ("/echo/%ff/%00", "\\ufffd", "\\u0000"),
    ],
)
def test_a_path_s_values_come_as_they_were_meant(port: int, path: str, first: str, second: str) -> None:
    answer, text = ask(port, "GET", path)
    assert (answer.status, text) == (200, f'{{"first":"{first}","second":"{second}"}}')


def test_head_leaves_the_connection_in_order(port: int) -> None:
    head = f"HEAD /echo/a/b HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode()
    last = f"GET /echo/c/d HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n".encode()
    first, _, rest = raw(port, head + last).partition(b"\r\n\r\n")
    assert b"Content-Length: 26" in first
    assert rest.startswith(b"HTTP/1.1 200 OK\r\n")
    assert rest.endswith(b'{"first":"c","second":"d"}')


@pytest.mark.parametrize("path", ["/nowhere", "/", "//", "/echo/a", "/echo/a/b/c", "/../etc/passwd", "/%"])
def test_an_unknown_address_gets_a_sentence(port: int, path: str) -> None:
    answer, text = ask(port, "GET", path)
    assert (answer.status, answer.getheader("Content-Type")) == (404, "text/plain; charset=utf-8")
    assert "There is no page at this address." in text


def test_the_largest_body_is_taken_and_one_byte_more_gets_a_sentence(port: int) -> None:
    taken, text = ask(port, "POST", "/length", b"x" * LARGEST_BODY, Content_Type="text/plain")
    assert (taken.status, text) == (200, f'{{"length":{LARGEST_BODY}}}')
    refused, text = ask(port, "POST", "/length", b"x" * (LARGEST_BODY + 1), Content_Type="text/plain")
    assert refused.status == 413
    # Before the program nobody knows who reads it: a customer with photos, or a program.
    assert all(said in text for said in ("more than 10 MB", "内容超过10 MB", "內容超過10 MB"))


def test_a_body_in_pieces_is_measured_too(port: int) -> None:
    pieces = b"".join(b"100000\r\n" + b"x" * 0x100000 + b"\r\n" for _ in range(11)) + b"0\r\n\r\n"
    head = f"POST /length HTTP/1.1\r\nHost: localhost:{port}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    assert raw(port, head + pieces).startswith(b"HTTP/1.1 413 ")
    assert b'{"length":3}' in raw(port, head + b"3\r\nabc\r\n0\r\n\r\n")


def test_what_is_far_too_large_is_not_even_waited_for(port: int) -> None:
    head = f"POST /length HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: 99999999999\r\n\r\n".encode()
    assert raw(port, head).startswith(b"HTTP/1.1 413 ")


def test_a_head_without_end_is_cut_off(port: int) -> None:
    head = f"GET /echo/a/b HTTP/1.1\r\nHost: localhost:{port}\r\nX-A: ".encode() + b"x" * 1_000_000
    assert b" 200 " not in raw(port, head + b"\r\n\r\n")


@pytest.mark.parametrize(
    "line",
    [
        b"X-A: 1\nX-B: 2\r\n", b"X-A: 1\rX-B: 2\r\n", b"X-A : 1\r\n", b"Content-Length: +3\r\n",
        b"Content-Length: 3\r\nContent-Length: 4\r\n", b"Transfer-Encoding: gzip\r\n", b"no colon\r\n",
    ],
)  # fmt: skip
def test_headers_by_which_one_request_could_pass_for_two_are_refused(port: int, line: bytes) -> None:
    head = f"GET /echo/a/b HTTP/1.1\r\nHost: localhost:{port}\r\n".encode()
    answer = raw(port, head + line + b"\r\nabc")
    assert answer.split(b" ", 2)[1] in (b"400", b"431", b"501")
    assert answer.count(b"HTTP/1.") == 1


def test_the_visitor_is_whom_a_tunnel_on_this_machine_names(port: int) -> None:
    assert ask(port, "GET", "/visitor")[1] == '{"visitor":"127.0.0.1"}'
    named = ask(port, "GET", "/visitor", X_Forwarded_For="10.0.0.1, 198.51.100.4")
    assert named[1] == '{"visitor":"198.51.100.4"}'


def test_the_outbox_does_not_open_through_a_tunnel_that_says_localhost(
    gateway: Gateway, story: Story
) -> None:
    """What stands for the customers' telephones is the laptop's own; here it asks who is there."""
    with served(gateway) as port:
        assert ask(port, "GET", "/outbox")[0].status == 303
        for header in ("X_Forwarded_For", "X_Forwarded_Host", "Forwarded"):
            assert ask(port, "GET", "/outbox", **{header: "198.51.100.4"})[0].status == 403, header


def test_a_hundred_slow_clients_keep_nobody_waiting(port: int) -> None:
    """Half a head, half a body, and an answer that is never read."""
    beginnings = (
        b"GET /echo/a/b HTT",
        b"POST /length HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc",
        b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n",
    )
    with ExitStack() as held:
        for n in range(102):
            client = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20))
            client.sendall(beginnings[n % len(beginnings)])
        assert ask(port, "GET", "/echo/a/b")[0].status == 200


def test_who_says_nothing_more_is_let_go(small: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "SILENT_SECONDS", 3)
    with served(small) as port, socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(b"POST /length HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc")
        client.settimeout(30)
        assert client.recv(100) == b""
