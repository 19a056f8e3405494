"""A campaign that is under way: what became of it is read from the drains' notes; it stops itself when too
much goes wrong, and is over when nothing can come of it any more."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal

from chalicelib import plans
from chalicelib.campaigns import Campaign as Meant
from chalicelib.care import effects
from chalicelib.care.campaigns import coming
from chalicelib.effects import OpenTask
from chalicelib.plans import saying
from chalicelib.records import runs
from chalicelib.records.attributes import instant
from chalicelib.records.campaigns import Campaign, Occurrence, batches, touch_id
from chalicelib.records.pulls import shards
from chalicelib.records.runs import Run
from chalicelib.records.touchpoints import parts
from chalicelib.rules import timing
from chalicelib.rules.campaigns import errors

EVERY, BETWEEN, SELDOM = timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=6)
# A drain's note bears the moment at which it began, and is written when it ends.
NOTED_AFTER = timedelta(minutes=3)
DAY = timedelta(days=1)


def watch(row: Occurrence, head: Campaign, campaign: Meant, now: datetime) -> datetime | None:
    """Every other minute while it goes, since people look on, and while it may have to stop; else less
    often, then a few times a day."""
    until = now - NOTED_AFTER
    until = max(until, row.read_at or until)  # at the first look it has only just begun
    news = _read(row, until)
    if not head.paused and (why := errors.why_stop(row.counts, row.spent, campaign.budget)):
        _stop(row, head, campaign, why, now)
    over = bool(row.ends_at and now >= row.ends_at)
    names = ("counts", "spent", "heard")
    seen = [getattr(Occurrence, name).set(getattr(row, name)) for name in names]
    seen.append(Occurrence.read_at.set(until))
    row.change([*seen, Occurrence.state.set("over")] if over else seen, Occurrence.state == "filling")
    if over:
        return None
    if now >= _busy_until(row):
        return min(now + SELDOM, row.ends_at or now + SELDOM)
    goes = now >= coming.first_hour(campaign, row.on) and (news or _goes_on(row, head, campaign, now))
    return now + (EVERY if goes else BETWEEN)


def _goes_on(row: Occurrence, head: Campaign, campaign: Meant, now: datetime) -> bool:
    """Nothing came of it since the last look. The next may be many at once: another zone's morning, or what
    waited for quiet hours to end."""
    if not row.counts and coming.goes_at(campaign, row.on, now) <= now:
        return True
    return not head.paused and _may_stop(row, campaign)


def _may_stop(row: Occurrence, campaign: Meant) -> bool:
    filled = batches(row.campaign, row.id)
    meant = sum(one.tally.get("meant", 0) for one in filled)
    return errors.may_stop(row.counts, meant, campaign.budget) or not all(one.done for one in filled)


def _busy_until(row: Occurrence) -> datetime:
    """By then the last zone's evening is over."""
    return timing.at_wall_clock(row.on + 2 * DAY, time(0), plans.shop_defaults().zone)


def _read(row: Occurrence, until: datetime) -> bool:
    """The notes since the last look; whether any was ours. Those are it whose id is this coming's."""
    counts, spent, ours = Counter(row.counts), dict(row.spent), touch_id(row.campaign, row.id)
    heard = Counter(row.heard)
    for run in _new_runs(row.read_at or until, until):
        if run.heard and run.heard[1] == row.campaign and parts(run.heard[0])[1] == ours:
            heard[run.heard[2]] += 1
        for key, step, outcome, reason, _channel, _segments, currency, cost in run.settled:
            if step == row.campaign and parts(key)[1] == ours:
                counts[f"{outcome} {reason}".strip()] += 1
                if currency:
                    spent[currency] = str(Decimal(spent.get(currency, "0")) + Decimal(cost))
    news = (counts, heard) != (row.counts, row.heard)
    row.counts, row.spent, row.heard = dict(counts), spent, dict(heard)
    return news


def _new_runs(since: datetime, until: datetime) -> Iterator[Run]:
    for number in range((until.date() - since.date()).days + 1):
        day = (since.date() + number * DAY).isoformat()
        for shard in shards():
            yield from runs.between(day, shard, instant(since), instant(until))


def _stop(row: Occurrence, head: Campaign, campaign: Meant, why: str, now: datetime) -> None:
    """Paused in its own name; its owner is asked to look."""
    noted = [*head.history, effects.history("the clock", "paused", why, now)]
    if head.change([Campaign.paused.set(why), Campaign.history.set(noted)], Campaign.paused == head.paused):
        wrong = {"errors": str(errors.errors(row.counts)), "reached": str(errors.reached(row.counts))}
        tell(row, campaign, "campaign-stopped", {**wrong, "why": why}, now)


def tell(row: Occurrence, campaign: Meant, name: str, said: Mapping[str, str], now: datetime) -> None:
    """A task for its owner, once for each coming."""
    values = {"errors": "", "reached": "", **said}
    title = saying.asked(
        name, lambda language: {**values, "campaign": campaign.about.get(language, campaign.name)}
    )
    effects.open_task(
        OpenTask("fix", days=0, urgent=True), campaign.owner, title, now,
        reason=f"{name} {row.campaign} {row.id} {values['why']}",
    )  # fmt: skip
