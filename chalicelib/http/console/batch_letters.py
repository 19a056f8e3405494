"""A campaign for everybody who has goods of one batch, filled in but for its words."""

import re
from typing import Any

from chalicelib import tags, words
from chalicelib.http.console import desk, drafts
from chalicelib.http.console.speech import N_
from chalicelib.ids import derived, plain_name
from chalicelib.records.campaigns import Campaign
from chalicelib.rules import timing
from chalicelib.words import speaking

ABOUT = N_("Batch %(batch)s: word to its owners")
# What fits into a campaign's name and into what staff call it.
LONGEST, OF_NAME = 40, 20


def can_name(batch: str) -> bool:
    """Whether a campaign's list of batches can hold it as one: some signs there stand between two."""
    return tags.split(batch) == (batch,) and len(batch) <= LONGEST


def name_of(batch: str) -> str:
    """What the first campaign for this batch is called, whoever writes it."""
    plain = plain_name(batch)
    short = re.sub(r"[^a-z0-9]+", "-", plain)[:OF_NAME].strip("-")
    return (
        f"batch-{short}" if short == plain else f"batch-{short}-{derived('', plain)[:5]}".replace("--", "-")
    )


def begun(batch: str) -> Campaign | None:
    return Campaign.find(*Campaign.at(name_of(batch)))


def form(batch: str) -> dict[str, str]:
    """Care and no marketing, to those as well who complain, of this or of something else; tomorrow, so that a
    colleague has the day to approve it."""
    name, tomorrow = name_of(batch), desk.today() + timing.DAY
    said: dict[str, Any] = {
        "campaign": f"{name}-{tomorrow:%m%d}" if begun(batch) else name,
        "about": {one: speaking.gettext(one, ABOUT) % {"batch": batch} for one in words.languages()},
        "purpose": "care", "importance": "high", "owner": desk.reader().name, "practice": "F1-25",
        "when": {"once": f"{tomorrow}"}, "window": "09:00-20:00", "expires": "14 days",
        "channels": ["sms", "email"], "audience": {"batch": [batch], "complaint": "either"},
    }  # fmt: skip
    return drafts.form_of(said)
