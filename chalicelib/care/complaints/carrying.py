"""What was agreed becomes work with owners and days; each change is told to the customer (F4-10, F2-17)."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial

from chalicelib import plans, words
from chalicelib.care import effects
from chalicelib.care.complaints import closing, file, giving, promises, telling, worded
from chalicelib.effects import OpenTask
from chalicelib.errors import BadInput
from chalicelib.plans import saying
from chalicelib.records.complaints import Complaint
from chalicelib.records.offers import Offer
from chalicelib.records.table import Row, Write
from chalicelib.records.tasks import Task
from chalicelib.rules.clocks import worktime

DO = "carry_out"


def begin(complaint: Complaint, now: datetime) -> Complaint:
    """A task for each thing that was promised, and the manager hears what was agreed."""
    offer = giving.last_offer(complaint)
    new = list(_tasks(complaint, offer, now)) if offer else []
    work = [*complaint.work, *([task.id, task.due_on.isoformat()] for task in new)]
    puts = [Write(task, condition=Row.pk.does_not_exist()) for task in new]
    told = telling.above(complaint, "complaint-settled", now, f"agreed {int(complaint.offers)}", offer)
    return file.move(
        complaint, "carrying_out", "clock", now, changes=(Complaint.work.set(work),), besides=(*puts, told)
    )


def _tasks(complaint: Complaint, offer: Offer, now: datetime) -> Iterator[Task]:
    person, policy = telling.person(complaint), plans.compensation()
    for place, (kind, amount, said) in enumerate(offer.gives):
        remedy = policy.remedy(kind)
        owner = policy.departments.get(remedy.department) or complaint.owner
        title = saying.asked("complaint-work", partial(_work, complaint, person.name, (kind, amount, said)))
        yield effects.new_task(
            OpenTask(DO, days=remedy.days, urgent=True), telling.desk_of(owner), title, now,
            reason=f"{complaint.id} work {int(offer.version)} {place}", customer_id=person.id,
            sale_id=complaint.sale_id, case=complaint.id,
        )  # fmt: skip


def _work(complaint: Complaint, name: str, gives: tuple[str, str, str], language: str) -> words.Values:
    said = worded.give(*gives, language)
    return {"complaint_number": complaint.id, "customer_name": name, "what": said}


def look(complaint: Complaint, now: datetime) -> None:
    """After a task was finished or moved: all done, something that could not be, or another day."""
    found = tasks(complaint)
    if failed := [task for task in found if task.state == "done" and not _carried_out(task)]:
        _failed(complaint, failed, now)
    elif all(task.state == "done" for task in found) and complaint.facts.get(closing.HERE):
        hand_back(complaint, now).row.create()
    elif all(task.state == "done" for task in found):
        closing.ask(complaint, "clock", now)
    elif moved := [task for task in found if [task.id, task.due_on.isoformat()] not in complaint.work]:
        _moved(complaint, found, moved, now)


def hand_back(complaint: Complaint, now: datetime) -> Write:
    """A task: all else is done, but what the customer handed in is still with us."""
    item, since = complaint.facts.get("item", ""), complaint.facts.get("item_received_on", "")
    return telling.owner(complaint, "complaint-hand-back", now, f"hand back {since} {item}", do=DO, note=item)


def done(number: str, who: str, why: str, now: datetime, seen: str = "") -> Complaint:
    """By hand, for all of it at once: whoever says so says what was done."""
    complaint = file.get(number, seen)
    if not why.strip():
        raise BadInput("Say what was carried out, and how you know (--why).")
    file.check(complaint, "checking", {"done": "yes"})
    closing.refuse_while_here(complaint)
    found = closing.ask(complaint, who, now, why)
    for task in tasks(complaint):
        effects.end_task(task, "carried_out", who, now)
    return found


def _carried_out(task: Task) -> bool:
    ended = plans.tasks().outcome(DO, task.outcome)
    return ended is None or ended.carried_out


def tasks(complaint: Complaint) -> list[Task]:
    """Where the customer was merged since, open tasks stand with the other."""
    person = telling.person(complaint)
    homes = [person.id, *person.merged_from]
    known = Task.many([Task.at(home, one) for home in homes for one, _ in complaint.work], consistent=True)
    return [_of([known.get(Task.at(home, one)) for home in homes]) for one, _ in complaint.work]


def _of(rows: list[Task | None]) -> Task:
    return next(row for row in rows if row and row.state != "moved")


def _failed(complaint: Complaint, failed: list[Task], now: datetime) -> None:
    """Back to whoever decides, since what was promised cannot be; the customer hears at once."""
    note = "; ".join(task.note for task in failed if task.note)
    told = telling.owner(complaint, "complaint-failed", now, f"failed {int(complaint.offers)}", note=note)
    change = telling.customer(complaint, "complaint-change", now)
    lost = {task.id for task in failed}
    changes = (
        Complaint.offer_state.set("failed"), Complaint.granted.set(_still_granted(complaint, lost)),
        Complaint.work.set([entry for entry in complaint.work if entry[0] not in lost]),
    )  # fmt: skip
    file.move(
        complaint, "deciding", "clock", now, event="not_carried_out", changes=changes,
        besides=(told, *change),
    )  # fmt: skip


def _still_granted(complaint: Complaint, lost: set[str]) -> list[list[str]]:
    """What was or will be carried out all the same goes on counting."""
    offer, ids = giving.last_offer(complaint), [task_id for task_id, _ in complaint.work]
    if offer is None:
        return complaint.granted
    newest = ids[-len(offer.gives) :]
    gone = [Decimal(give[1]) for task_id, give in zip(newest, offer.gives, strict=True) if task_id in lost]
    kept = offer.total - sum(gone, Decimal(0))
    line = [str(int(offer.version)), str(kept), str(max(Decimal(0), kept - offer.owed))]
    return [*complaint.granted[:-1], [*line, complaint.granted[-1][3]]]


def _moved(complaint: Complaint, found: list[Task], moved: list[Task], now: datetime) -> None:
    """Another day: the customer hears it, and it is promised instead of the old one."""
    last = max(task.due_on for task in found)
    promised = complaint.finish_by = worktime.end_of(last, plans.complaints().calendar)
    changes = (
        Complaint.work.set([[task.id, task.due_on.isoformat()] for task in found]),
        Complaint.finish_by.set(complaint.finish_by),
        Complaint.promises.set(promises.made(complaint, now, finish=complaint.finish_by)),
    )  # fmt: skip
    days = {task.id: task.due_on.isoformat() for task in moved}
    told = telling.customer(complaint, "complaint-change", now, _new_day(complaint, promised))
    file.add(complaint, "changed", "clock", now, says=days, changes=changes, besides=told)


def _new_day(complaint: Complaint, promised: datetime) -> dict[str, str]:
    """Of the promise, not of the task: a day on which somebody works."""
    language = telling.language_of(telling.person(complaint))
    return {"done_by": words.near_date(language, effects.shop_day(promised))}
