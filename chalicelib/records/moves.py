"""An open row moves to the person whom its owner was merged into, with the same id: the one row appears
and the other closes in one transaction, so nothing can be done twice."""

from typing import Any

from chalicelib.records.table import NOW, Row, Write, leave_due, shard_of, transact
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Touchpoint, lane_of

MOVABLE = ("planned", "waiting")
PLACES = ("pk", "sk", "kind", "due_lane", "due_key", "lookup_pk", "lookup_sk", "lease_until")


def is_movable(touch: Touchpoint) -> bool:
    """Only what was never tried; the rest ends where its provider's words will arrive."""
    return touch.state in MOVABLE and not touch.attempt


def move_touch(touch: Touchpoint, owner: str) -> bool:
    if not is_movable(touch):
        return False
    there = Touchpoint(*Touchpoint.at(owner, touch.id), **_kept(touch))
    if touch.due_since:
        there.is_due(touch.due_since, shard_of(there.pk), lane_of(touch.purpose))
    gone = [Touchpoint.state.set("merged"), Touchpoint.reason.set(there.key), *leave_due()]
    unchanged = Touchpoint.state.is_in(*MOVABLE) & (Touchpoint.attempt == 0)
    return _moved(there, Write(touch, tuple(gone), unchanged))


def move_task(task: Task, owner: str) -> bool:
    """An open one changes its place; one that was finished stays where it was done."""
    if task.state != "open":
        return False
    there = Task(*Task.at(owner, task.id), **{**_kept(task), "customer_id": owner})
    there.listed()
    if task.due_since:
        there.is_due(task.due_since, shard_of(there.pk), NOW)
    gone = [Task.state.set("moved"), Row.lookup_pk.remove(), Row.lookup_sk.remove(), *leave_due()]
    return _moved(there, Write(task, tuple(gone), Task.state == "open"))


def _kept(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.attribute_values.items() if name not in PLACES}


def _moved(there: Row, closing: Write) -> bool:
    """It may stand there already: an earlier move was cut short, or planning put it."""
    if transact([Write(there, condition=Row.pk.does_not_exist()), closing]):
        return True
    return there.find(there.pk, there.sk, consistent=True) is not None and transact([closing])
