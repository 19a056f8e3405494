"""What colleagues were asked to do about a complaint, ended by what was done there, or by its going on
without them."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.care import effects
from chalicelib.care.complaints import telling
from chalicelib.records import metrics
from chalicelib.records.complaints import Complaint
from chalicelib.records.table import Write, transact
from chalicelib.records.tasks import Task
from chalicelib.rules import case_names as names
from chalicelib.titles import Title

# Said on the page of the complaint, and nowhere else.
JUDGE, LOOK, DECIDE = "judge", "complaint", "decide"
# What is asked of colleagues within a round alone, and what has no sense once it is closed.
OF_ROUND = ("call", "reply", LOOK, "visit", DECIDE, JUDGE, "know")
OF_OPEN = (LOOK, DECIDE)
# What a colleague asks by telephone where no message can carry its page, and what answers it.
SATISFIED = "complaint-satisfied"
ANSWERED = {
    "complaint-offer": ("offered", "agreed", "declined"),
    SATISFIED: ("rated", "closed", "reopened"),
}
# What it closes for want of an answer was not answered: the call stays.
CLOCK = "clock"
# What happens to heaps of them when somebody leaves: nobody has looked into the single one by that.
PASSED_ON = ("handed_over", "decision_passed")


def by_reopening(complaint: Complaint, who: str, now: datetime, is_answered: bool) -> Iterator[Write]:
    """What was to be done at once in the round that is over: whoever has it now begins anew. Work that was
    promised, and what of the customer's is still here, stays. Whether all was well is not asked any more,
    though nobody may have answered it."""
    for task in _open(complaint):
        is_over = task.step == SATISFIED and not is_answered
        if is_over or (task.urgent and task.do in OF_ROUND):
            yield _dropped(task, "opened again", "reopened", who, now)


def by_closing(complaint: Complaint, who: str, now: datetime) -> Iterator[Write]:
    """Nothing is left to decide or to press for. What a customer waits to hear stays, and so does a day
    before an outside body."""
    for task in _open(complaint):
        if _asks_to_judge(task) or (task.urgent and task.do in OF_OPEN):
            yield _dropped(task, "closed", "closed", who, now)


def by_judging(complaint: Complaint, who: str, now: datetime) -> Iterator[Write]:
    """Somebody said how grave it is, whichever words it was that asked for it."""
    for task in _open(complaint):
        if _asks_to_judge(task):
            as_read = task.as_read()
            task.end("judged", who, now)
            metrics.count_again(task.due_on, now)
            yield Write(task, condition=as_read)


def by_deciding(complaint: Complaint, who: str, now: datetime) -> None:
    """An offer that went up was put before several."""
    for task in _open(complaint):
        if task.do == DECIDE:
            effects.end_task(task, "decided", who, now)


def by_event(complaint: Complaint, what: str, who: str, now: datetime) -> None:
    if what not in PASSED_ON:
        by_acting(complaint, who, now)
    steps = [step for step, answers in ANSWERED.items() if what in answers]
    if steps and who != CLOCK:
        by_answer(complaint, steps, who, now)


def by_answer(complaint: Complaint, steps: list[str], who: str, now: datetime) -> None:
    """Nobody phones for what the customer has said meanwhile, on a page or to somebody else. Whoever was to
    phone and writes the answer down has done it."""
    for task in _open(complaint):
        if task.step in steps and task.opened_at < now:
            if task.rep == who:
                effects.end_task(task, "reached", who, now)
            else:
                transact([_dropped(task, "answered", "answered", who, now)])


def by_acting(complaint: Complaint, who: str, now: datetime) -> None:
    """Whoever was to look into it at once did something there; what they only asked for by it stays."""
    for task in _open(complaint) if who not in names.BY else ():
        if _is_to_look(task) and task.rep == who and task.opened_at < now:
            effects.end_task(task, "looked_into", who, now)


def ends(task: Task) -> bool:
    """Whether what its colleague does on the page of its complaint ends it."""
    return bool(task.case) and (task.do in (JUDGE, DECIDE) or _is_to_look(task))


def _is_to_look(task: Task) -> bool:
    return task.do == LOOK and task.urgent


def _open(complaint: Complaint) -> list[Task]:
    person = telling.person(complaint)
    rows = Task.in_partition(person.pk, "task#", consistent=True)
    return [row for row in rows if row.state == "open" and _is_about(complaint, row)]


def _is_about(complaint: Complaint, task: Task) -> bool:
    """Where it was asked before tasks knew their complaint, its words name it."""
    return task.case == complaint.id or (not task.case and complaint.id in task.title)


def _asks_to_judge(task: Task) -> bool:
    """Before there was a word for it, it was a call for which somebody might be woken."""
    return task.do == JUDGE or (
        task.do == "call" and bool(task.any_hour) and not isinstance(task.title, Title)
    )


def _dropped(task: Task, why: str, outcome: str, who: str, now: datetime) -> Write:
    as_read = task.as_read()
    task.done_at, task.done_by = now, who
    task.history = [*task.history, effects.history(who, "dropped", why, now)]
    task.drop(outcome)
    metrics.count_again(task.due_on, now)
    return Write(task, condition=as_read)
