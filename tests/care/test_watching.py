"""A campaign that has just begun to go is looked at without stumbling."""

import json
from datetime import timedelta

from chalicelib import plans
from chalicelib.care.campaigns import watching
from chalicelib.records import runs
from chalicelib.records.campaigns import Campaign, Occurrence, touch_id
from chalicelib.records.memory import Memory
from chalicelib.records.table import kept_apart
from tests.http.story import BEGIN

NAME, DAY = "spring-festival", "2026-03-03"
MINUTE = timedelta(minutes=1)


def test_the_first_looks_miss_nothing_and_fail_at_nothing() -> None:
    campaign, head = (
        plans.campaign(json.dumps(plans.presets()[NAME])),
        Campaign(*Campaign.at(NAME), version="1"),
    )
    with kept_apart(Memory()):
        row = Occurrence(
            *Occurrence.at(NAME, DAY), on=BEGIN.date() + timedelta(days=1), state="filling", read_at=BEGIN
        )
        row.save()
        sent = [f"c1.{touch_id(NAME, DAY)}", NAME, "sent", "", "sms", 1, "CNY", "0.3"]
        runs.note(3, BEGIN + MINUTE, [sent])
        for minutes in (2, 4, 6):
            assert watching.watch(row, head, campaign, BEGIN + minutes * MINUTE)
        assert row.counts == {"sent": 1}
        assert row.read_at == BEGIN + 3 * MINUTE
