"""Campaigns: what was approved, the days on which they come, and how far their filling is. Who got what
stands on the touchpoints: one for each campaign, occurrence and customer, by its id."""

from functools import lru_cache

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.campaigns import Life
from chalicelib.ids import derived
from chalicelib.records.attributes import DateAttribute, InstantAttribute
from chalicelib.records.table import Row


class Campaign(Row, discriminator="campaign"):
    """`version`, `checked` and `approved` are fingerprints of contents. `paused` is the reason.
    `history`: [[instant, who, what, why]]."""

    version = UnicodeAttribute()
    saved_by = UnicodeAttribute(default="")
    checked = UnicodeAttribute(default="")
    approved = UnicodeAttribute(default="")
    approved_by = UnicodeAttribute(default="")
    scheduled = BooleanAttribute(default=False)
    paused = UnicodeAttribute(default="")
    cancelled = BooleanAttribute(default=False)
    history = JSONAttribute(default=list)

    @classmethod
    def at(cls, name: str) -> tuple[str, str]:
        return "campaign", name

    @property
    def name(self) -> str:
        return self.sk

    @property
    def life(self) -> Life:
        return Life(self.version, self.checked, self.approved, self.scheduled, self.paused, self.cancelled)


class Content(Row, discriminator="content"):
    """What a version says, as it was written (JSON); never changed."""

    written = UnicodeAttribute()
    at_moment = InstantAttribute()
    who = UnicodeAttribute(default="")

    @classmethod
    def at(cls, name: str, version: str) -> tuple[str, str]:
        return f"campaign#{name}", f"content#{version}"


class Occurrence(Row, discriminator="occurrence"):
    """One coming of a campaign. `state`: planned, filling, over (with `reason`). `regions`: where it comes
    to; none means everywhere. `said`: {language: why it comes}, `numbers`: what made it come.
    `counts`: {"outcome reason": count}, `spent`: {currency: amount}, both from the drains'
    notes before `read_at`.
    `heard`: {"replied" | "opted_out" | "complained" | "answered" | "clicked": count}."""

    on = DateAttribute()
    named_on = DateAttribute(null=True)
    state = UnicodeAttribute(default="planned")
    reason = UnicodeAttribute(default="")
    regions = JSONAttribute(default=list)
    said = JSONAttribute(default=dict)
    numbers = JSONAttribute(default=list)
    who = UnicodeAttribute(default="calendar")
    counts = JSONAttribute(default=dict)
    spent = JSONAttribute(default=dict)
    heard = JSONAttribute(default=dict)
    read_at = InstantAttribute(null=True)
    ends_at = InstantAttribute(null=True)

    @classmethod
    def at(cls, campaign: str, occurrence: str) -> tuple[str, str]:
        return f"campaign#{campaign}", f"occurrence#{occurrence}"

    @property
    def campaign(self) -> str:
        return self.pk.removeprefix("campaign#")

    @property
    def id(self) -> str:
        return self.sk.removeprefix("occurrence#")


class Batch(Row, discriminator="batch"):
    """One shard's part of filling an occurrence, or of counting a draft (then `occurrence` is the version).
    `position`: the last customer looked at; `tally`: what was found so far (care/campaigns/tally.py)."""

    shard_number = NumberAttribute()
    counts_only = BooleanAttribute(default=False)
    occurrence = UnicodeAttribute()
    position = UnicodeAttribute(default="")
    done = BooleanAttribute(default=False)
    tally = JSONAttribute(default=dict)

    @classmethod
    def at(cls, campaign: str, occurrence: str, shard: int) -> tuple[str, str]:
        return f"campaign#{campaign}", f"batch#{occurrence}#{shard:02d}"

    @property
    def campaign(self) -> str:
        return self.pk.removeprefix("campaign#")

    @property
    def shard(self) -> int:
        return int(self.shard_number)


def touch_id(campaign: str, occurrence: str) -> str:
    """With the customer it is the ledger: the same coming of the same campaign reaches nobody twice."""
    return derived("t", "campaign", campaign, occurrence)


@lru_cache(maxsize=64)
def written(name: str, version: str) -> str:
    """A version's content. Never changes, so it is read once."""
    found = Content.find(*Content.at(name, version), consistent=True)
    if found is None:
        raise LookupError(f"version {version} of campaign {name} is not in the table")
    return found.written


def occurrences(name: str) -> list[Occurrence]:
    return list(Occurrence.in_partition(f"campaign#{name}", "occurrence#", consistent=True))


def batches(name: str, occurrence: str) -> list[Batch]:
    return list(Batch.in_partition(f"campaign#{name}", f"batch#{occurrence}#", consistent=True))
