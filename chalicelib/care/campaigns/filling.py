"""An occurrence that falls due has its batches filled, one a shard, page by page; each customer's touchpoint
is put before the page is noted as done, and by its id there is never a second one."""

from datetime import datetime, time, timedelta

from chalicelib import plans
from chalicelib.campaigns import Campaign as Meant
from chalicelib.care.campaigns import coming, counting, enrolling, members, watching
from chalicelib.care.hands import Hands
from chalicelib.records.campaigns import Batch, Campaign, Occurrence, written
from chalicelib.records.pulls import shards
from chalicelib.records.table import REST
from chalicelib.rules import timing
from chalicelib.rules.campaigns import life

PAGES_AT_ONCE = 5
LOOK_AGAIN = timedelta(minutes=30)


def begin_or_watch(row: Occurrence, now: datetime, hands: Hands) -> datetime | None:
    """The dispatcher's way in for an occurrence: it begins, then it is watched until it is over."""
    head, campaign = _campaign(row.campaign)
    if row.state == "over":
        return None
    if row.state == "filling":
        return watching.watch(row, head, campaign, now)
    return _begin(row, head, campaign, now)


def _begin(row: Occurrence, head: Campaign, campaign: Meant, now: datetime) -> datetime | None:
    begins = timing.at_wall_clock(row.on - coming.DAY, coming.FILL_AT, plans.shop_defaults().zone)
    if now < begins:
        return begins
    coming.follow(head, campaign, row, now)
    if reason := life.held(head.life):
        return _wait(row, campaign, reason, now)
    if not enrolling.is_done(now):
        return now + enrolling.LOOK_AGAIN
    for shard in shards():
        batch = Batch(*Batch.at(row.campaign, row.id, shard), shard_number=shard, occurrence=row.id)
        batch.is_due(now, shard, REST)
        batch.create()
    begun = [Occurrence.state.set("filling"), Occurrence.read_at.set(now)]
    row.change(begun, Occurrence.state == "planned")
    return now + watching.EVERY


def _wait(row: Occurrence, campaign: Meant, reason: str, now: datetime) -> datetime | None:
    """Not without leave; and not any more once it would be of no use."""
    zone = plans.shop_defaults().zone
    of_use = timing.at_wall_clock(row.on + coming.DAY, time(0), zone) + campaign.expires.times(1)
    if now < of_use and reason != "campaign_cancelled":
        return min(now + LOOK_AGAIN, of_use)
    row.change([Occurrence.state.set("over"), Occurrence.reason.set(reason)])
    watching.tell(row, campaign, "campaign-missed", {"why": reason}, now)
    return None


def fill(batch: Batch, now: datetime, hands: Hands, foresee: counting.Foresee) -> datetime | None:
    """The dispatcher's way in for a batch: some pages of it, then again."""
    if batch.counts_only:
        return counting.count(batch, now, hands, foresee)
    if batch.done:
        return None
    occurrence = Occurrence.find(*Occurrence.at(batch.campaign, batch.occurrence), consistent=True)
    if occurrence is None or occurrence.state == "over":
        return None
    for _ in range(PAGES_AT_ONCE):
        head, campaign = _campaign(batch.campaign)
        if life.held(head.life):
            return now + LOOK_AGAIN
        if _page(batch, campaign, occurrence, now):
            return None
    return now


def _page(batch: Batch, campaign: Meant, occurrence: Occurrence, now: datetime) -> bool:
    """One page, then how far it came; whether that was the last."""
    found, position = members.page(batch.shard, batch.position, campaign, occurrence)
    for one in found:
        if one.match.sales:
            members.touch(campaign, occurrence, one, now).create()
    tally = counting.added(batch.tally, campaign, found)
    batch.change([Batch.position.set(position), Batch.tally.set(tally), Batch.done.set(not position)])
    return not position


def _campaign(name: str) -> tuple[Campaign, Meant]:
    head = Campaign.find(*Campaign.at(name), consistent=True)
    if head is None:
        raise LookupError(f"campaign {name} is not in the table")
    return head, plans.campaign(written(name, head.version))
