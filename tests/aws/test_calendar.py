"""The calendar's jobs and the events of SES, as AWS hands them over."""

import json
from datetime import timedelta

import pytest

from chalicelib.aws.daily import daily
from chalicelib.aws.mail_events import mail_events
from chalicelib.care import effects, inbox, timetable
from chalicelib.jobs import DAILY
from tests.aws.conftest import Context, failed, handed
from tests.http.story import Story
from tests.standins import ses

MAIL = ses.Mail(
    "0100-ses",
    {"Destination": {"ToAddresses": ["wang@example.com"]}, "EmailTags": []},
    b"",
)


def bounce() -> str:
    told = {"bounceType": "Permanent", "bounceSubType": "General"}
    return ses.in_envelope(ses.event(MAIL, "Bounce", **told)).decode()


def test_a_daily_job_runs_once_a_day(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[object] = []
    monkeypatch.setitem(DAILY, "fold", held.append)
    for _ in range(3):
        daily({"job": "fold"}, Context())
    assert len(held) == 1
    story.now += timedelta(days=1)
    daily({"job": "fold"}, Context())
    assert len(held) == 2


def test_a_daily_job_that_died_runs_again(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(now: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setitem(DAILY, "fold", dies)
        with pytest.raises(ConnectionError):
            daily({"job": "fold"}, Context())
    assert not timetable.has_run("fold", story.now.date() - timedelta(days=1))
    held: list[object] = []
    monkeypatch.setitem(DAILY, "fold", held.append)
    daily({"job": "fold"}, Context())
    assert len(held) == 1


def test_a_bounce_out_of_the_queue_silences_the_address(story: Story) -> None:
    story.buys("王芳", email="wang@example.com")
    assert mail_events(handed(bounce()), Context()) == failed()
    contact = effects.contact_of("email", "wang@example.com")
    assert contact
    assert contact.stopped == "bad_address"


def test_what_is_no_event_of_ses_is_dropped_and_holds_nobody_up(story: Story) -> None:
    story.buys("王芳", email="wang@example.com")
    foreign = json.dumps({"Type": "Notification", "Message": "hello"})
    assert mail_events(handed("nonsense", foreign, bounce()), Context()) == failed()
    contact = effects.contact_of("email", "wang@example.com")
    assert contact
    assert contact.stopped


def test_only_the_event_that_failed_comes_again(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[object] = []

    def second_fails(*what: object) -> None:
        taken.append(what)
        if len(taken) == 2:
            raise ConnectionError

    monkeypatch.setattr(inbox, "take_all", second_fails)
    assert mail_events(handed("1", "2", "3"), Context()) == failed(1)
    assert len(taken) == 3
