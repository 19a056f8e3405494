"""Photos and documents by the API: known by their content, each once, read by whoever may."""

import pytest

from chalicelib import cloud, settings
from chalicelib.care import keys
from chalicelib.http.api import files
from chalicelib.http.api.attachments import EXAMPLE
from tests.http.api import shop
from tests.http.api.client import Till, Told
from tests.http.api.shop import CASE
from tests.http.story import Story

PLACE = f"{CASE}/attachments"
PDF = EXAMPLE.encode()
UNKNOWN = "/v1/complaints/XXXXXXXX/attachments"


@pytest.fixture(autouse=True)
def opened(till: Till, story: Story) -> None:
    shop.opened(till, story)


def send(till: Till, content: bytes, place: str = PLACE, kind: str = files.BYTES, **headers: str) -> Told:
    return till.ask("POST", place, content, **{"Content-Type": kind, **headers})


def test_what_is_sent_is_listed_and_read_as_a_download(till: Till) -> None:
    sent = send(till, PDF, f"{PLACE}?name=quote.pdf&by=李婷&why=the%20quote", "application/pdf")
    listed = [{"number": 1, "name": "quote.pdf", "kind": "application/pdf", "bytes": len(PDF)}]
    assert (sent.status, sent["attachments"]) == (201, listed)
    assert till.get(sent.header("Location").partition("8000")[2]).value == sent.value
    found = till.get(f"{PLACE}/1")
    assert (found.status, found.answer.body) == (200, PDF)
    assert found.header("Content-Type") == files.BYTES
    assert found.header("X-Content-Type-Options") == "nosniff"
    assert found.header("Content-Disposition").startswith("attachment; ")
    event = till.get(CASE)["events"][-1]
    assert (event["what"], event["who"], event["says"]["why"]) == ("files", "李婷", "the quote")


def test_the_same_file_again_is_the_same(till: Till) -> None:
    first, again = send(till, PDF), send(till, PDF)
    assert (first.status, again.status) == (201, 200)
    assert (again.value, again.tag) == (first.value, first.tag)
    once = {"Idempotency-Key": "k-1"}
    other = send(till, PDF + b"%", **once)
    assert [send(till, PDF + b"%", **once).value, other["attachments"][1]["number"]] == [other.value, 2]
    assert send(till, PDF + b"%%", **once)["code"] == "key_reused"


def test_who_saw_it_otherwise_does_not_attach(till: Till) -> None:
    seen = till.get(CASE).tag
    assert till.post(f"{CASE}/note", {"facts": {"mood": "calm"}}).status == 200
    assert send(till, PDF, **{"If-Match": seen}).status == 412
    assert till.get(PLACE)["attachments"] == []


@pytest.mark.parametrize(
    ("content", "kind", "status", "said"),
    [
        (b"<script>alert(1)</script>", "image/jpeg", 400, "neither a JPEG"),
        (b"MZ\x90\x00 a program", "application/pdf", 400, "neither a JPEG"),
        (b"\xff\xd8\xff\xe0 broken", "image/jpeg", 400, "damaged"),
        (b"\x00\x00\x00\x18ftypheic", files.BYTES, 400, "HEIC"),
        (PDF + b"x" * files.LARGEST, "application/pdf", 413, "smaller"),
        (b"", "application/pdf", 400, "empty"),
        (PDF, "text/html", 415, "image/jpeg"),
    ],
)
def test_what_is_neither_photo_nor_document_is_refused(
    till: Till, content: bytes, kind: str, status: int, said: str
) -> None:
    told = send(till, content, kind=kind)
    assert (told.status, said in told["detail"]) == (status, True), told.answer.text
    assert till.get(PLACE)["attachments"] == []


def test_what_is_not_there_is_said(till: Till) -> None:
    assert send(till, PDF, UNKNOWN).status == 404
    assert till.get(UNKNOWN).status == 404
    for place in (f"{UNKNOWN}/1", f"{PLACE}/1", f"{PLACE}/0", f"{PLACE}/-1", f"{PLACE}/٣", f"{PLACE}/x"):
        assert till.get(place).status == 404, place
    assert "`GET /v1/complaints/ID/attachments`" in till.get(f"{PLACE}/1")["detail"]


def test_only_who_may_read_reads_it_and_who_may_write_sends_it(till: Till, story: Story) -> None:
    send(till, PDF)
    reads, writes = (
        Till(till.browser, keys.make(scope, [scope], story.now)[1]) for scope in ("read", "write")
    )
    assert (reads.get(f"{PLACE}/1").status, writes.get(f"{PLACE}/1").status) == (200, 403)
    assert (send(reads, PDF + b"%").status, send(writes, PDF + b"%").status) == (403, 201)


def test_who_takes_no_bytes_is_told_what_to_ask_for(till: Till) -> None:
    send(till, PDF)
    told = till.get(f"{PLACE}/1", Accept="application/json")
    assert (told.status, files.BYTES in told["detail"]) == (400, True)


def test_from_a_bucket_it_is_fetched_there(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    send(till, PDF)
    monkeypatch.setitem(settings._assumed, "files_bucket", "kept")
    monkeypatch.setattr(cloud.Bucket, "address", lambda self, key, name, kind, seconds: f"https://b/{name}")
    found = till.get(f"{PLACE}/1")
    assert (found.status, found.header("Location")) == (303, f"https://b/{CASE[-8:]}-1.pdf")


def test_of_several_sent_at_once_none_is_lost(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look and the write of one of them another is attached."""
    from chalicelib.care.complaints import file

    add, between = file.add, [PDF + b"%"]

    def slow(*args: object, **named: object) -> object:
        if between:
            assert send(till, between.pop()).status == 201
        return add(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(file, "add", slow)
    assert send(till, PDF).status == 201
    assert len(till.get(PLACE)["attachments"]) == 2
