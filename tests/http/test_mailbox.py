"""The folder into which a laptop's mail is put: each file is taken once and goes."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib import settings
from chalicelib.care.complaints import sorting
from chalicelib.errors import CareError
from chalicelib.local import _check_mail_folder, clockwork, mailbox
from chalicelib.records.complaints import Complaint
from chalicelib.records.table import Row
from tests.aws.test_received_mail import LETTER
from tests.http.story import Story


def put(story: Story, path: Path, content: bytes = LETTER, seconds: int = 60) -> None:
    path.write_bytes(content)
    at = (story.now - timedelta(seconds=seconds)).timestamp()
    os.utime(path, (at, at))


def complaints(story: Story) -> list[Row]:
    return [row for row in map(Row.from_raw_data, story.memory.items()) if type(row) is Complaint]


def test_a_mail_is_taken_once_and_its_file_goes(story: Story, tmp_path: Path) -> None:
    story.buys("王芳", email="wang@example.com")
    for _ in range(2):
        put(story, tmp_path / "one.eml")
        assert mailbox.look(tmp_path) == 1
    assert len(complaints(story)) == 1
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_still_written_is_let_be(story: Story, tmp_path: Path) -> None:
    put(story, tmp_path / "one.eml", LETTER[:40], seconds=0)
    put(story, tmp_path / ".two.swp")
    assert mailbox.look(tmp_path) == 0
    assert len(list(tmp_path.iterdir())) == 2


def test_of_a_maildir_the_new_ones_are_taken(story: Story, tmp_path: Path) -> None:
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
        put(story, tmp_path / name / "1", LETTER.replace(b"<1@", f"<{name}@".encode()))
    assert mailbox.look(tmp_path) == 1
    assert [path.parent.name for path in sorted(tmp_path.rglob("1"))] == ["cur", "tmp"]


def test_what_nobody_can_read_is_put_aside_and_not_read_again(story: Story, tmp_path: Path) -> None:
    put(story, tmp_path / "odd.eml", b"no mail")
    put(story, tmp_path / "one.eml")
    assert mailbox.look(tmp_path) == 1
    assert (tmp_path / "unreadable" / "odd.eml").read_bytes() == b"no mail"
    assert mailbox.look(tmp_path) == 0


def test_each_tick_looks_there(story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_FOLDER", str(tmp_path))
    put(story, tmp_path / "one.eml")
    clockwork._look_for_mail()
    assert sorting.waiting()
    monkeypatch.setenv("MAIL_FOLDER", str(tmp_path / "gone"))
    clockwork._look_for_mail()


def test_a_folder_that_is_none_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_FOLDER", str(tmp_path / "nowhere"))
    with pytest.raises(CareError, match=r"MAIL_FOLDER is .*which is no folder"):
        _check_mail_folder()
    monkeypatch.setenv("MAIL_FOLDER", str(tmp_path))
    _check_mail_folder()
    assert settings.read().mail_folder
