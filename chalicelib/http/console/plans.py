"""Care plans to look at: each as a line of time, what it would do to a sale, and what a version changed."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from chalice import Response

from chalicelib import clock, plans
from chalicelib.care import planning
from chalicelib.http import door
from chalicelib.http.console import desk, line, scope
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.speech import _
from chalicelib.records.customers import Customer
from chalicelib.records.sales import Sale
from chalicelib.records.touchpoints import standing
from chalicelib.rules import planning as rules
from chalicelib.rules import versions
from chalicelib.steps import CarePlan

EVERYBODY = ("rep", "manager", "marketing", "ops", "admin")


@CONSOLE.page("/plans", roles=EVERYBODY)
def listing() -> Response:
    known = [
        {"plan": plan, "line": line.of(plan), "versions": plans.plan_versions(plan.name)}
        for plan in plans.care_plans().values()
    ]
    return desk.show("plans", plans=known)


@CONSOLE.page("/plans/{name}", roles=EVERYBODY)
def one(name: str) -> Response:
    plan = _plan(name, door.asked("version"))
    order = door.asked("order").strip()
    told = _for_sale(plan, order) if order else {"sale": None, "touches": [], "fault": ""}
    older = [one for one in plans.plan_versions(name) if one != plan.version]
    against = _plan(name, door.asked("against")) if door.asked("against") else None
    return desk.show(
        "plan", plan=plan, line=line.of(plan), older=older, order=order, **told, against=against,
        changes=versions.changes(against, plan) if against else [], written=versions.written,
        answers=_answers(),
    )  # fmt: skip


def _answers() -> dict[str, str]:
    """How a colleague's errand may end, as the reader calls it."""
    language, known = desk.reader_language(), plans.tasks().outcomes.values()
    return {one.name: one.label[language] for ends in known for one in ends}


def _plan(name: str, version: str) -> CarePlan:
    """The newest where no version is asked for."""
    number = int(version) if version.isdecimal() else 0
    found = plans.plan_of(name, number) if version else plans.care_plans().get(name)
    if found is None:
        raise desk.nothing_here()
    return found


def _for_sale(plan: CarePlan, order: str) -> dict[str, Any]:
    """What this plan asks for a sale that there is, if the reader may see it. Asking changes nothing."""
    sale = Sale.find(*Sale.at(order))
    customer = Customer.today(sale.customer_id) if sale else None
    if sale is None or customer is None or customer.erased_at or not scope.sees_customer(customer):
        return {"sale": None, "touches": [], "fault": _("There is no such order, or it is not yours to see.")}
    scope.noted([customer.id])
    stands = standing(customer.partitions)
    mine = {(one.step, int(one.occurrence)): one for one in stands.values() if one.sale_id == sale.id}
    planned = sorted(planning.would(sale, customer, plan), key=_order)
    zone = ZoneInfo(customer.zone or plans.shop_defaults().zone)
    touches = [_touch(entry, mine.get((entry.step.name, entry.occurrence)), zone) for entry in planned]
    return {"sale": sale, "touches": touches, "fault": ""}


def _order(entry: rules.Planned) -> datetime:
    return entry.due_at or clock.now().replace(year=9999)


def _touch(entry: rules.Planned, stands: Any, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "step": entry.step, "occurrence": entry.occurrence, "state": entry.state, "reason": entry.reason,
        "on": entry.due_at.astimezone(zone).date() if entry.due_at else None,
        "stands": stands.state if stands else "",
    }  # fmt: skip
