"""A ledger comes by the API: looked at and kept at once, worked off by itself, its rejects fetched."""

import io
import json
from urllib.parse import quote

import openpyxl
import pytest

from chalicelib.http.api import files
from chalicelib.http.api.imports import EXAMPLE
from tests.http.api.client import Till, Told
from tests.http.story import Story

PLACE = "/v1/imports?name=ledger.csv&country=HK&dates=dmy"
HEADER, TAKEN, REJECTED = EXAMPLE.splitlines()


def send(till: Till, content: bytes, place: str = PLACE, kind: str = "text/csv", **headers: str) -> Told:
    return till.ask("POST", place, content, **{"Content-Type": kind, **headers})


def many(count: int) -> bytes:
    lines = [
        TAKEN.replace("SO-2001", f"SO-{one}").replace("234567", f"{one}") for one in range(3000, 3000 + count)
    ]
    return "\n".join([HEADER, *(line.replace("+8526", "+852612") for line in lines)]).encode()


def test_what_was_not_read_and_what_was_supposed_is_told(till: Till, story: Story) -> None:
    header, row = HEADER.replace("category", "colour"), TAKEN.replace("flooring,Oak 12 mm", "red,Mat")
    sent = send(till, f"{header}\n{row}\n".encode())
    assert sent["notes"] == []
    story.play(minutes=2)
    columns, kinds = till.get(sent.header("Location"))["notes"]
    assert columns.startswith("Not read: the column “colour”.")
    assert "“Mat”" in kinds


def test_a_ledger_is_taken_and_its_rejects_are_told(till: Till, story: Story) -> None:
    sent = send(till, EXAMPLE.encode())
    assert (sent.status, sent["state"], sent["orders_total"], sent["counts"]) == (202, "waiting", 0, None)
    assert till.get(f"{sent.header('Location')}/rejects").status == 409
    story.play(minutes=2)
    done = till.get(sent.header("Location"))
    assert (done["state"], done["orders_taken"], done["counts"]["sales"], done["counts"]["rejects"]) == (
        "done", 1, 1, 1,
    )  # fmt: skip
    told = till.get(f"{sent.header('Location')}/rejects").answer
    assert told.header("Content-Type") == "text/csv; charset=utf-8"
    assert "SO-2002" in told.text
    assert "SO-2001" not in told.text
    assert till.get("/v1/sales/so-2001")["customer_id"]
    assert [one["id"] for one in till.get("/v1/imports")["imports"]] == [sent["id"]]


def test_the_same_file_again_is_the_same_import(till: Till, story: Story) -> None:
    first = send(till, EXAMPLE.encode())
    story.play(minutes=2)
    again = send(till, EXAMPLE.encode())
    assert (again["id"], again["state"]) == (first["id"], "done")
    other = send(till, EXAMPLE.encode(), PLACE + "&language=en")
    assert other["id"] != first["id"]


def test_a_key_for_once_minds_how_the_file_is_to_be_read(till: Till) -> None:
    once = {"Idempotency-Key": "k-1"}
    first = send(till, EXAMPLE.encode(), **once)
    assert send(till, EXAMPLE.encode(), **once)["id"] == first["id"]
    assert send(till, EXAMPLE.encode(), PLACE + "&language=en", **once)["code"] == "key_reused"
    assert send(till, EXAMPLE.encode() + b"\n", **once)["code"] == "key_reused"


UNKNOWN = EXAMPLE.replace("signed", "vom", 1).encode()


def mapped(columns: object) -> str:
    return f"{PLACE}&mapping={quote(columns if isinstance(columns, str) else json.dumps(columns))}"


def test_headers_that_nobody_knows_are_named_in_a_mapping(till: Till, story: Story) -> None:
    refused = send(till, UNKNOWN)
    assert (refused.status, "signed_on" in refused["detail"]) == (400, True)
    sent = send(till, UNKNOWN, mapped({"vom": "signed_on"}))
    story.play(minutes=2)
    assert till.get(sent.header("Location"))["counts"]["sales"] == 1
    assert str(till.get("/v1/sales/so-2001")["signed_on"]) == "2026-03-02"


