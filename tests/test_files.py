"""Named files, in a folder and in a bucket alike."""

import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
import pytest

from chalicelib import cloud, files
from chalicelib.errors import BadInput, NotConfigured

BUCKET = "aftercare-files"


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("FILES_FOLDER", str(tmp_path / "kept"))
    if request.param == "bucket":
        endpoint = request.getfixturevalue("engine")
        boto3.client("s3", region_name="us-east-1", endpoint_url=endpoint).create_bucket(Bucket=BUCKET)
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", endpoint)
        monkeypatch.setenv("FILES_BUCKET", BUCKET)
    cloud._client.cache_clear()
    yield request.param
    cloud._client.cache_clear()


def test_what_is_kept_comes_back_with_its_kind(place: str) -> None:
    content = bytes(range(256)) * 5000 + b"\n\r\n"
    files.put("photos/p1", content, "image/jpeg")
    assert files.get("photos/p1") == files.File(content, "image/jpeg")
    files.put("photos/p1", b"", "text/csv")
    assert files.get("photos/p1") == files.File(b"", "text/csv")


def test_what_is_not_there_is_nothing(place: str) -> None:
    assert files.get("imports/none/ledger") is None
    files.remove("imports/none/ledger")


def test_what_is_removed_is_gone(place: str) -> None:
    files.put("imports/i1/ledger", b"x", "text/csv")
    files.put("imports/i1", b"y", "text/csv")
    files.remove("imports/i1/ledger")
    assert files.get("imports/i1/ledger") is None
    assert files.get("imports/i1") == files.File(b"y", "text/csv")


def test_of_many_who_come_first_one_does(place: str) -> None:
    with ThreadPoolExecutor(8) as threads:
        won = list(threads.map(lambda n: files.put_new("race/r1", b"%d" % n, "text/csv"), range(8)))
    assert won.count(True) == 1
    assert files.get("race/r1") == files.File(b"%d" % won.index(True), "text/csv")
    files.remove("race/r1")


@pytest.mark.parametrize(
    "key",
    ["", "../secret", "a/../../secret", "/etc/passwd", "a//b", "a/", "A", "run.sh", "a\\b", "a\0", "a\n",
     "x" * 101, "é", "a b", "%2e%2e/a", "-rf"],
)  # fmt: skip
def test_no_name_leaves_the_folder_or_ends_like_a_program(place: str, key: str) -> None:
    for act in (lambda: files.put(key, b"x", "text/csv"), lambda: files.get(key), lambda: files.remove(key)):
        with pytest.raises(BadInput, match="no name for a file"):
            act()


@pytest.mark.parametrize("kind", ["", "text", "text/csv\nx", "text/csv; a=b", "TEXT/CSV"])
def test_a_kind_is_a_media_type(place: str, kind: str) -> None:
    with pytest.raises(BadInput, match="media type"):
        files.put("a", b"x", kind)


def test_nobody_else_on_the_machine_reads_them_nor_runs_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FILES_FOLDER", str(tmp_path / "kept"))
    files.put("photos/p1", b"#!/bin/sh", "image/jpeg")
    (kept,) = [path for path in (tmp_path / "kept").rglob("*") if path.is_file()]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert kept.suffix == ".kept"


def test_a_folder_that_cannot_be_written_says_what_to_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("FILES_FOLDER", str(tmp_path / "file"))
    with pytest.raises(NotConfigured, match="FILES_BUCKET"):
        files.put("a/b", b"x", "text/csv")
