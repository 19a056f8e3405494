"""One customer's file out of the rows of their partitions: what was, what is to come, what is open."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from chalicelib import clock, plans, words
from chalicelib.care.hands import ready
from chalicelib.care.touchpoints import outlook
from chalicelib.http.console import desk, plain_words, said, tasks
from chalicelib.http.console.speech import _
from chalicelib.records import ahead
from chalicelib.records.complaints import Case, Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.events import Event, Payload
from chalicelib.records.ratings import Checklist, Rating
from chalicelib.records.referrals import Referral
from chalicelib.records.sales import Sale
from chalicelib.records.staff import GiftGiven
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import case_names
from chalicelib.rules.ledgers import numbers

COMING = ("planned", "waiting", "sending")
DROPPED = ("unplanned", "merged")
Entry = dict[str, Any]


def of(customer: Customer, besides: Iterable[tuple[str, str]] = ()) -> dict[str, Any]:
    """`past` newest first, `coming` soonest first (what waits for a date last), `dropped` by planning,
    `open_tasks`, `sales` with what is owned by them, `complaints`, `gifts` and `referrals`. `besides`: keys
    of rows that the page will ask for."""
    rows = [row for pk in customer.partitions for row in Row.in_partition(pk)]
    touches = [row for row in rows if isinstance(row, Touchpoint)]
    coming = [touch for touch in touches if touch.state in COMING]
    ahead.rows([*_beside(rows), *Row.keys_by_lookup(customer.pk), *outlook.rests_on(coming), *besides])
    sales = [row for row in Row.by_lookup(customer.pk) if isinstance(row, Sale)]
    complaints = _complaints(rows)
    return {
        "sales": [_sale(sale) for sale in sales],
        "coming": sorted(map(_coming, coming), key=_when),
        "past": _newest_first([*_past(rows, customer), *_signings(sales), *_cases(complaints)]),
        "dropped": [_touch(touch) for touch in touches if touch.state in DROPPED],
        "open_tasks": sorted(_open(rows), key=lambda task: task.due_on),
        "complaints": [_complaint(one) for one in complaints],
        "gifts": [_gift(row) for row in rows if isinstance(row, GiftGiven)],
        "referrals": [_referral(row) for row in rows if isinstance(row, Referral)],
    }


def _open(rows: list[Row]) -> list[Task]:
    return [row for row in rows if isinstance(row, Task) and row.state == "open"]


def _coming(touch: Touchpoint) -> Entry:
    """As the customer's own page foretells it: with the day on which it would go, and what holds it."""
    if touch.state != "planned":
        return _touch(touch)
    seen = outlook.of(touch, clock.now(), ready())
    held = seen.reason if seen.what in ("wait", "never") else touch.reason
    return _touch(touch) | {"due": seen.at or _moment_of(touch), "reason": held}


def _when(entry: Entry) -> tuple[bool, datetime | None]:
    """What has no moment yet stands last."""
    return entry["due"] is None, entry["due"]


def _moment_of(touch: Touchpoint) -> datetime | None:
    return touch.due_since if touch.due_key else touch.due_at


def _newest_first(entries: Iterable[tuple[datetime, Entry]]) -> list[Entry]:
    return [{"at": at, **entry} for at, entry in sorted(entries, key=lambda pair: pair[0], reverse=True)]


def _past(rows: list[Row], customer: Customer) -> Iterator[tuple[datetime, Entry]]:
    messages = said.of(rows, customer)
    payloads = {(row.pk, row.sk[-6:]): row.facts for row in rows if isinstance(row, Payload)}
    for row in rows:
        if isinstance(row, Touchpoint) and row.state not in COMING + DROPPED:
            yield _ended(row), {"what": "touch", **_touch(row), "messages": messages.get(row.id, [])}
        elif isinstance(row, Event):
            facts = payloads.get((row.pk, row.sk[-6:]), {})
            yield row.at_moment, {"what": "event", "event": row.what, "facts": facts, "who": row.who}
        elif (entry := _said_or_done(row)) is not None:
            yield entry


def _said_or_done(row: Row) -> tuple[datetime, Entry] | None:
    """What the customer answered, and what people did."""
    if isinstance(row, Rating):
        return row.at_moment, {"what": "rating", "score": int(row.score), "comment": row.comment}
    if isinstance(row, Checklist):
        crossed = [point for point, answer in row.answers.items() if answer == "no"]
        return row.at_moment, {"what": "checklist", "answered": len(row.answers), "crossed": crossed}
    if isinstance(row, Referral):
        return row.said_at, {"what": "referral", **_referral(row)}
    if isinstance(row, Task) and row.state not in ("open", "moved"):
        return row.done_at or row.opened_at, {"what": "task", **_task(row)}
    return None


