"""The rows that a day's notes name, read together, each with what it adds to the figures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from chalicelib.care.metrics import entries
from chalicelib.care.metrics.entries import Name
from chalicelib.records import events, tasks
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.ratings import Rating
from chalicelib.records.runs import Run
from chalicelib.records.sales import Sale
from chalicelib.records.staff import Staff
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Touchpoint, parts

STATES = ("open", "done")


@dataclass(frozen=True)
class Said:
    """That a row adds one to a figure of a day."""

    row: Row
    day: str
    name: Name


def of_runs(runs: Iterable[Run]) -> Iterator[Said]:
    """Of every row that these notes settled or point at, each once."""
    notes = list(runs)
    keys = dict.fromkeys(line[0] for run in notes for line in run.settled if line[0].startswith("c"))
    places = [Touchpoint.at(*parts(key)) for key in keys]
    pointed = dict.fromkeys((run.row[0], run.row[1]) for run in notes if run.row)
    yield from of_rows(list(Row.many([*places, *pointed]).values()))


def of_tasks(day: date) -> Iterator[Said]:
    """What people were asked to do by this day, rep by rep."""
    names = [*(staff.name for staff in Staff.in_partition("staff")), ""]
    asked = day.isoformat()
    found = [task for name in names for state in STATES for task in tasks.of_rep(name, state, asked, asked)]
    yield from of_rows(list(found))


def of_rows(rows: list[Row]) -> Iterator[Said]:
    sales = _sales(rows)
    for row in rows:
        for day, name in _entries(row, sales.get(getattr(row, "sale_id", ""))):
            yield Said(row, day, name)


def _entries(row: Row, sale: Sale | None) -> Iterator[entries.Entry]:
    if isinstance(row, Touchpoint):
        yield from entries.of_touch(row, sale)
    elif isinstance(row, Task):
        yield from entries.of_task(row, sale)
    elif isinstance(row, Complaint):
        yield from entries.of_complaint(row, events.told(row), sale)
    elif isinstance(row, Customer):
        yield from entries.of_consents(events.told(row))
    elif isinstance(row, Rating):
        yield from entries.of_rating(row)
    elif isinstance(row, Sale):
        yield from entries.of_sale(row)


def _sales(rows: list[Row]) -> dict[str, Sale]:
    ids = {row.sale_id for row in rows if isinstance(row, Touchpoint | Task | Complaint) and row.sale_id}
    found = Row.many([Sale.at(one) for one in sorted(ids)]).values()
    return {row.id: row for row in found if isinstance(row, Sale)}
