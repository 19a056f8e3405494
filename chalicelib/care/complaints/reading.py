"""A complaint's file as its handler wants to see it, and whoever's list of them."""

from datetime import datetime
from typing import Any

from chalicelib.care import effects
from chalicelib.care.complaints import beside, carrying, file, giving, precedents, reviewing, telling
from chalicelib.care.complaints.file import get, stages, tag
from chalicelib.errors import BadInput
from chalicelib.records import complaints, events, plain
from chalicelib.records.complaints import Complaint
from chalicelib.records.tasks import Task
from chalicelib.rules.clocks import Clock

__all__ = ["check_stage", "clocks", "everybody", "facts", "get", "like", "listed", "rests", "tag", "whole"]


def listed(owner: str | None, stage: str, resting: bool) -> list[Complaint]:
    """By owner, stage and age; those of nobody are new and wait for the next tick."""
    check_stage(stage)
    owners = [owner] if owner is not None else everybody()
    return [row for name in owners for row in complaints.of_owner(name, stage) if resting or not rests(row)]


def check_stage(stage: str) -> None:
    if stage and stage not in stages():
        raise BadInput(
            "There is no stage {stage!r}; use one of {stages}.", stage=stage, stages=sorted(stages())
        )


def everybody() -> list[str]:
    """Whoever may have complaints; new ones are nobody's."""
    return ["", telling.DESK, *sorted(staff.name for staff in effects.staff())]


def rests(complaint: Complaint) -> bool:
    return stages()[complaint.stage].rests


def facts(complaint: Complaint, now: datetime) -> dict[str, Any]:
    """The row, with the state of its clocks."""
    return {
        "number": complaint.id,
        **plain.facts(complaint, "pk", "sk", "attempt", "chain_length", "chain_head"),
        "clocks": clocks(complaint, now),
    }


def clocks(complaint: Complaint, now: datetime) -> list[dict[str, Any]]:
    return [_clock(clock, now) for clock in file.running(complaint, now).values()]


def whole(number: str, now: datetime) -> dict[str, Any]:
    """All of it: who, what, clocks, every event with what it says, and what is wrong with the chain."""
    complaint = get(number)
    person = telling.person(complaint)
    return {
        **facts(complaint, now),
        "customer": {"id": person.id, "name": person.name, "phones": person.phones, "emails": person.emails},
        "offers": [plain.facts(one, "pk", "sk", "attempt") for one in giving.all_offers(complaint)],
        "precedents": like(complaint),
        "beside": beside.shown(complaint),
        "tasks": [_task(one) for one in carrying.tasks(complaint)],
        "to_be_known": file.unknown(complaint),
        "events": events.told(complaint),
        "broken_links": events.broken_links(complaint),
    }


def like(complaint: Complaint) -> list[dict[str, Any]]:
    """What was paid before in cases like this one."""
    offer = giving.last_offer(complaint)
    return [reviewing.shown(one) for one in precedents.like(complaint, offer.total if offer else None)]


def _task(task: Task) -> dict[str, Any]:
    return {"id": task.key, **plain.facts(task, "pk", "sk", "attempt")}


def _clock(clock: Clock, now: datetime) -> dict[str, Any]:
    return {
        "clock": clock.name, "began_at": clock.began_at, "due_at": clock.due_at, "met_at": clock.met_at,
        "late": clock.is_late(now), "worked_minutes": round(clock.worked.total_seconds() / 60),
        "granted_minutes": round(clock.limit.total_seconds() / 60),
    }  # fmt: skip
