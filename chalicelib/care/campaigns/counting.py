"""Before anybody approves: how many it would reach, who would be held back by which gate, what it costs."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from chalicelib import plans
from chalicelib.campaigns import Campaign as Meant
from chalicelib.care.campaigns import coming, enrolling, members
from chalicelib.care.campaigns.members import Member
from chalicelib.care.hands import Hands
from chalicelib.records import once
from chalicelib.records.campaigns import Batch, Campaign, Occurrence, batches, written
from chalicelib.records.pulls import shards
from chalicelib.records.table import REST, save_all
from chalicelib.records.touchpoints import Touchpoint

EXAMPLES = 10
NAMED = 3
# Holds nobody back: it goes when the next window opens.
IN_ITS_HOURS = "wait window"

# What would become of a touchpoint that stands nowhere yet: (send, wait, person or never; the channel or the
# reason; country; language).
Foreseen = tuple[str, str, str, str]
Foresee = Callable[[Touchpoint, datetime, Hands, Meant], Foreseen]


@dataclass
class Found:
    """`would`: {"send sms" | "wait open_complaint" | ...: count}, `who`: some of them by the same names.
    `examples`: [[customer, [sale, ...]], ...]. `costs`: {currency: amount}, at most. `of_batch`: only some
    owners of the batch that it is for were looked at."""

    complete: bool = False
    of_batch: bool = False
    seen: int = 0
    meant: int = 0
    segments: int = 0
    why_not: Counter[str] = field(default_factory=Counter)
    would: Counter[str] = field(default_factory=Counter)
    who: dict[str, list[str]] = field(default_factory=dict)
    examples: list[list[Any]] = field(default_factory=list)
    costs: dict[str, Decimal] = field(default_factory=dict)

    def fate(self, *kinds: str) -> int:
        """How many of those who are meant come to one of these."""
        return sum(count for name, count in self.would.items() if name.partition(" ")[0] in kinds)

    @property
    def gets(self) -> int:
        """Who gets it as things stand, by message or from a colleague, if only once the hours allow it."""
        return self.fate("send", "person") + self.would[IN_ITS_HOURS]

    @property
    def put_off(self) -> int:
        return self.fate("wait") - self.would[IN_ITS_HOURS]

    def cost(self, currency: str) -> Decimal:
        return self.costs.get(currency, Decimal(0))


def begin(row: Campaign, campaign: Meant, now: datetime) -> None:
    """A batch for each shard, due at once."""
    save_all([_batch(row, shard, now) for shard in shards()])


def _batch(row: Campaign, shard: int, now: datetime) -> Batch:
    batch = Batch(
        *Batch.at(row.name, row.version, shard),
        shard_number=shard,
        occurrence=row.version,
        counts_only=True,
    )
    batch.is_due(now, shard, REST)
    return batch


def count(batch: Batch, now: datetime, hands: Hands, foresee: Foresee) -> datetime | None:
    """A page of a draft's batch; the last one of all says that it is checked."""
    if batch.done:
        _checked(batch)
        return None
    if not enrolling.is_done(now):
        return now + enrolling.LOOK_AGAIN
    campaign = plans.campaign(written(batch.campaign, batch.occurrence))
    draft = specimen(campaign, now)
    with once.reading():
        found, position = members.page(batch.shard, batch.position, campaign, draft)
        tally = foretold(batch.tally, campaign, draft, found, now, hands, foresee)
    batch.change([Batch.position.set(position), Batch.tally.set(tally), Batch.done.set(not position)])
    if position:
        return now
    _checked(batch)
    return None


def specimen(campaign: Meant, now: datetime) -> Occurrence:
    """Its next coming; else as if somebody said now that it comes, everywhere: people hear of it today."""
    days = [one for one in coming.ahead(campaign, coming.today(now)) if one.on]
    today = coming.today(now)
    named, on = (days[0].named, days[0].on) if days else (today + coming.DAY, today)
    return Occurrence(*Occurrence.at(campaign.name, "draft"), on=on, named_on=named)


