"""A campaign that is under way: what became of it is read from the drains' notes; it stops itself when too
much goes wrong, and is over when nothing can come of it any more."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from chalicelib import plans, words
from chalicelib.campaigns import Campaign as Meant
from chalicelib.care import effects
from chalicelib.effects import OpenTask
from chalicelib.records import runs
from chalicelib.records.attributes import instant
from chalicelib.records.campaigns import Campaign, Occurrence, touch_id
from chalicelib.records.pulls import shards
from chalicelib.records.runs import Run
from chalicelib.records.touchpoints import parts
from chalicelib.rules.campaigns import errors

EVERY = timedelta(minutes=10)
# A drain's note bears the moment at which it began, and is written when it ends.
NOTED_AFTER = timedelta(minutes=3)
DAY = timedelta(days=1)


def watch(row: Occurrence, head: Campaign, campaign: Meant, now: datetime) -> datetime | None:
    """Once every ten minutes."""
    _read(row, now)
    if not head.paused and (why := errors.why_stop(row.counts, row.spent, campaign.budget)):
        _stop(row, head, campaign, why, now)
    over = bool(row.ends_at and now >= row.ends_at)
    seen = [Occurrence.counts.set(row.counts), Occurrence.spent.set(row.spent), Occurrence.seen.set(row.seen)]
    row.change([*seen, Occurrence.state.set("over")] if over else seen, Occurrence.state == "filling")
    return None if over else now + EVERY


def _read(row: Occurrence, now: datetime) -> None:
    """The notes since the last look, shard by shard. Ours are those whose id is this coming's."""
    counts, spent, ours = Counter(row.counts), dict(row.spent), touch_id(row.campaign, row.id)
    for run in _new_runs(row, now):
        for key, step, outcome, reason, _channel, _segments, currency, cost in run.settled:
            if step == row.campaign and parts(key)[1] == ours:
                counts[f"{outcome} {reason}".strip()] += 1
                if currency:
                    spent[currency] = str(Decimal(spent.get(currency, "0")) + Decimal(cost))
    row.counts, row.spent = dict(counts), spent


def _new_runs(row: Occurrence, now: datetime) -> Iterator[Run]:
    ready, first = now - NOTED_AFTER, row.on - DAY
    for number in range(max(0, (ready.date() - first).days) + 1):
        day = (first + number * DAY).isoformat()
        for shard in shards():
            place = f"{day}#{shard:02d}"
            until = instant(ready) if day == ready.date().isoformat() else f"{day}~"
            for run in runs.between(day, shard, row.seen.get(place, ""), until):
                row.seen = {**row.seen, place: run.sk}
                yield run


def _stop(row: Occurrence, head: Campaign, campaign: Meant, why: str, now: datetime) -> None:
    """Paused in its own name; its owner is asked to look."""
    noted = [*head.history, effects.history("the clock", "paused", why, now)]
    if head.change([Campaign.paused.set(why), Campaign.history.set(noted)], Campaign.paused == head.paused):
        wrong = {"errors": str(errors.errors(row.counts)), "reached": str(errors.reached(row.counts))}
        tell(row, campaign, "campaign-stopped", {**wrong, "why": why}, now)


def tell(row: Occurrence, campaign: Meant, name: str, said: Mapping[str, str], now: datetime) -> None:
    """A task for its owner, once for each coming."""
    language = plans.shop_defaults().language
    values = {"errors": "", "reached": "", **said, "campaign": campaign.about.get(language, campaign.name)}
    effects.open_task(
        OpenTask("fix", days=0, urgent=True), campaign.owner, words.task(name, language, values), now,
        reason=f"{name} {row.campaign} {row.id} {values['why']}",
    )  # fmt: skip
