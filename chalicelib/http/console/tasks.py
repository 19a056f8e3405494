"""Today's tasks, rep by rep, finished with how they went."""

from typing import Any

from chalice import Response

from chalicelib import clock, plans
from chalicelib.care import tasks
from chalicelib.errors import BadInput
from chalicelib.http import door
from chalicelib.http.console import desk
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.door import FORM
from chalicelib.records.customers import Customer
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task

GROUPS = ("overdue", "due", "coming", "done")
SHOWN = 100


@CONSOLE.route("/tasks", methods=["GET"])
def listing() -> Response:
    """Everybody's, or one rep's. What is coming is shown for one rep only."""
    only = door.asked("rep") if "rep" in (door.request().query_params or {}) else None
    reps = tasks.reps()
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
    return {row.id: row.name for row in Row.batch_get(list(keys)) if isinstance(row, Customer)}


def _card(task: Task, names: dict[str, str]) -> dict[str, Any]:
    return {
        "key": task.key, "do": task.do, "title": task.title, "due_on": task.due_on.isoformat(),
        "urgent": task.urgent, "state": task.state, "outcome": label(task.do, task.outcome),
        "note": task.note, "customer_id": task.customer_id, "customer": names.get(task.customer_id, ""),
        "done_at": desk.shown(task.done_at), "endings": endings(task.do),
    }  # fmt: skip


def endings(verb: str) -> list[tuple[str, str]]:
    """How a task can end: [(outcome, label)], the usual one first."""
    language = desk.reader_language()
    found = plans.tasks().outcomes.get(verb, ())
    return [(one.name, one.label[language]) for one in found] or [("done", "OK")]


def label(verb: str, outcome: str) -> str:
    return dict(endings(verb)).get(outcome, outcome)


@CONSOLE.route("/tasks/{key}/finish", methods=["POST"], content_types=FORM)
def finish(key: str) -> Response:
    form = door.form()
    if not form.get("outcome"):
        raise BadInput("Say how it went before you finish the task.")
    tasks.finish(key, form["outcome"], form.get("note", "").strip(), "console", clock.now())
    return door.see(door.ours(form.get("back", ""), "/tasks"))
