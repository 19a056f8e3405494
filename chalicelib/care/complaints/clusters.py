"""Damage that gathers round one batch of goods: one task for whoever stands highest, with whom else it may
strike. A complaint that may come from a batch leaves a row that has the batch looked at."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib import plans
from chalicelib.care import effects
from chalicelib.care.hands import Hands
from chalicelib.effects import OpenTask
from chalicelib.plans import saying
from chalicelib.records import clusters
from chalicelib.records.clusters import Cluster, Struck
from chalicelib.records.complaints import Complaint
from chalicelib.records.sales import Sale, Unit
from chalicelib.records.table import Row, Write
from chalicelib.rules import clusters as rules
from chalicelib.rules import rates

MOST_OWNERS = 500


def struck(complaint: Complaint, now: datetime, facts: Mapping[str, Any] | None = None) -> tuple[Write, ...]:
    """What a new complaint, or one of which more `facts` are known, writes besides."""
    if facts is not None and not facts.get("batch"):
        return ()
    batch = _batch({**complaint.facts, **(facts or {})}, _lines(complaint))
    return (Write(clusters.strike(batch, complaint.id, now)),) if batch else ()


def _lines(complaint: Complaint) -> list[dict[str, Any]]:
    sale = Sale.find(*Sale.at(complaint.sale_id)) if complaint.sale_id else None
    return _lines_of(sale)


def _lines_of(sale: Sale | None) -> list[dict[str, Any]]:
    return sale.lines if sale else []


def _batch(facts: Mapping[str, Any], lines: list[dict[str, Any]]) -> str:
    """As it was noted; else that of the sale, where the goods named, or all of them, come from one."""
    if noted := str(facts.get("batch") or "").strip():
        return noted
    named = [line for line in lines if rates.name_of(line) == facts.get("product")] or lines
    found = {str(line.get("batch") or "") for line in named}
    return found.pop() if len(found) == 1 else ""


def look(row: Struck, now: datetime, hands: Hands) -> None:
    """The dispatcher's way in."""
    cases = cases_of(row.batch, now)
    if size := rules.size(len(cases), plans.review().clusters):
        found = _cluster(row.batch, cases, now)
        found.task_key = _tell(found, size, now)
        found.save()


def cases_of(batch: str, now: datetime) -> list[Complaint]:
    """Those that count by the policy and come from it as far as is known today, oldest first."""
    policy = plans.review().clusters
    rows = Row.many([Complaint.at(number) for number in clusters.struck(batch)], consistent=True).values()
    known = [row for row in rows if isinstance(row, Complaint) and row.facts]
    sales = Sale.many([Sale.at(one) for one in {row.sale_id for row in known} if one])
    ours = (row for row in known if _batch(row.facts, _lines_of(sales.get(Sale.at(row.sale_id)))) == batch)
    counted = (row for row in ours if rules.counts((row.about, row.opened_at), policy, now))
    return sorted(counted, key=lambda row: (row.opened_at, row.id))


def _cluster(batch: str, cases: list[Complaint], now: datetime) -> Cluster:
    units = [row for row in Unit.of_batch(batch, MOST_OWNERS).rows if isinstance(row, Unit)]
    others = {unit.customer_id for unit in units} - {one.customer_id for one in cases}
    names = [rates.name_of(unit.line) for unit in units if rates.name_of(unit.line)]
    return Cluster(
        *Cluster.at(batch), product=names[0] if names else "", numbers=[one.id for one in cases],
        owners=len(others), found_at=now,
    )  # fmt: skip


def _tell(found: Cluster, size: int, now: datetime) -> str:
    policy = plans.review().clusters
    values: dict[str, str | int] = {
        "batch": found.batch, "product": found.product, "complaints": len(found.numbers), "days": policy.days,
        "numbers": ", ".join(found.numbers), "owners": int(found.owners),
    }  # fmt: skip
    title = saying.asked("damage-cluster", values)
    task = effects.open_task(
        OpenTask("complaint", days=1, urgent=True), effects.above("", now), title, now,
        reason=f"cluster {found.batch} {size}",
    )  # fmt: skip
    return task.key
