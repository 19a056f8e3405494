"""A year of campaigns and feasts, day by day: what came, what comes, and when the shop is silent."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from chalicelib import plans
from chalicelib.campaigns import Campaign as Meant
from chalicelib.care.campaigns import coming, keeping
from chalicelib.records.campaigns import Campaign, occurrences

# Feasts that people keep; the solar terms would fill a calendar by themselves.
FEASTS = (
    *("new-year", "laba", "little-new-year", "new-years-eve", "spring-festival", "lantern", "womens-day"),
    *("consumer-rights", "qingming", "labour-day", "dragon-boat", "618", "qixi", "ghost", "mid-autumn"),
    *("national-day", "double-ninth", "double-eleven", "dongzhi", "double-twelve", "christmas"),
)


@dataclass(frozen=True)
class Entry:
    """`kind`: feast, silent or campaign; `name`: of feast or campaign. `state`: of a campaign's coming, or
    `ahead` where it would come. `said`: why, by language; `where`: regions; `by`: who had it come."""

    on: date
    kind: str
    name: str
    state: str = ""
    where: tuple[str, ...] = ()
    by: str = ""
    said: dict[str, str] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)


def of(year: int, now: datetime) -> list[Entry]:
    found = [*_feasts(year), *_silent(year), *_campaigns(year, now)]
    order = ("silent", "feast", "campaign")
    return sorted(found, key=lambda one: (one.on, order.index(one.kind), one.name))


def _feasts(year: int) -> Iterator[Entry]:
    from chalicelib.rules.occasions import (
        Festival,
    )  # reckons with the moon, which no message that is due needs

    for name in FEASTS:
        yield from (Entry(day, "feast", name) for day in Festival(name).dates(year))


def _silent(year: int) -> Iterator[Entry]:
    days = plans.country(plans.shop_defaults().country).blackout
    yield from (Entry(day, "silent", "") for day in days if day.year == year)


def _campaigns(year: int, now: datetime) -> Iterator[Entry]:
    for row in keeping.every():
        yield from _of_campaign(row, keeping.meant(row), year, now)


def _of_campaign(row: Campaign, campaign: Meant, year: int, now: datetime) -> Iterator[Entry]:
    """What stands in the table goes before what the calendar would have."""
    known = set()
    for one in occurrences(row.name):
        known.add(one.named_on)
        if one.on.year == year and one.reason != "moved":
            where = tuple(one.regions)
            yield Entry(
                one.on, "campaign", row.name, one.state, where, one.who, one.said, dict(campaign.about)
            )  # fmt: skip
    if row.cancelled:
        return
    for day in coming.ahead(campaign, coming.today(now)):
        if day.on and day.on.year == year and day.named not in known:
            yield Entry(day.on, "campaign", row.name, "ahead", about=dict(campaign.about))


def ready_made(now: datetime) -> list[dict[str, Any]]:
    """Campaigns that came with the program and that nobody took up yet, with the day on which each comes."""
    known = {row.name for row in keeping.every()}
    found = []
    for name, said in plans.presets().items():
        if name not in known:
            campaign = plans.campaign(json.dumps(said, ensure_ascii=False))
            days = [one.on for one in coming.ahead(campaign, coming.today(now)) if one.on]
            found.append(
                {"name": name, "campaign": campaign, "said": said, "next": days[0] if days else None}
            )
    return found
