"""A ledger sent from the browser: taken in the background, its rejects fetched, its messages let go."""

import json
from pathlib import Path

import pytest

from chalicelib import settings
from chalicelib.records.imports import Import
from tests.http.console.colleagues import Colleague
from tests.http.console.conftest import SignedIn
from tests.http.story import Story

LEDGER = """order,customer,phone,category,product,quantity,signed
SO-1,王芳,13912340001,flooring,橡木地板,40,2026-03-01
SO-2,何先生,12,flooring,橡木地板,12,2026-03-01
"""
EDGE = "----aftercare"


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings._insisted, "files_folder", str(tmp_path))


def send(who: Colleague, text: str, name: str = "ledger.csv", **fields: str):
    from chalicelib.http.console.readers import csrf_of

    parts = [("csrf", "", csrf_of(who.token)), *((field, "", value) for field, value in fields.items())]
    if text:
        parts.append(("ledger", f'; filename="{name}"', text))
    body = "".join(
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{field}"{file}\r\n\r\n{value}\r\n'
        for field, file, value in parts
    )
    return who.ask(
        "POST",
        "/imports",
        f"{body}--{EDGE}--\r\n".encode(),
        **{"Content-Type": f"multipart/form-data; boundary={EDGE}"},
    )


def test_a_ledger_is_taken_whether_or_not_anybody_looks_on(story: Story, signed_in: SignedIn) -> None:
    ops = signed_in("ops", language="en")
    answer = send(ops, LEDGER)
    assert answer.status == 303
    place = answer.header("Location")
    assert "Every row is being looked at" in ops.get(place).text
    assert json.loads(ops.get(f"{place}/progress").text)["under_way"] is True
    story.play(minutes=5)
    page = ops.get(place).text
    assert json.loads(ops.get(f"{place}/progress").text)["under_way"] is False
    assert "Download the rows left behind" in page
    rejects = ops.get(f"{place}/rejects.csv")
    assert "attachment" in rejects.header("Content-Disposition")
    assert "何先生" in rejects.text
    assert "王芳" not in rejects.text
    assert "ledger.csv" in ops.get("/imports").text


def test_the_same_file_again_is_the_same_import(story: Story, signed_in: SignedIn) -> None:
    ops = signed_in("ops", language="en")
    first, again = send(ops, LEDGER), send(ops, LEDGER)
    assert first.header("Location") == again.header("Location")
    assert len(list(Import.in_partition("import"))) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Choose the file first"), ("nothing,here\n1,2\n", "")],
    ids=["no file", "no ledger"],
)
def test_what_is_no_ledger_is_refused_at_once_and_the_form_keeps_what_was_chosen(
    story: Story, signed_in: SignedIn, text: str, said: str
) -> None:
    answer = send(signed_in("ops", language="en"), text, country="HK")
    assert answer.status == 400
    assert said in answer.text
    assert '<option value="HK" selected>' in answer.text
    assert list(Import.in_partition("import")) == []


def test_a_held_one_is_released_with_a_name(story: Story, signed_in: SignedIn) -> None:
    held = {"messages": 31, "customers": 30, "steps": {"care-tips": 31}}
    counts = {
        "rows": 30,
        "sales": 30,
        "customers": 30,
        "duplicates": 0,
        "returns": 0,
        "rejects": 0,
        "held": held,
    }
    Import(*Import.at("i1"), file_name="x.csv", at_moment=story.now, released=False, counts=counts).save()
    ops = signed_in("ops", language="en", name="老吴")
    assert "31 messages would go to 30 customers" in ops.get("/imports/i1").text
    assert ops.post("/imports/i1/release").status == 303
    row = Import.find(*Import.at("i1"))
    assert row
    assert (row.released, row.released_by) == (True, "老吴")
    assert "released by 老吴" in ops.get("/imports/i1").text


def test_one_that_is_still_being_taken_cannot_be_released(story: Story, signed_in: SignedIn) -> None:
    Import(*Import.at("i1"), file_name="x.csv", at_moment=story.now, released=False, state="working").save()
    assert signed_in("ops", language="en").post("/imports/i1/release").status == 409
    found = Import.find(*Import.at("i1"))
    assert found
    assert not found.released


def test_an_import_that_is_not_there_is_not_there(story: Story, signed_in: SignedIn) -> None:
    ops = signed_in("ops", language="en")
    for place in ("/imports/none", "/imports/none/progress", "/imports/none/rejects.csv"):
        assert ops.get(place).status == 404
    assert ops.post("/imports/none/release").status == 404
