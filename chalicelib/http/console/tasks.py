"""Today's tasks, rep by rep, finished with how they went."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from chalice import Response

from chalicelib import plans
from chalicelib.care.metrics.workload import Workload
from chalicelib.care.tasks.reporting import Report
from chalicelib.errors import BadInput
from chalicelib.http import door
from chalicelib.http.console import desk, errands, reports, scope, workloads
from chalicelib.http.console.desk import CONSOLE, DOERS, OF_CUSTOMERS
from chalicelib.http.console.fields import Fields
from chalicelib.http.console.workloads import GROUPS, Counts, group_of
from chalicelib.records.customers import Customer
from chalicelib.records.referrals import Referral
from chalicelib.records.table import Row
from chalicelib.records.tasks import Entry, Task, both_lists

# Of everybody's together, and of each; a click leads to the rest.
OF_ALL, OF_EACH = 100, 10
# As many as one request reads.
OF_ONE, DONE = 80, 20

About = Mapping[tuple[str, str], Row]


@CONSOLE.page("/tasks", roles=OF_CUSTOMERS)
def listing() -> Response:
    """Of everybody whom the reader sees, or one rep's. What is coming is shown for one rep only."""
    only = door.asked("rep") if "rep" in (door.request().query_params or {}) else None
    reps, others = scope.people(), scope.without_shop()
    only = reps[0] if len(reps) == 1 and not others else only
    if only is not None:
        boards = [_of_one(only)] if only in (*reps, *others) else []
        return desk.show("tasks", boards=boards, only=only, as_of=None)
    load = workloads.seen()
    return desk.show("tasks", boards=_of_everybody(load), only=None, as_of=load.at_moment)


def _of_one(rep: str) -> dict[str, Any]:
    """What is open, the soonest first, and what was done lately."""
    today = desk.today()
    rows, ended = (_theirs(rep, found) for found in both_lists(rep, date.max, OF_ONE, DONE)[:2])
    counts = workloads.counted(workloads.of_one(rep), today).get(rep, dict.fromkeys(GROUPS, 0))
    return _board(rep, counts, {**_parted(rows, today), "done": ended}, _about([*rows, *ended]))


def _theirs(rep: str, found: list[Task]) -> list[Task]:
    """Of a colleague without a shop, what is for this one's customers."""
    if rep in scope.people():
        return found
    among = scope.among(one.customer_id for one in found)
    return [one for one in found if one.customer_id in among]


def _of_everybody(load: Workload) -> list[dict[str, Any]]:
    """The busiest first. Counted without the rows; only what can be shown is read."""
    today = desk.today()
    counts = workloads.counted(load, today)
    busy = sorted(
        (rep for rep, count in counts.items() if _is_busy(count)),
        key=lambda rep: (-counts[rep]["overdue"], -counts[rep]["due"]),
    )
    listed = _to_read(load, busy, today)
    found = Task.many([one.at for one in listed])
    _put_right(counts, listed, found, today)
    standing = [row for one in listed if (row := found.get(one.at)) and _is_open_of(row, one.rep)]
    pressing = [row for row in standing if row.due_on <= today]
    mine = {rep: [row for row in pressing if row.rep == rep][:OF_EACH] for rep in busy}
    about = _about([row for rows in mine.values() for row in rows])
    return [
        _board(rep, counts[rep], _parted(mine[rep], today), about) for rep in busy if _is_busy(counts[rep])
    ]


def _to_read(load: Workload, busy: Sequence[str], today: date) -> list[Entry]:
    """Of what the clock counted twice as many as are shown: some of it is done."""
    times = 2 if load.at_moment else 1
    pressing = (one for rep in busy for one in load.first[rep][: times * OF_EACH] if one.due_on <= today)
    return list(pressing)[: times * OF_ALL]


def _is_busy(count: Counts) -> bool:
    return bool(count["overdue"] or count["due"])


def _put_right(
    counts: Mapping[str, Counts], listed: Sequence[Entry], found: Mapping[tuple[str, str], Task], today: date
) -> None:
    """What was done or moved since it was counted is told by its row: nobody's deed looks undone."""
    for one in listed:
        counts[one.rep][group_of(one.due_on, today)] -= 1
        if (row := found.get(one.at)) and _is_open_of(row, one.rep):
            counts[one.rep][group_of(row.due_on, today)] += 1


def _is_open_of(row: Task, rep: str) -> bool:
    return row.state == "open" and row.rep == rep


def _parted(found: list[Task], today: date) -> dict[str, list[Task]]:
    return {
        "overdue": [task for task in found if task.due_on < today],
        "due": [task for task in found if task.due_on == today],
        "coming": [task for task in found if task.due_on > today],
    }


def _board(rep: str, counts: Counts, groups: Mapping[str, list[Task]], about: About) -> dict[str, Any]:
    shown = {name: [_card(task, about) for task in group] for name, group in groups.items()}
    begun = "coming" if shown.get("coming") else "due"
    wanted = GROUPS[: GROUPS.index(begun) + 1]
    more = sum(counts[name] - len(shown.get(name, ())) for name in wanted)
    return {"rep": rep, "groups": shown, "counts": counts, "more": more}


def _about(found: list[Task]) -> About:
    """Their customers, and the friends whom these sent."""
    keys = {Customer.at(task.customer_id) for task in found if task.customer_id}
    keys |= {Referral.at_key(task.friend) for task in found if task.friend}
    rows = Row.many(sorted(keys))
    scope.noted(row.id for row in rows.values() if isinstance(row, Customer))
    return rows


def _card(task: Task, about: About) -> dict[str, Any]:
    customer = about.get(Customer.at(task.customer_id))
    name = customer.name if isinstance(customer, Customer) else ""
    return {
        "key": task.key, "do": task.do, "title": task.title_in(desk.reader_language()), "due_on": task.due_on,
        "urgent": task.urgent, "state": task.state, "outcome": label(task.do, task.outcome),
        "note": task.note, "customer_id": task.customer_id, "customer": name,
        "endings": endings(task.do, task.case or ""), **errands.leads(task), "friend": _friend(task, about),
    }  # fmt: skip


def _friend(task: Task, about: About) -> tuple[str, ...]:
    """Whom to phone instead of the customer."""
    found = about.get(Referral.at_key(task.friend)) if task.friend else None
    return errands.dialled([found.phone])[0] if isinstance(found, Referral) else ()


def endings(verb: str, case: str = "") -> list[tuple[str, str]]:
    """How a task can end: [(outcome, label)], the usual one first."""
    language = desk.reader_language()
    found = plans.tasks().endings(verb, case)
    return [(one.name, one.label[language]) for one in found] or [("done", "OK")]


def label(verb: str, outcome: str) -> str:
    return dict(endings(verb)).get(outcome, outcome)


@CONSOLE.deed("/tasks/{key}/finish", roles=DOERS)
def finish(key: str) -> Response:
    form, row = desk.form(), scope.task(key)
    if not form.get("outcome"):
        raise BadInput("Say how it went before you finish the task.")
    fields, said = Fields(form), Report(form["outcome"], form.get("note", "").strip())
    score = reports.score_of(row, said.outcome, fields)
    if fields.faults:
        raise BadInput("Choose the points they gave, 1 to 5.")
    reports.noted(row, said, score)
    return door.see(door.ours(form.get("back", ""), "/tasks"))
