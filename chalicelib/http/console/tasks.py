"""Today's tasks, rep by rep, finished with how they went."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from chalice import Response

from chalicelib import plans
from chalicelib.care.tasks.reporting import Report
from chalicelib.errors import BadInput
from chalicelib.http import door
from chalicelib.http.console import desk, errands, reports, scope
from chalicelib.http.console.desk import CONSOLE, DOERS, OF_CUSTOMERS
from chalicelib.http.console.fields import Fields
from chalicelib.records.customers import Customer
from chalicelib.records.referrals import Referral
from chalicelib.records.table import Row
from chalicelib.records.tasks import Entry, Task, both_lists, open_entries

GROUPS = ("overdue", "due", "coming")
# Of everybody's together, and of each; a click leads to the rest.
OF_ALL, OF_EACH = 100, 10
# Errands of colleagues without a shop, of which some may be for this one's customers.
OF_OTHERS = 300
# As many as one request reads.
OF_ONE, DONE = 80, 20

About = Mapping[tuple[str, str], Row]


@CONSOLE.page("/tasks", roles=OF_CUSTOMERS)
def listing() -> Response:
    """Of everybody whom the reader sees, or one rep's. What is coming is shown for one rep only."""
    only = door.asked("rep") if "rep" in (door.request().query_params or {}) else None
    reps, others = scope.people(), scope.without_shop()
    only = reps[0] if len(reps) == 1 and not others else only
    boards = _of_everybody() if only is None else [_of_one(only)] if only in (*reps, *others) else []
    return desk.show("tasks", boards=boards, only=only)


def _of_one(rep: str) -> dict[str, Any]:
    """What is open, the soonest first, and what was done lately."""
    today = desk.today()
    entries = list(seen(open_entries(rep)))
    rows, ended = (_theirs(rep, found) for found in both_lists(rep, date.max, OF_ONE, DONE)[:2])
    counts = counted(entries, today).get(rep, dict.fromkeys(GROUPS, 0))
    return _board(rep, counts, {**_parted(rows, today), "done": ended}, _about([*rows, *ended]))


def _theirs(rep: str, found: list[Task]) -> list[Task]:
    """Of a colleague without a shop, what is for this one's customers."""
    if rep in scope.people():
        return found
    among = scope.among(one.customer_id for one in found)
    return [one for one in found if one.customer_id in among]


def seen(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Those of the reader's people, and what colleagues without a shop have to do for its customers."""
    mine, others = set(scope.people()), set(scope.without_shop())
    found = [one for one in entries if one.rep in mine or one.rep in others]
    beside = sorted((one for one in found if one.rep not in mine), key=attrgetter("due_on"))[:OF_OTHERS]
    among = scope.among(one.customer_id for one in beside)
    there = {one.at for one in beside if one.customer_id in among}
    yield from (one for one in found if one.rep in mine or one.at in there)


def _of_everybody() -> list[dict[str, Any]]:
    """The busiest first. Counted by the index alone; only what can be shown is read."""
    today = desk.today()
    entries = list(seen(open_entries()))
    counts = counted(entries, today)
    busy = sorted(
        (rep for rep, count in counts.items() if count["overdue"] or count["due"]),
        key=lambda rep: (-counts[rep]["overdue"], -counts[rep]["due"]),
    )
    pressing = _pressing(entries, today)
    keys = [one.at for rep in busy for one in pressing[rep]][:OF_ALL]
    found = Task.many(keys)
    about = _about(list(found.values()))
    mine = {rep: [found[one.at] for one in pressing[rep] if one.at in found] for rep in busy}
    return [_board(rep, counts[rep], _parted(mine[rep], today), about) for rep in busy]


def _pressing(entries: Iterable[Entry], today: date) -> dict[str, list[Entry]]:
    """By rep the first of what is due; each rep's stand together, by day."""
    return {
        rep: [one for one in theirs if one.due_on <= today][:OF_EACH]
        for rep, theirs in groupby(entries, attrgetter("rep"))
    }


def counted(entries: Iterable[Entry], today: date) -> dict[str, dict[str, int]]:
    """How many of each rep's are overdue, due today and coming."""
    found: dict[str, dict[str, int]] = {}
    for one in entries:
        group = "overdue" if one.due_on < today else "due" if one.due_on == today else "coming"
        found.setdefault(one.rep, dict.fromkeys(GROUPS, 0))[group] += 1
    return found


def _parted(found: list[Task], today: date) -> dict[str, list[Task]]:
    return {
        "overdue": [task for task in found if task.due_on < today],
        "due": [task for task in found if task.due_on == today],
        "coming": [task for task in found if task.due_on > today],
    }


def _board(
    rep: str, counts: Mapping[str, int], groups: Mapping[str, list[Task]], about: About
) -> dict[str, Any]:
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
