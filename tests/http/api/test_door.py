"""The door of the API: who gets in, and what becomes of what nobody can read."""

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import settings
from chalicelib.care import keys
from chalicelib.http.api.sales_shapes import EXAMPLE
from tests.http.api.client import Till
from tests.http.browser import Browser
from tests.http.story import Story


def test_without_a_key_nothing_opens_but_the_description(browser: Browser, till: Till) -> None:
    nobody = Till(browser)
    told = nobody.get("/v1/sales?customer=x")
    assert (told.status, told["code"]) == (401, "unauthorized")
    assert told.header("WWW-Authenticate").startswith("Bearer")
    assert nobody.get("/v1/openapi.json")["openapi"] == "3.1.0"
    for token in ("x", "ac_abcdefgh_" + "x" * 43, till.token[:-1], till.token + "x"):
        assert Till(browser, token).get("/v1/sales?customer=x").status == 401


def test_a_key_does_what_its_scopes_say(browser: Browser, till: Till, story: Story) -> None:
    _, token = keys.make("board", ["read"], story.now)
    reader = Till(browser, token)
    told = reader.post("/v1/sales", EXAMPLE)
    assert (told.status, told["code"]) == (403, "forbidden")
    assert "'write'" in told["detail"]
    assert reader.get("/v1/customers?order=SO-1001").status == 200


