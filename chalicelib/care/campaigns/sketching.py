"""A campaign that is still being written: what is wrong with it, and whom it would reach, by some of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib import plans
from chalicelib.campaigns import Campaign as Meant
from chalicelib.care.campaigns import counting, members
from chalicelib.care.campaigns.counting import Foresee, Found
from chalicelib.care.hands import Hands
from chalicelib.errors import BadPlan
from chalicelib.records.pulls import shards
from chalicelib.sentences import Said

# Of each shard: four hundred in all, which a page can wait for.
LOOKED_AT = 25


@dataclass(frozen=True)
class Sketch:
    """`campaign` is missing where its fields make no sense; `faults`: a sentence for all that is wrong."""

    campaign: Meant | None
    faults: list[str] = field(default_factory=list)


def read(said: Mapping[str, Any]) -> Sketch:
    try:
        return Sketch(*plans.judged_campaign(dict(said), PLACE))
    except BadPlan as problem:
        return Sketch(None, [problem.said])


PLACE = Said("The campaign")


def some(campaign: Meant, now: datetime, hands: Hands, foresee: Foresee) -> Found:
    """Counted among the first of each shard; `complete` where that was everybody."""
    draft, whole = counting.specimen(campaign, now), True
    tally: dict[str, Any] = {}
    for shard in shards():
        found, position = members.page(shard, "", campaign, draft, LOOKED_AT)
        tally = counting.foretold(tally, campaign, draft, found, now, hands, foresee)
        whole = whole and not position
    return counting.summed([tally], whole)
