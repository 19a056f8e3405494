"""What each row adds to the figures, and to those of which day (UTC). The count, its recount and the list
behind a figure all ask here, so they cannot differ.

    kept       step, rep, shop, how      a plan's or campaign's touch that ended: on_time, late, missed,
                                         refused, failed, handed (to a colleague, see task)
    delivery   channel, state, code      each attempt that a provider took, with that touchpoint
    task       what, rep, shop, how      what people were asked to do by this day: on_time, late, open
    complaint  kind, product, age        one that came in
    answered   minutes                   working time until one of us first did something about it
    resolved   minutes                   time from its coming in (again) until it was carried out or closed
    reopened                             one that was opened again
    promise    what, how                 a promise to a customer that ended: kept, moved, broken
    verdict    score or no_answer        what became of the question whether it ended well
    rating     score                     an answer to the survey
    units      product, month made       goods sold, when the sale was entered
    opt_out    purpose, channel          a refusal that a customer gave
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib import plans
from chalicelib.care.effects import shop_day
from chalicelib.records.complaints import Complaint
from chalicelib.records.ratings import Rating
from chalicelib.records.sales import Sale
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import rates, scores
from chalicelib.rules.clocks import worktime

Name = tuple[str | int, ...]
Entry = tuple[str, Name]

# What each is told apart by. `message` stands for what the drains settled, counted apart with its cost.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "kept": ("step", "rep", "shop", "how"),
    "task": ("step", "rep", "shop", "how"),
    "delivery": ("channel", "state", "code"),
    "message": ("step", "outcome", "reason", "channel"),
    "complaint": ("about", "product", "age"),
    "answered": ("minutes",),
    "resolved": ("minutes",),
    "reopened": (),
    "promise": ("what", "how"),
    "verdict": ("score",),
    "rating": ("score",),
    "units": ("product", "made"),
    "opt_out": ("purpose", "channel"),
}
MESSAGE = "message"
HANDED = "handed"
# Kinds of steps that need no colleague.
BY_ITSELF = ("classification",)
MISSED = ("expired", "late")
OPENED, REOPENED, CONSENT = "opened", "reopened", "consent"
ENDS = ("carried_out", "closed")
# Events that nobody of ours wrote, and those that are no work on the matter.
NOBODY, NO_WORK = ("clock", "customer"), (OPENED, "erased", "merged")


def of_touch(touch: Touchpoint, sale: Sale | None) -> Iterator[Entry]:
    day = ended_on(touch)
    if not day or not touch.owner.startswith("c"):
        return
    if (touch.plan or touch.campaign) and (how := how_kept(touch)):
        yield day, ("kept", touch.step, *_whose(sale), how)
    for facts in touch.archived_attempts.values():
        if facts.get("provider_id"):
            state = facts.get("delivery") or "sent"
            yield day, ("delivery", facts.get("channel", ""), state, facts.get("error_code", ""))


def _whose(sale: Sale | None) -> tuple[str, str]:
    return (sale.rep, sale.store) if sale else ("", "")


def how_kept(touch: Touchpoint) -> str:
    """on_time on the day it was due (the shop's days), late after it, missed when it was too late to go,
    refused by a gate or a provider's word, failed on every channel; nothing while it is open. What a
    colleague was asked to do is only handed over with that: `task` tells whether it was done, and when."""
    if touch.state == "done" and touch.sent_at and not _is_by_itself(touch):
        return HANDED
    if touch.state in ("sent", "done") and touch.sent_at:
        return "on_time" if shop_day(touch.sent_at) <= shop_day(touch.due_at or touch.sent_at) else "late"
    if touch.state == "skipped" and touch.settled_at:
        return "missed" if touch.reason in MISSED else "refused"
    return "failed" if touch.state == "failed" and touch.settled_at else ""


def _is_by_itself(touch: Touchpoint) -> bool:
    """Whether the program carried it out, and asked nobody."""
    plan = plans.plan_of(touch.plan, int(touch.plan_version))
    return any(step.name == touch.step and step.kind in BY_ITSELF for step in plan.steps) if plan else False


def ended_on(touch: Touchpoint) -> str:
    """The day under which a touchpoint's completion is counted."""
    moment = touch.settled_at or touch.sent_at
    return f"{moment:%Y-%m-%d}" if moment else ""


def of_task(task: Task, sale: Sale | None) -> Iterator[Entry]:
    if task.state == "open":
        how = "open"
    elif task.state == "done" and not plans.tasks().succeeded(task.do, task.outcome):
        how = "in_vain"
    elif task.state == "done":
        how = "late" if task.done_at and shop_day(task.done_at) > task.due_on else "on_time"
    else:
        return
    store = sale.store if sale else ""
    yield task.due_on.isoformat(), ("task", task.step or task.do, task.rep, store, how)


def of_complaint(row: Complaint, told: Sequence[Mapping[str, Any]], sale: Sale | None) -> Iterator[Entry]:
    """`told`: its events with what they say (records/events.py)."""
    line = rates.line_of(row.facts, sale.lines if sale else ())
    yield _day(row.opened_at), (
        "complaint", row.about, line["product"], rates.age(line["produced_on"], row.opened_at.date()),
    )  # fmt: skip
    yield from _answered(row, told)
    yield from _rounds(told)
    for what, _by, _made, how, ended_at in row.promises:
        if how:
            yield str(ended_at)[:10], ("promise", what, how)
    for event in told:
        says = event["says"] or {}
        if said := says.get("satisfaction") or scores.of_reason(says.get("why", "")):
            yield event["at"][:10], ("verdict", said)


def _answered(row: Complaint, told: Sequence[Mapping[str, Any]]) -> Iterator[Entry]:
    work = (event for event in told if event["who"] not in NOBODY and event["what"] not in NO_WORK)
    if first := next(work, None):
        taken = worktime.between(row.opened_at, _at(first), plans.complaints().calendar)
        yield first["at"][:10], ("answered", rates.rounded(taken))


def _rounds(told: Sequence[Mapping[str, Any]]) -> Iterator[Entry]:
    """Each time it came in, once until it was done."""
    since: datetime | None = None
    for event in told:
        if event["what"] == REOPENED:
            yield event["at"][:10], ("reopened",)
        if event["what"] in (OPENED, REOPENED):
            since = _at(event)
        elif event["what"] in ENDS and since:
            yield event["at"][:10], ("resolved", rates.rounded(_at(event) - since))
            since = None


def _at(event: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(event["at"])


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"


def of_rating(rating: Rating) -> Iterator[Entry]:
    yield _day(rating.at_moment), ("rating", int(rating.score))


def of_sale(sale: Sale) -> Iterator[Entry]:
    """Once it has been planned: until then no note of it is left for the night's count."""
    if sale.state == "active" and sale.planned_version:
        for line in sale.lines:
            yield _day(sale.entered_at), ("units", rates.name_of(line), str(line.get("produced_on", ""))[:7])


def of_consents(told: Iterable[Mapping[str, Any]]) -> Iterator[Entry]:
    for event in told:
        says = event["says"] or {}
        if event["what"] == CONSENT and says.get("state") == "refused":
            yield event["at"][:10], ("opt_out", says["purpose"], says["channel"])


def days(first: date, last: date) -> list[str]:
    return [(first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1)]