def _ended(touch: Touchpoint) -> datetime:
    return touch.sent_at or touch.settled_at or touch.due_at or clock.now()


def _touch(touch: Touchpoint) -> Entry:
    return {
        "key": touch.key, "step": touch.step, "occurrence": int(touch.occurrence), "state": touch.state,
        "purpose": touch.purpose, "reason": touch.reason, "due": _moment_of(touch), "channel": touch.channel,
        "delivery": touch.delivery, "outcome": touch.outcome, "doubled": touch.doubled,
        "waits": [
            {"reason": reason, "count": int(wait["count"])} for reason, wait in sorted(touch.waits.items())
        ],
        "failed": plain_words.said(touch.failed or ""), "sale_id": touch.sale_id,
        "deeds": [
            {"who": who, "what": plain_words.said(what), "why": why} for _at, who, what, why in touch.history
        ],
    }  # fmt: skip


def _task(task: Task) -> Entry:
    language = desk.reader_language()
    verb = plans.tasks().verb(task.do, language)
    return {
        "key": task.key, "verb": verb, "title": task.title_in(language), "due_on": task.due_on,
        "at_time": task.at_time, "urgent": task.urgent, "rep": task.rep,
        "outcome": tasks.label(task.do, task.outcome),
        "note": task.note, "state": task.state, "photos": len(task.photos or []), "done_by": task.done_by,
    }  # fmt: skip


def _sale(sale: Sale) -> Entry:
    days = {name: sale.day(name) for name in ("signed", "delivered", "booked", "installed")}
    return {
        "id": sale.id, "order": sale.order, "products": sale.products, "state": sale.state, "why": sale.why,
        "store": sale.store, "rep": sale.rep, "fitter": sale.fitter, "plan": sale.plan, "amount": sale.amount,
        "currency": sale.currency, "days": [(name, day) for name, day in days.items() if day],
        "warranty": sale.warranty, "warranty_version": sale.warranty_version, "note": sale.note,
        "tag": sale.tag, "units": [_unit(line) for line in sale.lines],
    }  # fmt: skip


def _unit(line: Mapping[str, Any]) -> Entry:
    """A line is what was bought; what of it came back is no longer owned."""
    name = " ".join(
        dict.fromkeys(filter(None, (line.get(one, "") for one in ("product", "series", "model"))))
    )
    facts = {one: line.get(one, "") for one in ("batch", "produced_on", "serial")}
    amount = Decimal(line["amount"]) if line.get("amount") else None
    return {
        "name": name,
        "quantity": line.get("left", line.get("quantity", "")),
        "unit": numbers.sign_of(line.get("unit", "")),
        "amount": amount,
        **facts,
    }


def _signings(sales: list[Sale]) -> list[tuple[datetime, Entry]]:
    return [(sale.signed_at or _morning(sale), {"what": "sale", **_sale(sale)}) for sale in sales]


def _morning(sale: Sale) -> datetime:
    day = sale.signed_on
    return datetime(day.year, day.month, day.day, 9, tzinfo=desk.zone())


def _beside(rows: list[Row]) -> list[tuple[str, str]]:
    """Their complaints, of which the partition says only that they are there."""
    return [Complaint.at(row.number) for row in rows if isinstance(row, Case)]


def _complaints(rows: list[Row]) -> list[Complaint]:
    found = Complaint.many(_beside(rows))
    return sorted(found.values(), key=lambda one: one.opened_at, reverse=True)


def _complaint(one: Complaint) -> Entry:
    return {
        "number": one.id, "stage": one.stage, "stage_name": _(case_names.STAGES[one.stage]),
        "about": one.about, "owner": one.owner,
        "opened_at": one.opened_at, "finish_by": one.finish_by, "round": int(one.round),
    }  # fmt: skip


def _cases(complaints: list[Complaint]) -> list[tuple[datetime, Entry]]:
    return [(one.opened_at, {"what": "complaint", **_complaint(one)}) for one in complaints]


def _gift(row: GiftGiven) -> Entry:
    return {
        "gift": words.gift(row.gift, desk.reader_language()),
        "state": row.state,
        "given_at": row.given_at,
    }


def _referral(row: Referral) -> Entry:
    """The friend's number is for whoever phones them: it stands in the task."""
    return {"friend": row.name, "state": row.state, "said_at": row.said_at, "bought_at": row.bought_at}
