"""One customer's story out of the rows of one partition: what was, what is to come, what is open."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from chalicelib import clock
from chalicelib.http.console import desk, outbox, tasks
from chalicelib.records.customers import Customer
from chalicelib.records.events import Event, Payload
from chalicelib.records.ratings import Checklist, Rating
from chalicelib.records.sales import Sale
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Rendered, Touchpoint

COMING = ("planned", "waiting", "sending")
DROPPED = ("unplanned", "merged")
Entry = dict[str, Any]


def of(customer: Customer) -> dict[str, Any]:
    """`past` newest first, `coming` soonest first (what waits for a date last), `dropped` by planning,
    `tasks` and `sales`."""
    rows = list(Row.in_partition(customer.pk))
    sales = [row for row in Row.by_lookup(customer.pk) if isinstance(row, Sale)]
    touches = [row for row in rows if isinstance(row, Touchpoint)]
    coming = [touch for touch in touches if touch.state in COMING]
    return {
        "sales": [_sale(sale) for sale in sales],
        "coming": [_touch(touch) for touch in sorted(coming, key=_when)],
        "past": _newest_first([*_past(rows, customer), *_signings(sales)]),
        "dropped": [_touch(touch) for touch in touches if touch.state in DROPPED],
        "tasks": sorted(_open_tasks(rows), key=lambda task: task["due_on"]),
    }


def _open_tasks(rows: list[Row]) -> list[Entry]:
    return [_task(row) for row in rows if isinstance(row, Task) and row.state == "open"]


def _when(touch: Touchpoint) -> str:
    return _moment_of(touch) or "9"


def _moment_of(touch: Touchpoint) -> str:
    moment = touch.due_since if touch.due_key else touch.due_at
    return desk.shown(moment)


def _newest_first(entries: Iterable[tuple[datetime, Entry]]) -> list[Entry]:
    return [
        {"at": desk.shown(at), **entry}
        for at, entry in sorted(entries, key=lambda pair: pair[0], reverse=True)
    ]


def _past(rows: list[Row], customer: Customer) -> list[tuple[datetime, Entry]]:
    said = _messages(rows, customer)
    payloads = {row.sk[-6:]: row.facts for row in rows if isinstance(row, Payload)}
    entries = []
    for row in rows:
        if isinstance(row, Touchpoint) and row.state not in COMING + DROPPED:
            entries.append((_ended(row), {"what": "touch", **_touch(row), "messages": said.get(row.id, [])}))
        elif isinstance(row, Event):
            entries.append(
                (row.at_moment, {"what": "event", "facts": payloads.get(row.sk[-6:], {}), "who": row.who})
            )
        elif (entry := _said_or_done(row)) is not None:
            entries.append(entry)
    return entries


def _said_or_done(row: Row) -> tuple[datetime, Entry] | None:
    """What the customer answered, and what people did."""
    if isinstance(row, Rating):
        return row.at_moment, {"what": "rating", "score": int(row.score), "comment": row.comment}
    if isinstance(row, Checklist):
        crossed = [point for point, answer in row.answers.items() if answer == "no"]
        return row.at_moment, {"what": "checklist", "answered": len(row.answers), "crossed": crossed}
    if isinstance(row, Task) and row.state != "open":
        return row.done_at or row.opened_at, {"what": "task", **_task(row)}
    return None


def _ended(touch: Touchpoint) -> datetime:
    return touch.sent_at or touch.due_at or clock.now()


def _messages(rows: list[Row], customer: Customer) -> dict[str, list[Entry]]:
    """By touch: the words of each attempt."""
    touches = {row.id: row for row in rows if isinstance(row, Touchpoint)}
    found: dict[str, list[Entry]] = {}
    for row in rows:
        if isinstance(row, Rendered):
            touch_id = row.sk.split("#")[1]
            found.setdefault(touch_id, []).append(outbox.message(row, customer, touches.get(touch_id)))
    return found


def _touch(touch: Touchpoint) -> Entry:
    return {
        "key": touch.key, "step": touch.step, "occurrence": int(touch.occurrence), "state": touch.state,
        "purpose": touch.purpose, "reason": touch.reason, "due": _moment_of(touch), "channel": touch.channel,
        "delivery": touch.delivery, "outcome": touch.outcome, "doubled": touch.doubled,
        "waits": [
            {"reason": reason, "count": int(wait["count"])} for reason, wait in sorted(touch.waits.items())
        ],
        "failed": touch.failed or "", "sale_id": touch.sale_id,
    }  # fmt: skip


def _task(task: Task) -> Entry:
    return {
        "key": task.key, "do": task.do, "title": task.title, "due_on": task.due_on.isoformat(),
        "urgent": task.urgent, "rep": task.rep, "outcome": tasks.label(task.do, task.outcome),
        "note": task.note, "state": task.state, "endings": tasks.endings(task.do),
    }  # fmt: skip


def _sale(sale: Sale) -> Entry:
    days = {name: sale.day(name) for name in ("signed", "delivered", "booked", "installed")}
    return {
        "id": sale.id, "order": sale.order, "products": sale.products, "state": sale.state, "why": sale.why,
        "store": sale.store, "rep": sale.rep, "fitter": sale.fitter, "plan": sale.plan,
        "amount": str(sale.amount) if sale.amount is not None else "", "currency": sale.currency,
        "days": [(name, day.isoformat()) for name, day in days.items() if day],
    }  # fmt: skip


def _signings(sales: list[Sale]) -> list[tuple[datetime, Entry]]:
    return [(sale.signed_at or _morning(sale), {"what": "sale", **_sale(sale)}) for sale in sales]


def _morning(sale: Sale) -> datetime:
    day = sale.signed_on
    return datetime(day.year, day.month, day.day, 9, tzinfo=desk.zone())
