"""Offers that wait for the decision of somebody who leaves: decided by whoever takes over, else by the lowest
who may."""

from datetime import datetime

from chalicelib import plans
from chalicelib.care import effects
from chalicelib.care.complaints import file, giving, offering, telling
from chalicelib.errors import Conflict, NotFound, Stale
from chalicelib.records import board, metrics
from chalicelib.records.complaints import Complaint
from chalicelib.records.offers import Offer
from chalicelib.records.tasks import Task
from chalicelib.rules import colleagues


def hand_over(name: str, heir: str, why: str, who: str, now: datetime) -> int:
    """How many somebody was just working on; run again, it goes on where it was."""
    return sum(not _passed_on(one, name, heir, why, who, now) for one in waiting_for(name))


def waiting_for(name: str) -> list[Complaint]:
    keys = [one.key for one in board.entries() if one.stage == board.DECIDING]
    rows = Complaint.many(keys, consistent=True).values()
    return [row for row in rows if isinstance(row, Complaint) and _waits(row, name)]


def _waits(row: Complaint, name: str) -> bool:
    return row.offer_state == "asked" and row.decider == name


def _passed_on(row: Complaint, name: str, heir: str, why: str, who: str, now: datetime) -> bool:
    """Its clock begins anew with whoever has it now: they have not seen it yet."""
    offer = giving.last_offer(row)
    to = _who_may(row, offer, name, heir, now) if offer else ""
    if offer is None or not to:
        return True  # its clock looks for somebody
    asked = telling.decision(row, offer, name, now).row
    row.decider, row.decide_by = to, offering.in_time(now)
    try:
        file.add(
            row, "decision_passed", who, now, says={"from": name, "to": to}, why=why,
            changes=offering.before(to, row.decide_by),
            besides=(telling.decision(row, offer, to, now),),
        )  # fmt: skip
    except (Conflict, NotFound, Stale):
        return False
    _no_longer(asked.pk, asked.sk, now)
    return True


def _who_may(row: Complaint, offer: Offer, name: str, heir: str, now: datetime) -> str:
    """The heir where they are here, made no part of it and may promise so much."""
    found = giving.account(row, telling.person(row), now)
    here = [one for one in effects.colleagues(effects.shop_day(now)) if one.name not in (name, offer.who)]
    if any(one.name == heir and not one.away and found.covers(one.role, offer.total) for one in here):
        return heir
    least = found.least_role(offer.total)
    able = colleagues.decider(least, row.owner, here, plans.compensation().ladder)
    return able.name if able else ""


def _no_longer(pk: str, sk: str, now: datetime) -> None:
    """The task of whoever leaves would go to the heir with the others, beside the new one."""
    task = Task.find(pk, sk, consistent=True)
    if task and task.state == "open":
        task.drop("passed on")
        metrics.count_again(task.due_on, now)
        task.put_if(Task.state == "open")
