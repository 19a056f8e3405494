"""The gateway in front of the program: what API Gateway would do, and nothing leaking between threads."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from chalice import Chalice, Response

from chalicelib.errors import CareError, Conflict
from chalicelib.http import door
from chalicelib.http.door import ANY, FORM, Door
from chalicelib.local.gateway import Gateway
from tests.http.browser import Browser

DOOR = Door("tests.http.test_gateway", door.problem)
TOGETHER = threading.Barrier(8)


@DOOR.route("/echo/{first}/{second}", methods=["GET"])
def echo(first: str, second: str) -> Response:
    return Response({"first": first, "second": second, "path": door.path(), "query": door.queries()[0]})


@DOOR.route("/echo/fixed/{second}", methods=["GET"])
def fixed(second: str) -> Response:
    return Response({"fixed": second})


@DOOR.route("/body", methods=["POST"], content_types=ANY)
def body() -> Response:
    return Response({"bytes": list(door.body())})


@DOOR.route("/form", methods=["POST"], content_types=FORM)
def form() -> Response:
    return Response(dict(door.form()))


@DOOR.route("/who", methods=["GET"])
def who() -> Response:
    before = door.asked("me")
    TOGETHER.wait(timeout=10)
    return Response({"same": before == door.asked("me") == door.request().headers["x-me"]})


@DOOR.route("/inject", methods=["GET"])
def inject() -> Response:
    evil = door.asked("value")
    return Response("", headers={"X-One": [evil] if door.asked("many") else evil})


@DOOR.route("/crash", methods=["GET"])
def crash() -> Response:
    raise RuntimeError("the customer 王芳 13912345678")


@DOOR.route("/refuse", methods=["GET"])
def refuse() -> Response:
    raise Conflict("Somebody was faster; look again.")


@pytest.fixture(scope="module")
def gateway() -> Gateway:
    app = Chalice("test", configure_logs=False)
    app.register_middleware(door.guard, "http")
    app.register_blueprint(DOOR)
    return Gateway(app)


@pytest.fixture
def browser(gateway: Gateway) -> Browser:
    return Browser(gateway)


def test_values_of_a_path_come_decoded_and_keep_their_slashes(browser: Browser) -> None:
    text = browser.get("/echo/a%2Fb/%E7%8E%8B%20x?q=1&q=2&empty=").text
    assert '"first":"a/b"' in text
    assert '"second":"\\u738b x"' in text
    assert '"query":"q=1&q=2&empty="' in text


def test_a_route_that_spells_out_more_goes_first(browser: Browser) -> None:
    assert browser.get("/echo/fixed/2").text == '{"fixed":"2"}'


def test_a_slash_too_many_at_the_end_does_not_matter(browser: Browser) -> None:
    assert browser.get("/echo/fixed/2/").status == 200


def test_head_is_get_without_its_body(browser: Browser) -> None:
    whole, head = browser.get("/echo/fixed/2"), browser.head("/echo/fixed/2")
    assert (head.status, head.body) == (200, b"")
    assert head.header("Content-Length") == whole.header("Content-Length")


def test_unknown_addresses_and_methods_say_so(browser: Browser) -> None:
    assert browser.get("/nowhere").status == 404
    assert browser.get("/echo//x").status == 404
    wrong = browser.post("/who")
    assert (wrong.status, wrong.header("Allow")) == (405, "GET")


@pytest.mark.parametrize("sent", [b"", b"plain", "汉字".encode(), bytes(range(256))])
def test_a_body_arrives_byte_for_byte(browser: Browser, sent: bytes) -> None:
    assert browser.ask("POST", "/body", sent).text == f'{{"bytes":{list(sent)}}}'.replace(" ", "")


def test_blank_fields_are_kept_and_the_last_of_two_counts(browser: Browser) -> None:
    heads = {"Content-Type": "application/x-www-form-urlencoded"}
    assert browser.ask("POST", "/form", b"a=&b=1&b=2", **heads).text == '{"a":"","b":"2"}'
    assert browser.ask("POST", "/form", b"a=%ff\xff", **heads).status == 400
    assert browser.ask("POST", "/form", b"&".join([b"a=1"] * 500), **heads).status == 400
    assert browser.ask("POST", "/form", b"{}", **{"Content-Type": "application/json"}).status == 415


def test_requests_beside_each_other_see_only_themselves(browser: Browser) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: browser.get(f"/who?me={n}", **{"X-Me": str(n)}), range(8)))
    assert {answer.text for answer in answers} == {'{"same":true}'}


@pytest.mark.parametrize("many", ["", "1"])
@pytest.mark.parametrize("evil", ["a%0D%0ASet-Cookie:%20x=1", "a%0ASet-Cookie:%20x=1", "a%0Dx"])
def test_a_line_break_never_gets_into_a_header(browser: Browser, evil: str, many: str) -> None:
    answer = browser.get(f"/inject?value={evil}&many={many}")
    assert answer.status == 500
    assert not [value for _, value in answer.headers if "\r" in value or "\n" in value or "x=1" in value]


def test_a_fault_tells_neither_the_reader_nor_the_log_whose_it_was(
    browser: Browser, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = browser.get("/crash")
    assert answer.status == 500
    told = answer.text + caplog.text + "".join(capfd.readouterr())
    assert "RuntimeError" in caplog.text
    assert "王芳" not in told
    assert "13912345678" not in told


def test_a_refusal_is_a_problem_in_json(browser: Browser) -> None:
    answer = browser.get("/refuse")
    assert (answer.status, answer.header("Content-Type")) == (409, "application/problem+json")
    assert "Somebody was faster" in answer.text


def test_a_teller_that_fails_itself_still_answers() -> None:
    def speechless(error: CareError) -> Response:
        raise RuntimeError("no template")

    door_without_voice = Door("tests.http.test_gateway", speechless)

    @door_without_voice.route("/mute", methods=["GET"])
    def mute() -> Response:
        raise Conflict("x")

    app = Chalice("mute", configure_logs=False)
    app.register_middleware(door.guard, "http")
    app.register_blueprint(door_without_voice)
    answer = Browser(Gateway(app)).get("/mute")
    assert answer.status == 500
    assert "our side" in answer.text


def test_only_a_post_that_worked_wakes_the_clock(gateway: Gateway) -> None:
    woken: list[int] = []
    browser = Browser(Gateway(gateway.app, lambda: woken.append(1)))
    browser.get("/who-not")
    browser.get("/echo/fixed/1")
    browser.ask("POST", "/form", b"{}", **{"Content-Type": "application/json"})
    assert woken == []
    browser.post("/form", {"a": "1"})
    assert woken == [1]


@pytest.mark.parametrize("place", ["/tasks?rep=x", "/customers/c1#top"])
def test_one_goes_back_to_our_own_pages(place: str) -> None:
    assert door.ours(place, "/") == place


@pytest.mark.parametrize(
    "place", ["", "//evil", "https://evil", "/\\evil", "/a\r\nSet-Cookie: x", "javascript:x"]
)
def test_one_never_goes_back_to_somebody_elses(place: str) -> None:
    assert door.ours(place, "/tasks") == "/tasks"
