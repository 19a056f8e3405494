"""Who hears that an errand has ended: the touch that asked for it, the complaint that waits, what was told
us."""

from datetime import datetime

from chalicelib import files, plans
from chalicelib.effects import Tell
from chalicelib.records import answers
from chalicelib.records.complaints import RESTS, Complaint
from chalicelib.records.staff import GiftGiven
from chalicelib.records.table import NOW, Row, Write, lane_name, move_due, shard_of
from chalicelib.records.tasks import Task
from chalicelib.records.tellings import Telling
from chalicelib.records.touchpoints import Touchpoint, parts


def touch(task: Task, outcome: str, now: datetime, agreed: str = "") -> list[Write]:
    """The one that asked for it goes on with its outcome, and the day that was agreed for what follows."""
    found = _asked_by(task)
    if found is None:
        return []
    day = [Touchpoint.agreed.set(agreed)] if agreed else []
    lane = Touchpoint.due_lane.set(lane_name(shard_of(found.pk), NOW))
    return [Write(found, (Touchpoint.outcome.set(outcome), *day, *move_due(found, now, NOW)[:1], lane))]


def _asked_by(task: Task) -> Touchpoint | None:
    found = Touchpoint.by_key(task.touch_key) if task.touch_key else None
    return found if found and found.state == "done" else None


def leads_on(task: Task, outcome: str) -> bool:
    """Whether a step of the plan follows from this outcome, such as the visit that was agreed in a call."""
    found = _asked_by(task)
    plan = plans.plan_of(found.plan, int(found.plan_version)) if found else None
    return any(
        step.anchor == f"outcome:{task.step}" and (not step.on_outcome or outcome in step.on_outcome)
        for step in (plan.steps if plan else ())
    )


def case_looks(task: Task, now: datetime) -> list[Write]:
    """The complaint that it is about, which may wait for it, looks at once; what is closed rests."""
    found = Complaint.find(*Complaint.at(task.case), consistent=True) if task.case else None
    if found is None or found.stage == RESTS:
        return []
    return [Write(found, tuple(move_due(found, now)), Row.pk.exists())]


def telling(row: Telling | None) -> list[Write]:
    """What it had somebody read leaves the list of what waits."""
    if row is None or row.state != "asked":
        return []
    return [Write(row, row.left("answered"), Telling.state == "asked")]


def complaint(task: Task, now: datetime) -> list[Write]:
    """What whoever ran the errand heard is told like anything that a customer tells us."""
    ended = plans.tasks().outcome(task.do, task.outcome)
    if ended is None or not ended.complaint:
        return []
    new = Tell(
        f"task {task.key}", "rep", task.note, task.customer_id, task.sale_id, case=task.case or "",
        files=task.photos or (), recorder=task.done_by,
    )  # fmt: skip
    return [Write(Telling.of(new, now), condition=Row.pk.does_not_exist())]


def let_go(row: Telling | None) -> None:
    """The photos of somebody whom nobody knows; nobody could ever ask for their erasure."""
    for key, *_ in row.files if row and not row.customer_id else ():
        files.remove(str(key))


def gift(task: Task, now: datetime) -> None:
    if task.do == "gift" and task.touch_key:
        given = GiftGiven.find(*GiftGiven.at(*parts(task.touch_key)))
        if given:
            ended = plans.tasks().outcome(task.do, task.outcome)
            state = "given" if ended is None or ended.carried_out else "kept"
            given.change([GiftGiven.state.set(state), GiftGiven.given_at.set(now)])


def said_in_person(task: Task, who: str, now: datetime) -> None:
    """What no message could bring to a complaint's customer, somebody has told them."""
    found = Touchpoint.by_key(task.touch_key) if task.do == "unreachable" and task.touch_key else None
    if found and (number := found.values.get("complaint_number")):
        answers.note(number, who, {"why": task.note}, now)
