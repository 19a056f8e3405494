"""Today's tasks, rep by rep, finished with how they went."""

from typing import Any

from chalice import Response

from chalicelib import clock, plans
from chalicelib.care import tasks
from chalicelib.errors import BadInput
from chalicelib.http import door
from chalicelib.http.console import desk, scope
from chalicelib.http.console.desk import CONSOLE, OF_CUSTOMERS
from chalicelib.records.customers import Customer
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task

GROUPS = ("overdue", "due", "coming", "done")
SHOWN = 100


@CONSOLE.page("/tasks", roles=OF_CUSTOMERS)
def listing() -> Response:
    """Of everybody whom the reader sees, or one rep's. What is coming is shown for one rep only."""
    only = door.asked("rep") if "rep" in (door.request().query_params or {}) else None
    reps = scope.people()
    only = reps[0] if len(reps) == 1 else only
    boards = [_board(rep, only is not None) for rep in reps if only in (None, rep)]
    busy = [board for board in boards if board["any"] or only is not None]
    busy.sort(key=lambda board: (-board["counts"]["overdue"], -board["counts"]["due"]))
    return desk.show("tasks", boards=busy, only=only)


def _board(rep: str, whole: bool) -> dict[str, Any]:
    lists = tasks.of_rep(rep, desk.today())
    groups = {name: list(getattr(lists, name))[:SHOWN] for name in GROUPS}
    if not whole:
        groups["coming"], groups["done"] = [], groups["done"][:5]
    names = _names([task for group in groups.values() for task in group])
    shown = {name: [_card(task, names) for task in group] for name, group in groups.items()}
    return {"rep": rep, "groups": shown, "counts": _counts(lists), "any": any(groups.values())}


def _counts(lists: tasks.Listing) -> dict[str, int]:
    return {name: len(getattr(lists, name)) for name in GROUPS}


def _names(found: list[Task]) -> dict[str, str]:
    keys = {Customer.at(task.customer_id) for task in found if task.customer_id}
    people = [row for row in Row.batch_get(list(keys)) if isinstance(row, Customer)]
    scope.noted(row.id for row in people)
    return {row.id: row.name for row in people}


def _card(task: Task, names: dict[str, str]) -> dict[str, Any]:
    return {
        "key": task.key, "do": task.do, "title": task.title, "due_on": task.due_on,
        "urgent": task.urgent, "state": task.state, "outcome": label(task.do, task.outcome),
        "note": task.note, "customer_id": task.customer_id, "customer": names.get(task.customer_id, ""),
        "endings": endings(task.do),
    }  # fmt: skip


def endings(verb: str) -> list[tuple[str, str]]:
    """How a task can end: [(outcome, label)], the usual one first."""
    language = desk.reader_language()
    found = plans.tasks().outcomes.get(verb, ())
    return [(one.name, one.label[language]) for one in found] or [("done", "OK")]


def label(verb: str, outcome: str) -> str:
    return dict(endings(verb)).get(outcome, outcome)


@CONSOLE.deed("/tasks/{key}/finish", roles=OF_CUSTOMERS)
def finish(key: str) -> Response:
    form, _ = desk.form(), scope.task(key)
    if not form.get("outcome"):
        raise BadInput("Say how it went before you finish the task.")
    tasks.finish(key, form["outcome"], form.get("note", "").strip(), desk.reader().name, clock.now())
    return door.see(door.ours(form.get("back", ""), "/tasks"))
