"""What people see of a campaign: what it says, where it stands, whom it would reach, what became of it."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from chalicelib import plans
from chalicelib.campaigns import Campaign as Meant
from chalicelib.care.campaigns import coming, counting, keeping
from chalicelib.care.campaigns.counting import Found
from chalicelib.ids import fingerprint
from chalicelib.records.campaigns import Batch, Campaign, Occurrence, batches, occurrences, written
from chalicelib.rules.campaigns import errors, life


def listed() -> list[dict[str, Any]]:
    """Those that somebody took up, and those that came with the program."""
    known = {row.name: row for row in keeping.every()}
    return [_line(known.get(name), name) for name in sorted({*known, *plans.presets()})]


def _line(row: Campaign | None, name: str) -> dict[str, Any]:
    said = says(row) if row else plans.presets()[name]
    campaign = plans.campaign(json.dumps(said, ensure_ascii=False))
    return {
        "campaign": name, "state": keeping.state(row) if row else "draft", "about": dict(campaign.about),
        "purpose": campaign.purpose, "when": said["when"], "practice": campaign.practice,
        "owner": campaign.owner,
    }  # fmt: skip


def shelf(now: datetime) -> list[dict[str, Any]]:
    """Those that somebody took up, each with its next day and what became of its last coming."""
    return [_on_shelf(row, now) for row in keeping.every()]


def _on_shelf(row: Campaign, now: datetime) -> dict[str, Any]:
    stand, campaign = occurrences(row.name), keeping.meant(row)
    begun = [one for one in stand if one.state != "planned"]
    ahead = [one.on for one in stand if one.state == "planned"]
    return {
        "name": row.name, "about": dict(campaign.about), "purpose": campaign.purpose,
        "state": life.state(row.life, (one.state for one in stand), campaign.when.in_regions),
        "when": says(row)["when"], "owner": campaign.owner,
        "by": row.saved_by, "paused": row.paused, "in_regions": campaign.when.in_regions,
        "next": min(ahead, default=None) or _first_day(row, campaign, now),
        "last": begun[-1] if begun else None,
        "reached": errors.reached(begun[-1].counts) if begun else 0,
    }  # fmt: skip


def _first_day(row: Campaign, campaign: Meant, now: datetime) -> date | None:
    """On which it would come, of one that is not scheduled yet."""
    if row.scheduled or row.cancelled:
        return None
    return next((one.on for one in coming.ahead(campaign, coming.today(now)) if one.on), None)


def says(row: Campaign) -> dict[str, Any]:
    """As it was written."""
    found: dict[str, Any] = json.loads(written(row.name, row.version))
    return found


def facts(row: Campaign, now: datetime) -> dict[str, Any]:
    said, stand = says(row), occurrences(row.name)
    campaign = keeping.meant(row)
    preset = plans.presets().get(row.name)
    return {
        "campaign": row.name,
        "state": life.state(row.life, (one.state for one in stand), campaign.when.in_regions),
        "version": row.version, "saved_by": row.saved_by, "approved_by": row.approved_by,
        "paused": row.paused, "file_differs": bool(preset) and fingerprint(preset) != row.version,
        "says": said, "coming": days(campaign, now), "found": found(counting.found(row)),
        "occurrences": [occurrence(one, batches(row.name, one.id)) for one in stand],
        "history": [dict(zip(("at", "who", "what", "why"), one, strict=True)) for one in row.history],
    }  # fmt: skip


def days(campaign: Meant, now: datetime) -> list[dict[str, Any]]:
    """The next five years' days; where it gives way to a day of mourning, from which."""
    found = coming.ahead(campaign, coming.today(now))
    return [{"named": one.named, "on": one.on, "gave_way_to": one.dodged} for one in found]


def found(total: Found) -> dict[str, Any]:
    return {
        "complete": total.complete, "customers": total.seen, "meant": total.meant,
        "gets": total.gets, "put_off": total.put_off,
        "why_not": dict(total.why_not), "would": dict(total.would), "who": total.who,
        "segments": total.segments, "cost": {unit: str(amount) for unit, amount in total.costs.items()},
        "examples": [customer for customer, _ in total.examples],
    }  # fmt: skip


def occurrence(row: Occurrence, parts: Iterable[Batch]) -> dict[str, Any]:
    filled = list(parts)
    tallies = [one.tally for one in filled]
    meant = sum(tally.get("meant", 0) for tally in tallies)
    return {
        "id": row.id, "on": row.on, "for": row.named_on, "regions": row.regions, "state": row.state,
        "begins_at": row.due_since if row.state == "planned" else None,
        "reason": row.reason, "said": row.said, "numbers": row.numbers, "by": row.who, "meant": meant,
        "filled": bool(filled) and all(one.done for one in filled),
        "counted_at": row.read_at, **results(_at_the_end(row, meant), meant), "spent": row.spent,
        "heard": row.heard,
    }  # fmt: skip


def _at_the_end(row: Occurrence, meant: int) -> Mapping[str, int]:
    """Of one that was ended, nobody waits any more: the rest stands under the reason."""
    if row.state != "over" or not row.reason:
        return row.counts
    told = results(row.counts, meant)
    name = f"cancelled {row.reason}"
    return {**row.counts, name: row.counts.get(name, 0) + told["waiting"]} if told["waiting"] else row.counts


def results(counts: Mapping[str, int], meant: int) -> dict[str, Any]:
    """reached (by message or by a person), waiting, failed after all, refused by reason."""
    refused = {
        name.partition(" ")[2]: count
        for name, count in counts.items()
        if name.partition(" ")[0] in ("refused", "cancelled")
    }
    failed = sum(count for name, count in counts.items() if name.partition(" ")[0] == "failed")
    reached = errors.reached(counts)
    return {
        "reached": reached - failed, "waiting": errors.waiting(counts, meant),
        "failed": failed, "refused": refused,
    }  # fmt: skip
