"""What will not come right by itself, each with its one next step; and the batches that complain."""

from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from chalice import Response

from chalicelib import clock, plans
from chalicelib.care.complaints import clusters
from chalicelib.care.metrics import attention
from chalicelib.care.metrics.attention import Concern, Group
from chalicelib.http import door
from chalicelib.http.api import cursors
from chalicelib.http.console import batch_letters, desk, overdue, plain_words, scope
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.seasons import MAY
from chalicelib.records import ahead
from chalicelib.records.campaigns import Campaign
from chalicelib.records.clusters import Cluster
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.sales import Sale, Unit
from chalicelib.records.table import Row
from chalicelib.rules import case_names as names
from chalicelib.words import titles

FOR = ("manager", "ops", "admin")
OWNERS = 50


@CONSOLE.page("/attention", roles=FOR)
def show() -> Response:
    now, waiting = clock.now(), attention.waiting(scope.sees, bool(desk.reader().store))
    found = [*overdue.groups(now, waiting), *attention.groups(now, scope.concerns, waiting)]
    people = _people([one for group in found for one in group.concerns])
    return desk.show("attention", groups=[_group(group, people) for group in found])


def _people(concerns: list[Concern]) -> dict[str, Customer]:
    """Those whose messages are shown, by id."""
    ids = list(dict.fromkeys(one.touch.owner for one in concerns if one.touch))
    scope.noted(ids)
    rows = Row.many([Customer.at(one) for one in ids]).values()
    return {row.id: row for row in rows if isinstance(row, Customer)}


def _group(group: Group, people: dict[str, Customer]) -> dict[str, Any]:
    lines = [_line(one, people) for one in group.concerns]
    return {"kind": group.kind, "count": group.count, "lines": lines}


def _day(since: str) -> date | None:
    """The shop's day; what is known to the day alone stays that day."""
    if len(since) <= len("2026-01-01"):
        return date.fromisoformat(since) if since else None
    return datetime.fromisoformat(since).astimezone(desk.zone()).date()


def _line(one: Concern, people: dict[str, Customer]) -> dict[str, Any]:
    owner = one.touch.owner if one.touch else ""
    person = people.get(owner)
    return {
        "subject": one.subject, "since": _day(one.since), "owner": owner,
        "name": person.name if person else owner, "phone": next(iter(person.phones), "") if person else "",
        **one.facts, "title": titles.told(one.facts.get("title", ""), desk.reader_language()),
        "reason": plain_words.said(one.facts.get("reason", "")),
    }  # fmt: skip


@CONSOLE.page("/batches/{batch}", roles=FOR)
def batch(batch: str) -> Response:
    """Its complaints, and who else has goods of it; a manager sees his own shop's."""
    after = cursors.read(f"batch {batch}", door.asked("after"), "pk", "sk", "lookup_sk")
    page = Unit.of_batch(batch, OWNERS, after)
    units = [row for row in page.rows if isinstance(row, Unit)]
    ahead.rows([Cluster.at(batch), Campaign.at(batch_letters.name_of(batch)), *_about(units)])
    found, cases = Cluster.find(*Cluster.at(batch)), clusters.cases_of(batch, clock.now())
    if not units and not cases:
        raise desk.nothing_here()
    place = cursors.written(f"batch {batch}", page.position)
    return desk.show(
        "batch", batch=batch, product=found.product if found else "", task=found.task_key if found else "",
        cases=[_case(one) for one in cases],
        owners=_owners(units, {one.customer_id for one in cases}), kinds=plans.complaints().kinds,
        next=f"/batches/{quote(batch, safe='')}?after={place}" if place else "", has_owners=bool(units),
        can_name=batch_letters.can_name(batch), begun=batch_letters.begun(batch),
        may_write=desk.reader().role in MAY, write=f"/campaigns/new?batch={quote(batch, safe='')}",
    )  # fmt: skip


def _case(one: Complaint) -> dict[str, Any]:
    return {
        "id": one.id,
        "stage": names.said(names.STAGES, one.stage),
        "about": one.about,
        "opened_at": one.opened_at,
    }


def _about(units: list[Unit]) -> list[tuple[str, str]]:
    """Whose they are, and the sales that they were bought by."""
    keys = {Customer.at(unit.customer_id) for unit in units} | {Sale.at(unit.sale_id) for unit in units}
    return sorted(keys)


def _owners(units: list[Unit], complained: set[str]) -> list[dict[str, Any]]:
    rows = Row.many(_about(units)).values()
    people = scope.only(row for row in rows if isinstance(row, Customer))
    bought = {row.customer_id: row for row in rows if isinstance(row, Sale)}
    return [
        {
            "id": one.id, "name": one.name, "address": next(iter([*one.phones, *one.emails]), ""),
            "order": bought[one.id].order if one.id in bought else "", "complained": one.id in complained,
        }
        for one in people
    ]  # fmt: skip
