"""Mail that SES received, as the queue tells of it: taken once, then gone from the bucket."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.aws import received_mail as door
from chalicelib.aws.received_mail import received_mail
from chalicelib.records.complaints import Complaint
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from tests.aws.conftest import Context, failed, handed
from tests.http.story import Story

LETTER = (
    b"From: Wang <wang@example.com>\r\nTo: care@shop.example\r\nMessage-ID: <1@x.example>\r\n"
    b"Subject: floor\r\n\r\nThe floor has cracked, I complain.\r\n"
)


class Pail:
    """A bucket that remembers."""

    kept: dict[str, bytes]

    def __init__(self, name: str, region: str) -> None:
        self.name = name

    def get(self, key: str) -> tuple[bytes, str] | None:
        found = self.kept.get(key)
        return (found, "message/rfc822") if found is not None else None

    def delete(self, key: str) -> None:
        del self.kept[key]


@pytest.fixture
def pail(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bytes]]:
    monkeypatch.setattr(Pail, "kept", {}, raising=False)
    monkeypatch.setattr(door, "Bucket", Pail)
    return Pail.kept


def told(*names: str) -> str:
    records = [{"s3": {"bucket": {"name": "letters"}, "object": {"key": name}}} for name in names]
    return json.dumps({"Records": records})


def rows(story: Story, kind: type) -> list[Any]:
    return [row for row in map(Row.from_raw_data, story.memory.items()) if type(row) is kind]


def test_a_mail_becomes_a_complaint_and_leaves_the_bucket(story: Story, pail: dict[str, bytes]) -> None:
    story.buys("王芳", email="wang@example.com")
    pail["mail/a b"] = LETTER
    assert received_mail(handed(told("mail/a+b")), Context()) == failed()
    (one,) = rows(story, Complaint)
    assert one.channel == "mail"
    assert not pail


def test_told_twice_or_sent_twice_it_is_one(story: Story, pail: dict[str, bytes]) -> None:
    story.buys("王芳", email="wang@example.com")
    pail["mail/1"] = pail["mail/2"] = LETTER
    received_mail(handed(told("mail/1"), told("mail/1"), told("mail/2")), Context())
    assert len(rows(story, Complaint)) == 1
    assert not pail


def test_what_nobody_can_read_stays_and_a_person_is_told_where(story: Story, pail: dict[str, bytes]) -> None:
    pail["mail/1"] = b"no mail"
    assert received_mail(handed(told("mail/1")), Context()) == failed()
    assert list(pail) == ["mail/1"]
    (task,) = [task for task in rows(story, Task) if task.do == "fix"]
    assert "s3://letters/mail/1" in task.title


def test_the_trials_of_ses_and_s3_are_no_mail(story: Story, pail: dict[str, bytes]) -> None:
    pail["mail/AMAZON_SES_SETUP_NOTIFICATION"] = b"hello"
    trial = json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent"})
    event = handed(told("mail/AMAZON_SES_SETUP_NOTIFICATION"), trial)
    assert received_mail(event, Context()) == failed()
    assert not [task for task in rows(story, Task) if task.do == "fix"]


def test_what_goes_wrong_comes_again(
    story: Story, pail: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def dies(*args: object) -> str:
        raise ConnectionError("wang@example.com")

    pail["mail/1"] = LETTER
    monkeypatch.setattr(door.inbox, "handed_in", dies)
    assert received_mail(handed(told("mail/1")), Context()) == failed(0)
    assert pail
    assert "wang" not in caplog.text
