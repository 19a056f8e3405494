"""A campaign that is still being written: what is wrong with it, and whom it would reach, by some of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.campaigns import Campaign as Meant
from chalicelib.care.campaigns import counting, judging, members
from chalicelib.care.campaigns.counting import Foresee, Found
from chalicelib.care.hands import Hands
from chalicelib.errors import BadPlan
from chalicelib.records import once
from chalicelib.records.pulls import shards

# In all: each asks the table for what they bought, and whoever writes waits for all of it with each pause.
LOOKED_AT = 10


@dataclass(frozen=True)
class Sketch:
    """`campaign` is missing where its fields make no sense; `faults`: a sentence for all that is wrong,
    `wrong`: those of fields, by field."""

    campaign: Meant | None
    faults: list[str] = field(default_factory=list)
    wrong: Mapping[str, str] = field(default_factory=dict)


def read(said: Mapping[str, Any], now: datetime) -> Sketch:
    try:
        return Sketch(*judging.judged(said, now))
    except BadPlan as problem:
        return Sketch(None, [*problem.fields.values()] or [problem.said], problem.fields)


def some(campaign: Meant, now: datetime, hands: Hands, foresee: Foresee) -> Found:
    """Counted among the first customers; `complete` where that was everybody."""
    draft, whole = counting.specimen(campaign, now), True
    tally: dict[str, Any] = {}
    with once.reading():
        for shard in shards():
            most = LOOKED_AT - tally.get("seen", 0)
            if not most:
                return counting.summed([tally], complete=False)
            found, position = members.page(shard, "", campaign, draft, most)
            tally = counting.foretold(tally, campaign, draft, found, now, hands, foresee)
            whole = whole and not position
    return counting.summed([tally], whole)
