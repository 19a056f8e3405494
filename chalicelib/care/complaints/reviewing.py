"""After closing: why it happened, whose it was, what changes by when; and the case becomes a precedent."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from chalicelib import plans
from chalicelib.care import effects
from chalicelib.care.complaints import file, giving, precedents, telling
from chalicelib.effects import OpenTask
from chalicelib.errors import BadInput, Conflict
from chalicelib.plans import saying
from chalicelib.records.complaints import Complaint
from chalicelib.records.reviews import Precedent
from chalicelib.records.staff import Staff
from chalicelib.records.table import Row, Write
from chalicelib.records.tasks import Task
from chalicelib.sentences import labelled

LONGEST = 500


@dataclass(frozen=True)
class Review:
    """`cause` is one of review.yaml; `unit` and `person` are responsible for it (F3-05); `sanction` where
    there was one (F3-08). `improver` has the `improvement` done by `due_on` (F3-09). `say` and `avoid` are
    for everybody at the next meeting (F2-21)."""

    cause: str
    unit: str
    person: str = ""
    sanction: str = ""
    improvement: str = ""
    improver: str = ""
    due_on: date | None = None
    say: str = ""
    avoid: str = ""


def review(number: str, new: Review, who: str, now: datetime, seen: str = "") -> Complaint:
    """One event with the precedent and the task, all or nothing. Reviewed again, the last holds; the chain
    keeps those before."""
    complaint = file.get(number, seen)
    if not file.stages()[complaint.stage].rests:
        raise Conflict(
            "Complaint {complaint} is {stage}; it is reviewed once it is closed.",
            complaint=complaint.id,
            stage=file.said(complaint.stage),
        )
    _check(new, now)
    kept = {
        **{name: value for name, value in asdict(new).items() if value and name != "due_on"},
        **({"due_on": new.due_on.isoformat()} if new.due_on else {}), "round": int(complaint.round),
    }  # fmt: skip
    return file.add(
        complaint, "reviewed", who, now, says=kept, changes=(Complaint.review.set(kept),),
        besides=(Write(_precedent(complaint, new, now)), *_task(complaint, new, now)),
    )  # fmt: skip


def is_reviewed(complaint: Complaint) -> bool:
    """What was reviewed and came back must be looked at again."""
    return bool(complaint.review) and complaint.review["round"] == int(complaint.round)


def _check(new: Review, now: datetime) -> None:
    causes = plans.review().causes
    if new.cause not in causes:
        raise BadInput(
            "{cause!r} is no cause; use one of {causes} (policies/review.yaml).",
            cause=new.cause,
            causes=labelled(causes),
        )
    if not new.unit.strip():
        raise BadInput("Say which unit was responsible (--unit): a review that names none changes nothing.")
    for name, text in asdict(new).items():
        if isinstance(text, str) and len(text) > LONGEST:
            raise BadInput(
                "{name} is longer than {longest} letters; keep to what matters.", name=name, longest=LONGEST
            )
    telling.check_phrases(new.say)
    _check_improvement(new, now)


def _check_improvement(new: Review, now: datetime) -> None:
    parts = (new.improvement.strip(), new.improver, new.due_on)
    if any(parts) and not all(parts):
        raise BadInput("An improvement needs all three: what, by whom (--by) and until which day (--due).")
    if new.improver and Staff.find(*Staff.at(new.improver)) is None:
        raise BadInput(
            "There is nobody called {improver} among the staff; `aftercare staff list` shows them.",
            improver=new.improver,
        )
    if new.due_on and new.due_on < effects.shop_day(now):
        raise BadInput("{due_on} is over; an improvement is done on a day to come.", due_on=new.due_on)


def _task(complaint: Complaint, new: Review, now: datetime) -> tuple[Write, ...]:
    """The same improvement asked for again is the same task."""
    if not new.due_on:
        return ()
    days = (new.due_on - effects.shop_day(now)).days
    values = {"complaint_number": complaint.id, "note": new.improvement.strip()}
    task = effects.new_task(
        OpenTask("improve", days=days), new.improver,
        saying.asked("complaint-improve", values), now,
        reason=f"{complaint.id} improve {new.improvement.strip()} {new.improver} {new.due_on}",
    )  # fmt: skip
    there = Task.find(task.pk, task.sk, consistent=True)
    return () if there else (Write(task, condition=Row.pk.does_not_exist()),)


def _precedent(complaint: Complaint, new: Review, now: datetime) -> Precedent:
    agreed = {int(line[0]) for line in complaint.granted}
    offers = [one for one in giving.all_offers(complaint) if int(one.version) in agreed]
    row = Precedent(
        *Precedent.at(complaint.id), cause=new.cause, about=complaint.about, severity=complaint.severity,
        product=precedents.product_of(complaint), at_fault=complaint.facts.get("at_fault", ""),
        total=_sum(complaint, 1), goodwill=_sum(complaint, 2), currency=plans.compensation().currency,
        gives=[[kind, amount] for one in offers for kind, amount, _ in one.gives],
        satisfaction=complaint.facts.get("satisfaction", ""), reviewed_at=now,
    )  # fmt: skip
    row.listed()
    return row


def _sum(complaint: Complaint, place: int) -> Decimal:
    return sum((Decimal(line[place]) for line in complaint.granted), Decimal(0))


def shown(one: Precedent) -> dict[str, Any]:
    """As plain values; nobody's name or words are in it."""
    said = {
        name: getattr(one, name)
        for name in ("cause", "about", "product", "severity", "at_fault", "currency", "satisfaction")
    }
    gives = [{"kind": kind, "amount": amount} for kind, amount in one.gives]
    return {"number": one.number, **said, "total": f"{one.total:f}", "goodwill": f"{one.goodwill:f}",
            "gives": gives}  # fmt: skip
