"""A month's complaints for the sales meeting (F2-19, F2-21): what came in, what recurs, how it ended, what
was learnt. Every count names the complaints that it counts, so anybody can count again. No customer is
named, and of colleagues only who sees to a change: a meeting is about causes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import chain
from typing import Any

from chalicelib import plans
from chalicelib.care import effects
from chalicelib.care.complaints import precedents, reviewing
from chalicelib.errors import BadInput
from chalicelib.ids import plain_name
from chalicelib.records import ahead, reviews
from chalicelib.records.complaints import Complaint
from chalicelib.records.sales import Sale

LOOKED_BACK = 2
OFTEN = 2
LEARNT = ("cause", "unit", "improvement", "improver", "due_on", "say", "avoid")
Counts = list[dict[str, Any]]


def first_day(month: str, now: datetime) -> date:
    """Of a month written as 2026-10, which has begun."""
    try:
        found = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise BadInput("{month!r} is no month; write it as 2026-10.", month=month) from None
    if found > effects.shop_day(now):
        raise BadInput("{month} is still to come; choose a month that has begun.", month=month)
    return found


def before(month: str, months: int) -> str:
    """The month so many months earlier."""
    found = date.fromisoformat(f"{month}-01")
    for _ in range(months):
        found = (found - timedelta(days=1)).replace(day=1)
    return f"{found:%Y-%m}"


def is_over(month: str, now: datetime) -> bool:
    return f"{effects.shop_day(now):%Y-%m}" > month


def pack(month: str, now: datetime) -> dict[str, Any]:
    first_day(month, now)
    cases, *earlier = reviews.of_months([before(month, back) for back in range(LOOKED_BACK + 1)])
    ahead.rows(Sale.at(one.sale_id) for one in chain(cases, *earlier) if one.sale_id)
    return {
        "month": month, "drawn_at": now, "is_over": is_over(month, now),
        "came_in": {"count": len(cases), "before": len(earlier[0]), "numbers": _numbers(cases)},
        **_kinds(cases),
        "recurs": _recurring(cases, earlier),
        **_ended(cases),
        "promises": _promises(cases),
        "reported_late": _numbers(one for one in cases if one.reported_late),
        "passed_on": _numbers(one for one in cases if one.hand_overs > 1),
        "paid": _paid(cases),
        "learnt": [_learnt(one) for one in cases if reviewing.is_reviewed(one)],
        "unreviewed": _numbers(one for one in cases if _owes_a_review(one)),
    }  # fmt: skip


def _numbers(cases: Iterable[Complaint]) -> list[str]:
    return [one.id for one in cases]


def _counted(pairs: Iterable[tuple[str, Complaint]]) -> Counts:
    """By name, the commonest first; each complaint once under a name."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, one in pairs:
        if one.id not in found[name]:
            found[name].append(one.id)
    entries = [{"name": name, "count": len(those), "numbers": those} for name, those in found.items()]
    return sorted(entries, key=lambda entry: (-int(str(entry["count"])), str(entry["name"])))


def _kinds(cases: Sequence[Complaint]) -> dict[str, Counts]:
    return {
        "about": _counted((one.about, one) for one in cases),
        "causes": _counted((cause, one) for one in cases if (cause := _cause(one))),
        "severities": _counted((one.severity, one) for one in cases),
        "channels": _counted((one.channel or "other", one) for one in cases),
        "products": _counted((product, one) for one in cases if (product := precedents.product_of(one))),
        "stages": _counted((one.stage, one) for one in cases),
    }


def _cause(one: Complaint) -> str:
    """As the review found it, else as the handler noted it."""
    return str(one.review.get("cause") or one.facts.get("cause_kind") or "")


def _recurring(cases: Sequence[Complaint], earlier: Sequence[Sequence[Complaint]]) -> Counts:
    """The same cause, or where none is known the same fault, with the same product, more than once within
    these months."""
    here, past = _together(cases), [_together(those) for those in earlier]
    found = []
    for key, those in here.items():
        counts = [len(month.get(key, ())) for month in past]
        if len(those) + sum(counts) >= OFTEN:
            kind, name, product = key[0], key[1], precedents.product_of(those[0])
            entry = {"kind": kind, "name": name, "product": product, "count": len(those)}
            found.append({**entry, "before": counts, "numbers": _numbers(those)})
    return sorted(found, key=lambda entry: (-entry["count"], -sum(entry["before"]), entry["name"]))


def _together(cases: Sequence[Complaint]) -> dict[tuple[str, str, str], list[Complaint]]:
    found: dict[tuple[str, str, str], list[Complaint]] = defaultdict(list)
    for one in cases:
        cause = _cause(one)
        kind = ("cause", cause) if cause else ("about", one.about)
        found[(*kind, plain_name(precedents.product_of(one)))].append(one)
    return found


def _ended(cases: Sequence[Complaint]) -> dict[str, Any]:
    said = ((str(one.facts.get("satisfaction", "")), one) for one in cases if one.stage == "closed")
    return {
        "satisfaction": _counted((word or "unasked", one) for word, one in said),
        "reopened": _numbers(one for one in cases if one.round > 1),
        "outside": _numbers(one for one in cases if one.routes or one.facts.get("route")),
        "not_ours": _numbers(one for one in cases if one.facts.get("pointed_on") and not _beyond(one)),
        "beyond_duty": _numbers(one for one in cases if _beyond(one)),
    }


def _beyond(one: Complaint) -> bool:
    """Our goods, not our duty, and helped all the same (F1-22)."""
    return one.facts.get("beyond_duty") == "yes"


def _promises(cases: Sequence[Complaint]) -> Counts:
    """Of news and of finishing: how many ended in which way, and in which complaints."""
    ended = [(line[3], one) for one in cases for line in one.promises if line[3]]
    return [
        {**entry, "promises": sum(1 for how, _ in ended if how == entry["name"])} for entry in _counted(ended)
    ]


def _paid(cases: Sequence[Complaint]) -> dict[str, Any]:
    lines = [(one, line) for one in cases for line in one.granted]
    return {
        "total": sum((Decimal(line[1]) for _, line in lines), Decimal(0)),
        "goodwill": sum((Decimal(line[2]) for _, line in lines), Decimal(0)),
        "currency": plans.compensation().currency,
        "numbers": list(dict.fromkeys(one.id for one, line in lines if Decimal(line[1]))),
    }


def _learnt(one: Complaint) -> dict[str, Any]:
    return {"number": one.id, **{name: one.review.get(name, "") for name in LEARNT}}


def _owes_a_review(one: Complaint) -> bool:
    return one.stage == "closed" and bool(one.facts) and not reviewing.is_reviewed(one)
