"""A campaign that has just begun to go is looked at without stumbling."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import plans
from chalicelib.care.campaigns import watching
from chalicelib.records import runs
from chalicelib.records.campaigns import Campaign, Occurrence, touch_id
from chalicelib.records.memory import Memory
from chalicelib.records.table import kept_apart
from tests.http.story import BEGIN

NAME, DAY = "spring-festival", "2026-03-03"
MINUTE = timedelta(minutes=1)


CAMPAIGN = plans.campaign(json.dumps(plans.presets()[NAME]))
HEAD = Campaign(*Campaign.at(NAME), version="1")
SENT = [f"c1.{touch_id(NAME, DAY)}", NAME, "sent", "", "sms", 1, "CNY", "0.3"]


def test_the_first_looks_miss_nothing_and_fail_at_nothing() -> None:
    with kept_apart(Memory()):
        row = Occurrence(
            *Occurrence.at(NAME, DAY), on=BEGIN.date() + timedelta(days=1), state="filling", read_at=BEGIN
        )
        row.save()
        runs.note(3, BEGIN + MINUTE, [SENT])
        for minutes in (2, 4, 6):
            assert watching.watch(row, HEAD, CAMPAIGN, BEGIN + minutes * MINUTE)
        assert row.counts == {"sent": 1}
        assert row.read_at == BEGIN + 3 * MINUTE


@pytest.mark.parametrize(
    ("noted", "minutes"),
    [({}, 2), ({5: "sent"}, 2), ({1: "sent"}, 10)],
    ids=["before the first", "news", "quiet"],
)
def test_it_is_looked_at_as_often_as_something_comes_of_it(noted: dict[int, str], minutes: int) -> None:
    """Ten in the morning where the shop is; a look sees what was noted up to three minutes before."""
    now = datetime(2026, 3, 3, 2, tzinfo=UTC)
    with kept_apart(Memory()):
        row = Occurrence(*Occurrence.at(NAME, DAY), on=now.date(), state="filling", read_at=now)
        row.save()
        for minute, outcome in noted.items():
            runs.note(3, now + minute * MINUTE, [[SENT[0], NAME, outcome, *SENT[3:]]])
        for later in (6, 9):
            again = watching.watch(row, HEAD, CAMPAIGN, now + later * MINUTE)
    assert again == now + (9 + minutes) * MINUTE
