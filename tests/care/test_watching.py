"""A campaign that has just begun to go is looked at without stumbling."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from chalicelib import plans
from chalicelib.care.campaigns import watching
from chalicelib.policies import Price
from chalicelib.records import runs
from chalicelib.records.campaigns import Batch, Campaign, Occurrence, touch_id
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


MORNING = datetime(2026, 3, 3, 1, tzinfo=UTC)
EVENING = MORNING + timedelta(hours=12)  # morning in New York; nothing goes any more where the shop is


def under_way(meant: int, done: bool = True, read_at: datetime = EVENING) -> Occurrence:
    """A hundred were reached in the morning."""
    row = Occurrence(*Occurrence.at(NAME, DAY), on=MORNING.date(), state="filling", read_at=read_at)
    row.counts = {"sent": 100}
    row.save()
    tally = {"meant": meant}
    Batch(*Batch.at(NAME, DAY, 3), shard_number=3, occurrence=DAY, done=done, tally=tally).save()
    return row


def test_a_wave_that_goes_wrong_after_a_quiet_time_is_stopped_within_minutes() -> None:
    """What waits for another zone's morning is looked for as closely as the first."""
    with kept_apart(Memory()):
        head = Campaign(*Campaign.at(NAME), version="1")
        head.save()
        row, now, stopped_after = under_way(meant=400), EVENING, timedelta(0)
        for minute in range(3):
            wrong = [[SENT[0], NAME, "failed", "x", "sms", 1, "CNY", "0.3"]] * 100
            runs.note(minute, EVENING + (30 + minute) * MINUTE, wrong)
        while not stopped_after and now < EVENING + 60 * MINUTE:
            again = watching.watch(row, head, CAMPAIGN, now)
            assert again
            stopped_after, now = now - EVENING - 30 * MINUTE if head.paused else timedelta(0), again
    assert watching.NOTED_AFTER < stopped_after <= watching.NOTED_AFTER + watching.EVERY


@pytest.mark.parametrize(
    ("meant", "done", "paused", "minutes"),
    [(400, True, "", 2), (100, False, "", 2), (105, True, "", 10), (400, True, "errors", 10)],
    ids=["many wait", "not all are known", "too few to stop it", "nothing goes"],
)
def test_a_quiet_time_is_one_in_which_nothing_can_go_wrong(
    meant: int, done: bool, paused: str, minutes: int
) -> None:
    with kept_apart(Memory()):
        head = Campaign(*Campaign.at(NAME), version="1", paused=paused)
        now = EVENING + 9 * MINUTE
        assert watching.watch(under_way(meant, done), head, CAMPAIGN, now) == now + minutes * MINUTE


def test_before_the_day_has_begun_anywhere_nothing_can_go_wrong() -> None:
    with kept_apart(Memory()):
        before = MORNING - timedelta(hours=9)
        row = under_way(400, read_at=before)
        assert watching.watch(row, HEAD, CAMPAIGN, before + MINUTE) == before + 11 * MINUTE


def test_the_last_few_may_cost_too_much() -> None:
    with kept_apart(Memory()):
        tight = replace(CAMPAIGN, budget=Price(Decimal(40), "CNY"))
        assert watching.watch(under_way(101), HEAD, tight, EVENING + MINUTE) == EVENING + 3 * MINUTE
