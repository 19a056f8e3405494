"""All open tasks of somebody who leaves, or is away, go to another. Run again, it goes on where it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.care import effects
from chalicelib.care.tasks import open_ones
from chalicelib.errors import BadInput, NotFound
from chalicelib.records import metrics
from chalicelib.records.staff import FOR_GOOD, Staff, answering, in_turn
from chalicelib.records.table import shard_of
from chalicelib.records.tasks import Task
from chalicelib.sentences import Said

Days = tuple[date | None, date | None]


@dataclass(frozen=True)
class Handed:
    """How many went over, and how many somebody was just working on: those stay for a second try."""

    moved: int = 0
    left: int = 0


def hand_over(name: str, to: str, why: str, who: str, now: datetime, days: Days = (None, None)) -> Handed:
    """What is due from one day to another, or all of it. The urgent among it is told anew."""
    heir = _heir(name, to, why)
    moved = left = 0
    for task in open_ones(name, *days):
        if _moved(task, heir.name, why, who, now):
            moved += 1
        else:
            left += 1
    return Handed(moved, left)


def of_leave(first: date, last: date, now: datetime) -> Days:
    """A leave that has begun takes what is overdue along: whoever should have done it is away."""
    return (first if first > effects.shop_day(now) else None), last


def leave_for_good(name: str, to: str, now: datetime) -> Staff:
    """Whatever else would come to them from today on comes to the heir, and so does what they took over
    themselves; their calendar is closed. The heir sees their customers."""
    staff, heir = _colleague(name), _another(name, to)
    for other in _left_to(name):
        leave_for_good(other.name, to, now)
    more = [*staff.leave, [effects.shop_day(now).isoformat(), FOR_GOOD.isoformat(), heir.name]]
    if staff.leave[-1:] == more[-1:]:
        return staff
    staff.note_leave(more, Staff.calendar.remove())
    return staff


def come_back(name: str) -> None:
    """New tasks are theirs again; what was handed over stays where it is."""
    staff = _colleague(name)
    staff.note_leave([one for one in staff.leave if one[1] != FOR_GOOD.isoformat()])


def away_to(name: str, everybody: Iterable[Staff], day: date) -> dict[str, date]:
    """Those on leave that day for whom this colleague answers, and the last day on which that is so."""
    by_id = {one.id: one for one in everybody}
    away = (one for one in by_id.values() if one.name != name and one.is_away(day) and not one.heir)
    lines = (in_turn(one.name, day, lambda other: by_id.get(Staff.id_of(other))) for one in away)
    return {line[0].name: _until(line, day) for line in lines if _has_it(line, name)}


def _has_it(line: list[Staff], name: str) -> bool:
    found = answering(line)
    return bool(found and found.name == name)


def _until(line: list[Staff], day: date) -> date:
    """Until the first of them is back."""
    return min(filter(None, (one.away_until(day) for one in line)))


def _left_to(name: str) -> list[Staff]:
    return [one for one in Staff.in_partition("staff") if one.name != name and one.heir == name]


def _heir(name: str, to: str, why: str) -> Staff:
    if not why.strip():
        raise BadInput("Say why the tasks change hands: whoever gets them will want to know.")
    return _another(name, to)


def _another(name: str, to: str) -> Staff:
    """Who takes over: somebody else, and still here."""
    if name and Staff.id_of(to) == Staff.id_of(name):
        raise BadInput("{name} has these tasks already. Name a colleague.", name=name)
    heir = _colleague(to)
    heir.must_take_work()
    return heir


def _colleague(name: str) -> Staff:
    found = Staff.find(*Staff.at(name), consistent=True) if name else None
    if found is None:
        name = name or Said("(no name)")
        raise NotFound("There is nobody called {name} among the staff; add them first.", name=name)
    return found


def _moved(task: Task, heir: str, why: str, who: str, now: datetime) -> bool:
    as_read = task.as_read()
    task.history = [*task.history, effects.history(who, f"handed over from {task.rep} to {heir}", why, now)]
    task.rep = heir
    metrics.count_again(task.due_on, now)
    task.listed()
    if task.urgent:
        task.is_due(now, shard_of(task.pk))
    return task.put_if(as_read)
