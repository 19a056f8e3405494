"""What people do with a campaign, from its first draft to its end. What it says is judged here, when it is
saved; what was approved is what goes, and whatever is changed afterwards waits until it is approved again."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib import plans
from chalicelib.campaigns import Campaign as Meant
from chalicelib.care import effects
from chalicelib.care.campaigns import coming, counting, enrolling, judging
from chalicelib.errors import BadInput, Conflict, NotFound, Stale
from chalicelib.ids import fingerprint, plain_name
from chalicelib.records.campaigns import Campaign, Content, occurrences, written
from chalicelib.records.pulls import shards
from chalicelib.records.table import Action, save_all
from chalicelib.rules.campaigns import life
from chalicelib.sentences import Labelled, Money, Said

LARGEST = 100_000


def get(name: str) -> Campaign:
    found = Campaign.find(*Campaign.at(name), consistent=True)
    if found is None:
        known = [*plans.presets(), *(one.name for one in every() if one.name not in plans.presets())]
        raise NotFound(
            "There is no campaign {name!r}, or nobody took it up yet. Known: {known}.", name=name, known=known
        )
    return found


def every() -> list[Campaign]:
    return list(Campaign.in_partition("campaign"))


def meant(row: Campaign) -> Meant:
    """What it says at present."""
    return plans.campaign(written(row.name, row.version))


def called(row: Campaign) -> Labelled:
    """As refusals name it."""
    return meant(row).called


def state(row: Campaign) -> str:
    return life.state(row.life, (one.state for one in occurrences(row.name)), meant(row).when.in_regions)


def draft(said: Mapping[str, Any], who: str, now: datetime, seen: str = "") -> Campaign:
    """A draft, or a change to what there is. `seen`: the version that whoever changes it has looked at."""
    campaign = judging.sound(said, now)
    version = fingerprint(said)
    text = json.dumps(said, ensure_ascii=False)
    if len(text.encode()) > LARGEST:
        raise BadInput(
            "{campaign} is longer than {largest} bytes with all its words. Shorten its letters.",
            campaign=campaign.name,
            largest=LARGEST,
        )
    Content(*Content.at(campaign.name, version), written=text, at_moment=now, who=who).create()
    row = Campaign(*Campaign.at(campaign.name), version=version, saved_by=who)
    row.history = [effects.history(who, "saved", version, now)]
    enrolling.begin(now)  # so that whoever has it counted need not wait for that as well
    return row if row.create() else _changed(campaign.name, version, who, now, seen)


def _changed(name: str, version: str, who: str, now: datetime, seen: str) -> Campaign:
    row = get(name)
    if row.version == version:
        return row
    _as_seen(row, seen)
    still_alive(row)
    _note(row, who, "changed", version, now, [Campaign.version.set(version), Campaign.saved_by.set(who)])
    return row


def _as_seen(row: Campaign, seen: str) -> None:
    if seen and seen != row.version:
        raise Stale(
            "{campaign} was changed by {saved_by} meanwhile. Read it again, then decide anew.",
            campaign=called(row),
            saved_by=row.saved_by,
        )


def take_up(name: str, who: str, now: datetime) -> Campaign:
    """A campaign that came with the program, as its file has it now."""
    if name not in plans.presets():
        raise NotFound(
            "There is no schedules/campaigns/{name}.yaml. There are {presets}.",
            name=name,
            presets=list(plans.presets()),
        )
    return draft(plans.presets()[name], who, now)


def check(name: str, now: datetime, who: str = "") -> Campaign:
    """Have everybody counted whom it would reach, and what would hold them back."""
    row = get(name)
    still_alive(row)
    if who:
        _note(row, who, "checked", "", now, [])
    enrolling.begin(now)
    counting.begin(row, meant(row), now)
    return row


def approve(name: str, who: str, why: str, now: datetime, seen: str = "") -> Campaign:
    """Somebody else looked at what it says (`seen`: at which version) and whom it reaches, and lets it go."""
    row = get(name)
    _as_seen(row, seen)
    _not_yet(row)
    _must_be(
        row, "checked", Said("be approved"), Said("First: aftercare campaign check {name}", name=called(row))
    )
    if plain_name(who) in ("", plain_name(row.saved_by)):
        raise Conflict(
            "{saved_by} wrote this version of {name}; somebody else has to approve it (--who).",
            saved_by=row.saved_by,
            name=called(row),
        )
    if beyond := beyond_budget(row):
        raise Conflict(beyond)
    judging.must_come(meant(row), now)
    actions: list[Action] = [Campaign.approved.set(row.version), Campaign.approved_by.set(who)]
    _note(row, who, "approved", why, now, actions)
    if row.scheduled:
        coming.arrange(row, meant(row), now)
        _bring_forward("campaign_not_approved", row, now)
    return row


def _not_yet(row: Campaign) -> None:
    if row.approved == row.version and not row.cancelled:
        raise Conflict(
            "{approved_by} approved this version of {campaign} already; there is nothing left to approve.",
            approved_by=row.approved_by,
            campaign=called(row),
        )


def beyond_budget(row: Campaign) -> Said | None:
    """What to say where it would cost more than it may."""
    budget, found = meant(row).budget, counting.found(row)
    if budget is None or found.cost(budget.currency) <= budget.amount:
        return None
    return Said(
        "{campaign} may cost {amount} and would cost about {cost}. Narrow its audience, "
        "shorten its text, or raise the budget.",
        campaign=called(row),
        amount=Money(budget.amount, budget.currency),
        cost=Money(found.cost(budget.currency), budget.currency),
    )


def schedule(name: str, who: str, now: datetime) -> Campaign:
    """From now on it comes by itself."""
    row = get(name)
    _must_be(
        row,
        "approved",
        Said("be scheduled"),
        Said("First: aftercare campaign approve {name}", name=called(row)),
    )
    judging.must_come(meant(row), now)
    coming.arrange(row, meant(row), now)  # first: until it is scheduled nothing of it goes
    _note(row, who, "scheduled", "", now, [Campaign.scheduled.set(True)])
    return row


def pause(name: str, who: str, why: str, now: datetime) -> Campaign:
    """Nothing more of it goes, from the next message on."""
    row = get(name)
    still_alive(row)
    if row.paused:
        return row
    _note(row, who, "paused", why, now, [Campaign.paused.set(why or "by hand")])
    return row


def resume(name: str, who: str, why: str, now: datetime) -> Campaign:
    row = get(name)
    still_alive(row)
    if not row.paused:
        raise Conflict(
            "{name} is not paused; it is {state}.", name=called(row), state=life.STATES[state(row)]
        )
    _note(row, who, "resumed", why, now, [Campaign.paused.set("")])
    _bring_forward("campaign_paused", row, now)
    return row


def cancel(name: str, who: str, why: str, now: datetime) -> Campaign:
    """For good: what has not gone never goes. A new one needs a new name."""
    row = get(name)
    if row.cancelled:
        return row
    _note(row, who, "cancelled", why, now, [Campaign.cancelled.set(True)])
    coming.end_all(row, "campaign_cancelled", now)
    _pull("campaign_paused", now)
    _pull("campaign_not_approved", now)
    return row


def _bring_forward(reason: str, row: Campaign, now: datetime) -> None:
    coming.wake(row, now)
    _pull(reason, now)


def _pull(reason: str, now: datetime) -> None:
    save_all([effects.brought_forward(shard, reason, now) for shard in shards()])


def still_alive(row: Campaign) -> None:
    if row.cancelled:
        raise Conflict(
            "{campaign} was cancelled. Save it under another name to begin anew.", campaign=called(row)
        )


def _must_be(row: Campaign, wanted: str, what: Said, mend: Said) -> None:
    if (stands := state(row)) != wanted:
        raise Conflict(
            "{campaign} is {stands} and cannot {what}; it must be {wanted}. {mend}",
            campaign=called(row),
            stands=life.STATES[stands],
            what=what,
            wanted=life.STATES[wanted],
            mend=mend,
        )


def _note(row: Campaign, who: str, what: str, why: str, now: datetime, actions: list[Action]) -> None:
    """One conditional update: nobody's change of the meantime is written over."""
    noted = Campaign.history.set([*row.history, effects.history(who, what, why, now)])
    same = (Campaign.version == row.version) & (Campaign.history == row.history)
    if not row.change([*actions, noted], same):
        raise Conflict(
            "{campaign} was changed by somebody else just now; look at it and try again.",
            campaign=called(row),
        )