def test_a_revoked_key_is_out_within_half_a_minute_everywhere(
    till: Till, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert till.get("/v1/customers?order=x").status == 200
    elsewhere = dict(keys._known)
    keys.revoke(till.token.split("_")[1], story.now)
    assert till.get("/v1/customers?order=x").status == 401
    monkeypatch.setattr(keys, "_known", elsewhere)
    story.now += timedelta(seconds=31)
    assert till.get("/v1/customers?order=x").status == 401


def test_a_key_is_kept_by_its_hash_alone_and_its_use_noted_now_and_then(till: Till, story: Story) -> None:
    assert till.token not in str(story.memory.items())
    assert till.token.split("_", 2)[2] not in str(story.memory.items())
    used = []
    for _ in range(4):
        till.get("/v1/customers?order=x")
        used.append(keys.everyone()[0].last_used_at)
        story.now += timedelta(minutes=2)
    assert used[0] == used[1] == used[2]
    assert used[3] == used[0] + timedelta(minutes=6)


def test_a_runaway_is_told_when_to_come_back(
    till: Till, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings._assumed, "api_per_second", "2")
    statuses = [till.get("/v1/customers?order=x").status for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    told = till.get("/v1/customers?order=x")
    assert told.header("Retry-After") == "1"
    story.now += timedelta(seconds=1)
    assert till.get("/v1/customers?order=x").status == 200


BODY = json.dumps(EXAMPLE).encode()


@pytest.mark.parametrize(
    ("raw", "status", "said"),
    [
        (b"", 400, "empty"),
        (b"{", 400, "no JSON"),
        (b"\xff\xfe{}", 400, "no UTF-8 from byte 0"),
        (b"[]", 422, "an object in braces"),
        (b"null", 422, "an object in braces"),
        (b'{"order": "a", "order": "b"}', 400, "stands twice"),
        (b'{"amount": NaN}', 400, "NaN is no JSON number"),
        (b'{"amount": ' + b"9" * 5000 + b"}", 400, "digits"),
        (b'{"amount": 1e999}', 422, ""),
        (b"[" * 30 + b"]" * 30, 400, "deeper"),
        (b"[" * 60000 + b"]" * 60000, 400, "deeper"),
        (b'{"a":' * 15000 + b"1" + b"}" * 15000, 400, "deeper"),
        (BODY.replace(b"SO-1001", b"SO\\u0000"), 422, "U+0000"),
        (BODY.replace(b"SO-1001", b"SO\\ud83d"), 422, "lone surrogate"),
        (BODY.replace(b"SO-1001", b"SO\\u001b[2J"), 422, "U+001B"),
        (BODY.replace(b'"order"', b'"or\\u0000der"'), 422, "control character"),
        (BODY.replace(b"SO-1001", b"SO\\n1001"), 422, "one line"),
        (b" " * (128 * 1024 + 1), 413, "128 KB"),
    ],
)
def test_what_nobody_can_read_is_refused_clearly_and_writes_nothing(
    till: Till, story: Story, raw: bytes, status: int, said: str
) -> None:
    before = story.memory.items()
    told = till.ask("POST", "/v1/sales", raw)
    assert told.status == status
    assert said in told.answer.text
    after = [one for one in story.memory.items() if one["kind"]["S"] != "key"]
    assert after == [one for one in before if one["kind"]["S"] != "key"]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk", ""]
)
def test_only_json_is_taken(till: Till, kind: str) -> None:
    told = till.ask("POST", "/v1/sales", BODY, **{"Content-Type": kind})
    assert (told.status, told["code"]) == (415, "wrong_type")


def test_a_body_that_is_packed_or_empty_is_told_so(till: Till) -> None:
    packed = till.post("/v1/sales", EXAMPLE, **{"Content-Encoding": "gzip"})
    assert (packed.status, "without Content-Encoding" in packed["detail"]) == (415, True)
    kind = {"Content-Type": "text/csv", "Content-Encoding": "gzip"}
    assert till.ask("POST", "/v1/imports?name=a.csv", b"x", **kind).status == 415
    assert till.post("/v1/sales", EXAMPLE, **{"Content-Encoding": "identity"}).status == 201
    empty = till.post("/v1/sales", b" ")
    assert (empty.status, "empty" in empty["detail"]) == (400, True)


def test_a_plus_that_is_not_escaped_is_told_so(till: Till) -> None:
    told = till.get("/v1/customers?phone=+85261234567")
    assert told.pointers() == {"phone": "In an address a + is written %2B: send phone=%2B85261234567."}


def test_addresses_without_a_view_and_methods_without_one_answer_in_problems(till: Till) -> None:
    assert till.get("/v1/nothing")["code"] == "not_found"
    assert till.get("/v1/sales/a/b")["code"] == "not_found"
    told = till.ask("DELETE", "/v1/sales", None)
    assert (told.status, told["code"]) == (405, "wrong_method")
    assert set(told.header("Allow").split(", ")) == {"GET", "POST"}


@pytest.mark.parametrize(
    "part", ["%00", "%ff", "%ED%A0%80", "x" * 3000, "%20", "..", "%2e%2e%2f", "a%0d%0ab"]
)
def test_an_id_that_none_can_be_is_not_found(till: Till, part: str) -> None:
    for place in (f"/v1/sales/{part}", f"/v1/customers/{part}"):
        assert till.get(place).status == 404


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "limit=1&limit=2", "wrong=1", "customer=%00"]
)
def test_a_query_that_cannot_be_is_refused_by_name(till: Till, query: str) -> None:
    told = till.get(f"/v1/sales?{query}" + ("" if "customer" in query else "&customer=x"))
    assert told.status == 422
    assert list(told.pointers()) == [query.partition("=")[0]]


@pytest.mark.parametrize("header", ["x" * 201, "Schlüssel"])
def test_a_key_for_once_is_plain_and_short(till: Till, header: str) -> None:
    assert till.post("/v1/sales", EXAMPLE, once=header).status == 422


def test_a_failure_of_ours_says_nothing_of_anybody(
    till: Till, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from chalicelib.care import sales

    def fails(new: Any) -> None:
        raise RuntimeError(f"{new.order} of 陈静")

    monkeypatch.setattr(sales, "known", fails)
    told = till.post("/v1/sales", EXAMPLE)
    assert (told.status, told["code"]) == (500, "broken")
    assert "SO-1001" not in told.answer.text + caplog.text
    assert till.token not in caplog.text
