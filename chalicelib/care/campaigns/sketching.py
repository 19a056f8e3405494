"""A campaign that is still being written: what is wrong with it, and whom it would reach, by some of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain, zip_longest
from typing import Any

from chalicelib.campaigns import Campaign as Meant
from chalicelib.care.campaigns import counting, judging, members
from chalicelib.care.campaigns.counting import Foresee, Found
from chalicelib.care.hands import Hands
from chalicelib.errors import BadPlan
from chalicelib.records import ahead, once, roster
from chalicelib.records.customers import Customer
from chalicelib.records.pulls import shards
from chalicelib.records.roster import Enrolled
from chalicelib.records.sales import Unit
from chalicelib.records.switches import Switch
from chalicelib.records.table import Row

# In all: whoever writes waits for it with each pause.
LOOKED_AT = 10
# Of how many batches that an audience names owners are looked at; each is a request.
BATCHES = 2
# Where it is kept who they are, and how many of each shard.
NAME = "some"


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
    """Counted among some customers; `complete` where that was everybody."""
    draft = counting.specimen(campaign, now)
    ids, whole = _known() or _chosen()
    owners = [] if whole else _owners(campaign.audience.batch)
    ids = owners or ids
    with once.reading():
        ahead.rows([Switch.at("paused"), *map(Customer.at, ids), *map(Enrolled.at, ids)])
        rows = Enrolled.many([Enrolled.at(one) for one in ids]).values()
        found = members.among((row for row in rows if isinstance(row, Enrolled)), campaign, draft)
        tally = counting.foretold({}, campaign, draft, found, now, hands, foresee)
    return replace(counting.summed([tally], whole), of_batch=bool(owners))


def keep_some(now: datetime) -> None:
    """The clock's way in: whom a sketch looks at, since they stand in many partitions. Others each day; of a
    small shop, in which anybody who is new counts, as often as it is asked."""
    kept = Switch.read(NAME, consistent=True)
    if kept.get("day") == f"{now.date()}" and not kept["whole"]:
        return
    ids, whole = _chosen()
    found = {"day": f"{now.date()}", "ids": ids, "whole": whole}
    if found != kept:
        Switch(*Switch.at(NAME), value=found, who="clock", at_moment=now).save()


def _owners(batches: Sequence[str]) -> list[str]:
    """Of goods that few have, some who have them: among some of all there would hardly be one."""
    units = chain.from_iterable(_units(batch) for batch in batches[:BATCHES])
    found = dict.fromkeys(row.customer_id for row in units if isinstance(row, Unit))
    return list(found)[:LOOKED_AT]


def _units(batch: str) -> Sequence[Row]:
    """As it is written, else as factories print it: an audience's batch is found in any case."""
    return Unit.of_batch(batch, LOOKED_AT).rows or Unit.of_batch(batch.upper(), LOOKED_AT).rows


def _known() -> tuple[list[str], bool] | None:
    kept = Switch.read(NAME)
    return (kept["ids"], kept["whole"]) if kept else None


def _chosen() -> tuple[list[str], bool]:
    """Some of each shard in turn, and whether that is everybody."""
    pages = [roster.page(shard, LOOKED_AT) for shard in shards()]
    turns = zip_longest(*(ids for ids, _position in pages))
    each = [one for turn in turns for one in turn if one]
    return each[:LOOKED_AT], len(each) <= LOOKED_AT and not any(position for _ids, position in pages)