@pytest.mark.parametrize(
    ("columns", "status", "said"),
    [
        ("vom: signed_on", 422, "JSON object"),
        ("[" * 3000, 422, "JSON object"),
        (["vom"], 422, "JSON object"),
        ({"vom": 1}, 422, "JSON object"),
        ({"vom": "signed_on\ud800"}, 422, "JSON object"),
        ({"vom": "x" * 4000}, 422, "4000 letters"),
        ({"vom": "bought"}, 400, "Fields are"),
        ({"von": "signed_on"}, 400, "no such column"),
    ],
)
def test_a_mapping_that_leads_nowhere_says_what_one_is(
    till: Till, columns: object, status: int, said: str
) -> None:
    told = send(till, UNKNOWN, mapped(columns))
    assert (told.status, said in told.answer.text) == (status, True), told.answer.text


def test_what_would_send_much_at_once_waits_for_a_release(till: Till, story: Story) -> None:
    place = send(till, many(25)).header("Location")
    story.play(minutes=5)
    held = till.get(place)
    assert (held["state"], held["released"]) == ("done", False)
    assert held["held"]["messages"] > 20
    assert held["held"]["customers"] == 25
    let_go = till.post(f"{place}/release", {"by": "李婷"})
    assert (let_go["released"], let_go["released_by"]) == (True, "李婷")
    assert till.post("/v1/imports/nothing/release", {}).status == 404


@pytest.mark.parametrize("kind", [files.XLSX, files.BYTES])
def test_a_workbook_is_taken_as_it_is(till: Till, story: Story, kind: str) -> None:
    book = openpyxl.Workbook()
    for line in (HEADER, TAKEN):
        book.active.append(line.split(","))
    book.save(kept := io.BytesIO())
    sent = send(till, kept.getvalue(), PLACE.replace("csv", "xlsx"), kind)
    story.play(minutes=2)
    assert till.get(sent.header("Location"))["counts"]["sales"] == 1


def test_another_encoding_is_taken_as_bytes_and_never_as_broken_text(till: Till, story: Story) -> None:
    gbk = EXAMPLE.encode("gbk")
    told = send(till, gbk)
    assert (told.status, told["code"]) == (400, "malformed")
    assert files.BYTES in told["detail"]
    assert send(till, gbk.decode(errors="replace").encode())["code"] == "malformed"
    sent = send(till, gbk, kind=files.BYTES)
    story.play(minutes=2)
    assert till.get(sent.header("Location"))["counts"]["sales"] == 1
    assert till.get("/v1/customers?order=SO-2001")["customers"][0]["name"] == "陈静"


@pytest.mark.parametrize(
    ("content", "place", "kind", "status", "said"),
    [
        (b"", PLACE, "text/csv", 400, "empty"),
        (b"x" * (files.LARGEST + 1), PLACE, files.BYTES, 413, f"{files.LARGEST:,}"),
        (b"{}", PLACE, "application/json", 415, "text/csv"),
        (b"no ledger at all", PLACE, "text/csv", 400, ""),
        (b"PK\x03\x04 not a workbook", PLACE, files.XLSX, 400, ""),
        (EXAMPLE.encode(), "/v1/imports", "text/csv", 422, "missing"),
        (EXAMPLE.encode(), "/v1/imports?name=a.csv&dates=ymd", "text/csv", 422, "dmy"),
        (EXAMPLE.encode(), "/v1/imports?name=a.csv&country=Hongkong", "text/csv", 422, "country"),
        (EXAMPLE.encode(), "/v1/imports?name=a.csv&country=ZZ", "text/csv", 400, ""),
        (EXAMPLE.encode(), "/v1/imports?name=a.csv&language=tlh", "text/csv", 400, ""),
    ],
)
def test_what_is_no_ledger_is_refused_at_once_and_nothing_is_kept(
    till: Till, content: bytes, place: str, kind: str, status: int, said: str
) -> None:
    told = send(till, content, place, kind)
    assert told.status == status
    assert said in told.answer.text
    assert till.get("/v1/imports").value == {"imports": [], "next": None}


def test_imports_are_listed_page_by_page(till: Till) -> None:
    for number in range(3):
        send(till, EXAMPLE.encode() + b"\n" * number)
    first = till.get("/v1/imports?limit=2")
    second = till.get(f"/v1/imports?limit=2&cursor={first['next']}")
    assert len({one["id"] for told in (first, second) for one in told["imports"]}) == 3
    assert second["next"] is None
