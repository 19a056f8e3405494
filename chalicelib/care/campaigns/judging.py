"""What is wrong with a campaign as it is written: its fields and words, its day, its budget."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from chalicelib import plans
from chalicelib.campaigns import Campaign as Meant
from chalicelib.care.campaigns import coming
from chalicelib.errors import BadInput, BadPlan
from chalicelib.sentences import Joined, Said

PLACE = Said("The campaign")
NEVER = Said(
    "It would never come: its day is over, or a day of mourning that it leaves out. Choose a later day."
)


def judged(said: Mapping[str, Any], now: datetime) -> tuple[Meant, list[str]]:
    """What it says, and a sentence for all that is wrong; BadPlan where its fields make no sense."""
    campaign, sentences = plans.judged_campaign(dict(said), PLACE)
    return campaign, [*sentences, *_beyond_its_fields(campaign, now)]


def sound(said: Mapping[str, Any], now: datetime) -> Meant:
    """What it says, where nothing is wrong with it."""
    try:
        campaign, sentences = judged(said, now)
    except BadPlan as problem:
        raise BadInput(problem.said) from problem
    if sentences:
        raise BadInput("{sentences}", sentences=Joined([*sentences], "\n"))
    return campaign


def must_come(campaign: Meant, now: datetime) -> None:
    if coming.never_comes(campaign, now):
        raise BadInput(NEVER)


def _beyond_its_fields(campaign: Meant, now: datetime) -> Iterator[Said]:
    if coming.never_comes(campaign, now):
        yield NEVER
    known = _currencies()
    if campaign.budget and campaign.budget.currency not in known:
        yield Said(
            "Its budget is in {currency}, but what messages cost is known in {known}; write it in that.",
            currency=campaign.budget.currency,
            known=known,
        )


def _currencies() -> list[str]:
    prices = plans.prices()
    return sorted({price.currency for price in (*prices.sms.values(), prices.email)})
