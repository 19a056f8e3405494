"""A month looked at for honesty by somebody who had no part in it: a sample, late reports, unusual amounts,
broken chains (F0-14, F0-16). It reads a year of complaints: by hand only."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from itertools import chain
from typing import Any

from chalicelib import plans
from chalicelib.care import effects
from chalicelib.care.complaints import giving, months
from chalicelib.effects import OpenTask
from chalicelib.errors import BadInput, Conflict, NotConfigured
from chalicelib.ids import fingerprint
from chalicelib.plans import saying
from chalicelib.records import events, reviews
from chalicelib.records.complaints import Complaint
from chalicelib.rules import audits
from chalicelib.rules.audits import Meeting, Paid

YEAR = 12
WITHIN_DAYS = 14
SHORTEST_KEY = 16


def audit(month: str, key: str, now: datetime) -> dict[str, Any]:
    """The sample is drawn when the month is over, so that nobody can know it while they work."""
    months.first_day(month, now)
    if not months.is_over(month, now):
        raise Conflict(
            "{month} is not over; what is drawn now could be known before the work is done.", month=month
        )
    if len(key) < SHORTEST_KEY:
        raise NotConfigured(
            "Set AUDIT_KEY to a random text of at least {shortest_key} letters that only auditors know; by"
            " it the sample is drawn, and can be drawn again.",
            shortest_key=SHORTEST_KEY,
        )
    cases, policy = reviews.of_month(month), plans.review()
    numbers = [one.id for one in cases]
    return {
        "month": month, "drawn_at": now, "complaints": len(cases), "list": fingerprint(sorted(numbers)),
        "sample": audits.sample(key, month, numbers, policy),
        "reported_late": [_late(one) for one in cases if one.reported_late],
        **_amounts(month, {*numbers}),
        "broken": [fault for one in cases for fault in events.broken_links(one)],
    }  # fmt: skip


def assign(month: str, key: str, auditors: Sequence[str], now: datetime) -> dict[str, Any]:
    """The same, with a task for each complaint of the sample: for the first of these people who had no part
    in it. Asked for again it opens no second one."""
    value = audit(month, key, now)
    _check_staff(auditors)
    cases = {one.id: one for one in reviews.of_month(month)}
    given = {number: _free(cases[number], auditors) for number in value["sample"]}
    if unfit := [number for number, name in given.items() if not name]:
        raise Conflict(
            "Everybody who is named had a part in {unfit}. Name somebody else, too (--auditor).",
            unfit=list(unfit),
        )
    for number, name in given.items():
        _open_task(month, number, name, now)
    return {**value, "auditors": given}


def _check_staff(names: Sequence[str]) -> None:
    known = {one.name for one in effects.staff()}
    if strangers := [name for name in names if name not in known]:
        raise BadInput(
            "There is nobody called {strangers} among the staff; `aftercare staff list` shows them.",
            strangers=list(strangers),
        )


def _free(complaint: Complaint, auditors: Sequence[str]) -> str:
    """The first who neither has or had it, nor wrote in its record."""
    part = {complaint.owner, complaint.decider, complaint.recorder}
    part |= {event.who for event in events.of(complaint)}
    return next((name for name in auditors if name not in part), "")


def _open_task(month: str, number: str, auditor: str, now: datetime) -> None:
    values = {"complaint_number": number, "note": month}
    title = saying.asked("complaint-audit", values)
    ask = OpenTask("audit", days=WITHIN_DAYS)
    effects.open_task(ask, auditor, title, now, reason=f"audit {month} {number}", case=number)


def _late(one: Complaint) -> dict[str, Any]:
    known = one.learned_at or one.opened_at
    hours = round((one.opened_at - known).total_seconds() / 3600)
    return {"number": one.id, "recorder": one.recorder, "hours": hours}


def _amounts(month: str, of_this_month: set[str]) -> dict[str, Any]:
    """Measured over the year that ends with this month."""
    policy = plans.review()
    year = reviews.of_months([months.before(month, back) for back in range(YEAR)])
    cases = list(chain.from_iterable(year))
    paid = [found for one in cases for found in _paid(one)]
    return {
        "usual": audits.usual(paid), "currency": plans.compensation().currency,
        "unusual": [asdict(one) for one in audits.far_above(paid, policy) if one.number in of_this_month],
        "handlers": _plain(audits.handlers(paid)),
        "generous": _plain(audits.generous(paid, policy)),
        "pairs": _plain(audits.pairs(paid, policy)),
    }  # fmt: skip


def _paid(complaint: Complaint) -> Iterable[Paid]:
    """By whoever offered it: whose hand it was, not whose it is now."""
    amounts = {int(line[0]): Decimal(line[1]) for line in complaint.granted if Decimal(line[1])}
    if not amounts:
        return
    by: dict[str, Decimal] = {}
    for offer in giving.all_offers(complaint):
        if int(offer.version) in amounts:
            by[offer.who] = by.get(offer.who, Decimal(0)) + amounts[int(offer.version)]
    yield from (Paid(complaint.id, who, complaint.customer_id, amount) for who, amount in by.items())


def _plain(met: Iterable[Meeting]) -> list[dict[str, Any]]:
    return [asdict(one) for one in met]
