"""A complaint's file as its handler wants to see it, and whoever's list of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from chalicelib.care import effects
from chalicelib.care.complaints import beside, carrying, file, giving, precedents, reviewing, telling
from chalicelib.care.complaints.file import get, stages, tag
from chalicelib.errors import BadInput
from chalicelib.records import complaints, events, plain
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.events import Event
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import OPEN, Touchpoint, standing
from chalicelib.rules.clocks import Clock, breaks_next

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
        **plain.facts(complaint, "pk", "sk", "attempt", "chain_length", "chain_head", "turns"),
        "clocks": clocks(complaint, now),
    }


def clocks(complaint: Complaint, now: datetime) -> list[dict[str, Any]]:
    return [_clock(clock, now) for clock in file.running(complaint, now).values()]


def next_clocks(rows: Sequence[Complaint], now: datetime) -> dict[str, tuple[Clock, timedelta]]:
    """By number, the clock of each open one that breaks next, and the working time left on it."""
    open_ones = [row for row in rows if not rests(row)]
    chains = events.of_many([row for row in open_ones if row.turns is None])
    next_ones = {row.id: breaks_next(_running(row, now, chains)) for row in open_ones}
    return {number: (one, one.limit - one.worked) for number, one in next_ones.items() if one}


def _running(row: Complaint, now: datetime, chains: Mapping[str, list[Event]]) -> dict[str, Clock]:
    """Of one from before its row said so, by its chain."""
    return file.running(row, now, rows=chains[row.pk]) if row.pk in chains else file.noted(row, now)


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
        "messages": messages(complaint, person),
        "tasks": [_task(one) for one in carrying.tasks(complaint)],
        "to_be_known": file.unknown(complaint),
        "events": events.told(complaint),
        "broken_links": events.broken_links(complaint),
    }


def messages(complaint: Complaint, person: Customer, but: Sequence[str] = ()) -> list[dict[str, Any]]:
    """What was written to its customer, oldest first: what has gone, and what waits, until when and why.
    `but`: none in these states."""
    found = standing(person.partitions, complaint.id, but).values()
    ours = [touch for touch in found if touch.values.get("complaint_number") == complaint.id]
    return [_message(touch) for touch in sorted(ours, key=lambda touch: touch.due_at or complaint.opened_at)]


def _message(touch: Touchpoint) -> dict[str, Any]:
    """`reason`: what holds it back, or kept it from going at all."""
    is_open = touch.state in OPEN
    return {
        "key": touch.key, "step": touch.step, "state": touch.state, "channel": touch.channel,
        "written_at": touch.due_at, "sent_at": touch.sent_at,
        "due_at": touch.due_since if is_open else None,
        "reason": touch.latest_wait if is_open else touch.reason,
    }  # fmt: skip


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


def said_since(told: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What the customer said after the first words, by whichever way: added, answered, declined, rated."""
    said = ((one["at"], _words_of(one["says"] or {})) for one in told if one["who"] == "customer")
    return [{"at": datetime.fromisoformat(at), "words": words} for at, words in said if words]


def _words_of(says: Mapping[str, Any]) -> str:
    names = ("words", "why", "declined_because", "comment")
    return next((str(says[name]) for name in names if says.get(name)), "")
