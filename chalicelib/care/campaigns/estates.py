"""Estates for a quiet season's visits: ranked, then walked through door by door. Reads everybody, a page at a
time: for whoever plans the season, not for the clock."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from chalicelib.care.campaigns import coming
from chalicelib.ids import plain_name
from chalicelib.records import roster
from chalicelib.records.campaigns import occurrences, touch_id
from chalicelib.records.customers import Customer
from chalicelib.records.pulls import shards
from chalicelib.records.sales import Sale
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.rules.campaigns import estates
from chalicelib.rules.campaigns.estates import Estate

PAGE = 100


def ranked(now: datetime) -> list[dict[str, Any]]:
    """Every estate that somebody owns something in, the best worth a visit first."""
    found: dict[str, Estate] = defaultdict(lambda: Estate(""))
    for customer in _everybody():
        if customer.estate:
            _count(found[customer.estate], customer)
    today = coming.today(now)
    return [
        {"estate": one.name, "owners": one.owners, "years": round(one.age(today), 1), "wishes": one.wishes}
        for one in estates.ranked((one for one in found.values() if one.owners), today)
    ]


def _count(estate: Estate, customer: Customer) -> None:
    sales = [one for one in Sale.by_lookup(f"customer#{customer.id}") if one.state == "active"]
    if not sales:
        return
    estate.name = customer.estate
    estate.owners += 1
    estate.since += [one.installed_on or one.delivered_on or one.signed_on for one in sales]
    tasks = (task for task in Task.in_partition(customer.pk, "task#") if isinstance(task, Task))
    asked = sum(task.state == "open" and task.do in ("reply", "fix") for task in tasks)
    estate.wishes += int(customer.open_complaints) + asked


def _everybody() -> Iterator[Customer]:
    for shard in shards():
        position, more = "", True
        while more:
            ids, position = roster.page(shard, PAGE, position)
            rows = Customer.many([Customer.at(one) for one in ids])
            yield from (row for row in rows.values() if not row.merged_into and not row.erased_at)
            more = bool(position)


def route(campaign: str, estate: str) -> list[dict[str, Any]]:
    """Who is to be visited there, in the order of their doors, with the task that says so."""
    keys = [touch_id(campaign, one.id) for one in occurrences(campaign)]
    people = {one.id: one for one in _residents(estate)}
    doors = estates.route((one.address, one.id) for one in people.values())
    lines = (_line(people[whose], keys) for _, whose in doors)
    return [line for line in lines if line]


def _residents(estate: str) -> list[Customer]:
    rows = Row.by_lookup(f"estate#{plain_name(estate)}")
    return [row for row in rows if isinstance(row, Customer) and not row.merged_into and not row.erased_at]


def _line(customer: Customer, keys: list[str]) -> dict[str, Any] | None:
    wanted = {f"{customer.id}.{key}" for key in keys}
    tasks = Task.in_partition(customer.pk, "task#")
    task = next((one for one in tasks if one.touch_key in wanted and one.state == "open"), None)
    if task is None:
        return None
    return {
        "address": customer.address, "customer": customer.id, "name": customer.name, "rep": task.rep,
        "phone": (customer.phones or [""])[0], "task": task.key, "due_on": task.due_on,
        "complaints": int(customer.open_complaints),
    }  # fmt: skip