def added(tally: Mapping[str, Any], campaign: Meant, found: Iterable[Member]) -> dict[str, Any]:
    """The tally with one more page."""
    sum_ = {"seen": 0, "meant": 0, "why_not": {}, "examples": [], **tally}
    why_not = Counter(sum_["why_not"])
    for one in found:
        sum_["seen"] += 1
        if not one.match.sales:
            why_not[one.match.why_not] += 1
            continue
        sum_["meant"] += 1
        if len(sum_["examples"]) < EXAMPLES and not asks_for_complaints(campaign):
            sum_["examples"] = [*sum_["examples"], [one.customer.id, list(one.match.sales)]]
    return {**sum_, "why_not": dict(why_not)}


def asks_for_complaints(campaign: Meant) -> bool:
    """Then whoever is meant has one: whoever writes campaigns learns how many, and no names."""
    return campaign.audience.complaint == "yes"


def foretold(
    tally: Mapping[str, Any], campaign: Meant, draft: Occurrence, found: Iterable[Member], now: datetime,
    hands: Hands, foresee: Foresee,
) -> dict[str, Any]:  # fmt: skip
    """The tally with one more page, and what would become of each of those who are meant."""
    people = list(found)
    sum_ = added(tally, campaign, people)
    for one in people:
        if one.match.sales:
            _foretell(sum_, campaign, draft, one, now, hands, foresee)
    return sum_


def _foretell(
    tally: dict[str, Any], campaign: Meant, draft: Occurrence, one: Member, now: datetime, hands: Hands,
    foresee: Foresee,
) -> None:  # fmt: skip
    row = members.touch(campaign, draft, one, now)
    what, why, country, language = foresee(row, now, hands, campaign)
    name = f"{what} {why}".strip()
    would, who = tally.setdefault("would", {}), tally.setdefault("who", {})
    would[name] = would.get(name, 0) + 1
    has_complaint = why == "open_complaint" or asks_for_complaints(campaign)
    if not has_complaint and len(who.setdefault(name, [])) < NAMED:
        who[name].append(one.customer.id)
    if what in ("send", "wait"):
        _price(tally, campaign, why, country, language)


def _price(tally: dict[str, Any], campaign: Meant, channel: str, country: str, language: str) -> None:
    """At most: with the longest values. What waits is reckoned by its first channel."""
    by = channel if channel in campaign.channels else next(iter(campaign.channels), "")
    if not by:
        return
    number = plans.campaign_segments(campaign, language, country) if by == "sms" else 1
    price = plans.prices().segment(country) if by == "sms" else plans.prices().email
    costs = tally.setdefault("costs", {})
    costs[price.currency] = str(Decimal(costs.get(price.currency, "0")) + price.amount * number)
    tally["segments"] = tally.get("segments", 0) + (number if by == "sms" else 0)


def _checked(batch: Batch) -> None:
    name, version = batch.campaign, batch.occurrence
    if all(one.done for one in batches(name, version)):
        row = Campaign(*Campaign.at(name))
        row.change([Campaign.checked.set(version)], Campaign.version == version)


def found(row: Campaign) -> Found:
    """What counting the present version came to."""
    rows = batches(row.name, row.version)
    return summed((one.tally for one in rows), bool(rows) and all(one.done for one in rows))


def summed(tallies: Iterable[Mapping[str, Any]], complete: bool) -> Found:
    total = Found(complete=complete)
    for tally in tallies:
        total.seen += tally.get("seen", 0)
        total.meant += tally.get("meant", 0)
        total.segments += tally.get("segments", 0)
        total.why_not.update(tally.get("why_not", {}))
        total.would.update(tally.get("would", {}))
        for name, ids in tally.get("who", {}).items():
            total.who[name] = [*total.who.get(name, []), *ids][:NAMED]
        total.examples = [*total.examples, *tally.get("examples", [])][:EXAMPLES]
        for currency, amount in tally.get("costs", {}).items():
            total.costs[currency] = total.cost(currency) + Decimal(amount)
    return total
