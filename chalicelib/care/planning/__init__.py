"""From a sale to its touchpoints: put what is missing, move what moved, take back what no longer holds.

Runs again as often as it likes: every row has its own id, and a row that went out is never touched.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from chalicelib import plans
from chalicelib.care import effects
from chalicelib.care.hands import Hands
from chalicelib.care.planning import household
from chalicelib.policies import CountryPolicy
from chalicelib.records import metrics, referrals
from chalicelib.records.customers import Customer
from chalicelib.records.imports import Import
from chalicelib.records.sales import Sale
from chalicelib.records.table import Row, leave_due, shard_of
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import REPLANNABLE, Touchpoint, lane_of, standing, touch_id
from chalicelib.rules import planning, timing
from chalicelib.steps import ANCHORS, CarePlan

# Why planning itself leaves a step out; another day may bring it back.
BY_PLANNING = ("late", "already_installed")
ONE_TOUCH_WITHIN = timedelta(days=14)


def plan(sale: Sale, now: datetime, hands: Hands) -> None:
    """The dispatcher's way in: a sale falls due when it is new or one of its anchors changed."""
    customer = Customer.find(*Customer.at(sale.customer_id), consistent=True)
    if customer is None:
        raise LookupError(f"the customer of {sale.pk} is not in the table")
    household.renew(sale, customer)
    metrics.counted(sale, sale.entered_at.date(), now)  # its goods, however late it is planned
    care = _pinned(sale)
    there = standing(customer.partitions)
    held = _held(sale)
    rows = [_row(sale, customer, entry, held) for entry in _wanted(sale, customer, care, there)]
    if sale.was_changed():
        return
    if not sale.planned_version and sale.state == "active":
        referrals.bought(customer.phones, customer.id, sale.id, now)
    for row in rows:
        _bring(_merged(row, there, sale), there.get(row.id), there, now)
    _take_back(sale, there, rows, now)
    same = Sale.anchors_version == sale.anchors_version
    sale.change([Sale.planned_version.set(sale.anchors_version)], same)


def messages_until(new: Sale, customer: Customer, now: datetime, until: datetime) -> Iterator[str]:
    """The steps that would send words for a sale not recorded yet, up to a moment."""
    if (care := plans.plan_for(new.category)) is None:
        return
    for entry in would(new, customer, care):
        if entry.state == "planned" and entry.due_at and entry.due_at <= until and entry.step.channels:
            yield entry.step.name


def would(sale: Sale, customer: Customer, care: CarePlan) -> Iterator[planning.Planned]:
    """What a plan asks for such a sale, as if nothing of it stood yet."""
    return planning.wanted(care, _facts(sale, customer, care, plans.country(customer.country)), {})


def _pinned(sale: Sale) -> CarePlan:
    """The plan of the sale's category, its version pinned at the first planning."""
    if sale.plan and (care := plans.plan_of(sale.plan, int(sale.plan_version))):
        return care
    if (care := plans.plan_for(sale.category)) is None:
        raise LookupError(f"no care plan is for {sale.category!r}; add the category to a plan")
    sale.change([Sale.plan.set(care.name), Sale.plan_version.set(care.version)])
    return care


def _held(sale: Sale) -> str:
    """The import whose release its touches wait for, or nothing."""
    batch = Import.find(*Import.at(sale.import_id), consistent=True) if sale.import_id else None
    return sale.import_id if batch and not batch.released else ""


def _wanted(
    sale: Sale, customer: Customer, care: CarePlan, there: dict[str, Touchpoint]
) -> list[planning.Planned]:
    if sale.state != "active" or customer.erased_at:
        return []
    country = plans.country(customer.country)
    mine = [touch for touch in there.values() if touch.sale_id == sale.id]
    stands = planning.going(care, ((one.step, int(one.occurrence), one.state) for one in mine))
    return list(planning.wanted(care, _facts(sale, customer, care, country), stands))


def _facts(sale: Sale, customer: Customer, care: CarePlan, country: CountryPolicy) -> planning.Facts:
    return planning.Facts(
        anchors={
            **{name: sale.anchor(name) for name in ANCHORS},
            "signed": sale.signed_at or sale.signed_on,
        },
        known_at=sale.changed_at or sale.entered_at,
        zone=customer.zone or (country.zones or (plans.shop_defaults().zone,))[0],
        windows={step.name: timing.narrowed(country.window, step.window) for step in care.steps},
        when={
            "tier": customer.tier,
            "category": sale.category,
            "region": customer.country,
            "language": customer.language,
        },
        key=sale.id,
    )


def _row(sale: Sale, customer: Customer, entry: planning.Planned, held: str) -> Touchpoint:
    """The row as it should stand if nothing of it stood yet."""
    row = Touchpoint(
        *Touchpoint.at(customer.id, touch_id(sale.id, entry.step.name, entry.occurrence)), sale_id=sale.id,
        plan=sale.plan, plan_version=sale.plan_version, step=entry.step.name, occurrence=entry.occurrence,
        purpose=entry.step.purpose, state=entry.state, reason=entry.reason, due_at=entry.due_at,
        expires_at=entry.expires_at, import_id=held,
    )  # fmt: skip
    if entry.state == "planned" and entry.due_at:
        row.is_due(entry.due_at, shard_of(row.pk), lane_of(entry.step.purpose))
    return row


def _merged(row: Touchpoint, there: dict[str, Touchpoint], sale: Sale) -> Touchpoint:
    """The same step for another sale of theirs within a fortnight becomes one touch naming both."""
    other = _twin(row, there)
    if other is None:
        return row
    if sale.id not in other.also and other.state in ("planned", "waiting"):
        other.change([Touchpoint.also.set([*other.also, sale.id])])
    row.state, row.reason, row.due_lane, row.due_key = "merged", other.id, None, None
    return row


def _twin(row: Touchpoint, there: dict[str, Touchpoint]) -> Touchpoint | None:
    if row.state != "planned" or row.due_at is None or _is_under_way(there.get(row.id)):
        return None
    for other in there.values():
        near = other.due_at is not None and abs(other.due_at - row.due_at) <= ONE_TOUCH_WITHIN
        same = other.step == row.step and other.sale_id != row.sale_id and other.plan == row.plan
        if near and same and other.state in ("planned", "sending", "sent", "done"):
            return other
    return None


def _is_under_way(touch: Touchpoint | None) -> bool:
    return touch is not None and (bool(touch.also) or touch.state not in REPLANNABLE)


def _bring(row: Touchpoint, old: Touchpoint | None, there: dict[str, Touchpoint], now: datetime) -> None:
    """Put the row, or bring the old one to where it should stand; what it stood for besides plans anew."""
    if old is None:
        row.create()
        return
    replannable = old.state in REPLANNABLE or (old.state == "skipped" and old.reason in BY_PLANNING)
    if not replannable or old.moved or _stands_so(row, old) or _was_woken(row, old):
        return
    actions = [
        Touchpoint.state.set(row.state), Touchpoint.reason.set(row.reason), *_moment("due_at", row),
        *_moment("expires_at", row), Touchpoint.also.set([]),
    ]  # fmt: skip
    effects.plan_anew(old.also, now)
    if old.state == "merged" and row.state != "merged" and (other := there.get(old.reason)):
        other.change([Touchpoint.also.set([one for one in other.also if one != row.sale_id])])
    old.change([*actions, *_place(row)], Touchpoint.state == old.state)


def _stands_so(row: Touchpoint, old: Touchpoint) -> bool:
    """Nothing moved; what has waited at a gate since it fell due is not late for that."""
    waits = row.reason == "late" and old.state == "planned"
    same = (row.due_at, row.expires_at) == (old.due_at, old.expires_at)
    return same and (row.state == old.state or waits)


def _was_woken(row: Touchpoint, old: Touchpoint) -> bool:
    """A step on an outcome has no date of its own: once planned by its parent it stays so."""
    return row.state == "waiting" and old.state == "planned" and _hangs_on_outcome(old)


def _hangs_on_outcome(touch: Touchpoint) -> bool:
    care = plans.plan_of(touch.plan, int(touch.plan_version))
    step = care.step(touch.step) if care else None
    return bool(step and step.anchor.startswith("outcome:"))


def _moment(name: str, row: Touchpoint) -> list:
    value = getattr(row, name)
    attribute = getattr(Touchpoint, name)
    return [attribute.set(value)] if value else [attribute.remove()]


def _place(row: Touchpoint) -> list:
    if row.due_key is None:
        return leave_due()
    return [Row.due_lane.set(row.due_lane), Row.due_key.set(row.due_key)]


def _take_back(sale: Sale, there: dict[str, Touchpoint], rows: list[Touchpoint], now: datetime) -> None:
    """What is open but no longer wanted is cancelled with its reason; sales that shared it plan anew."""
    wanted, steps = {row.id for row in rows}, {row.step for row in rows}
    reason = sale.state if sale.state != "active" else "no_longer_applies"
    gone = [Touchpoint.state.set("unplanned"), Touchpoint.reason.set(reason), *leave_due()]
    for touch in there.values():
        over = touch.sale_id == sale.id and touch.id not in wanted and not touch.campaign
        # One that fell due goes on beside the next occurrence of its step, which stands there already.
        taken_up = touch.state == "planned" and (touch.due_at or now) <= now and touch.step in steps
        if over and touch.state in ("planned", "waiting", "merged") and not taken_up:
            effects.plan_anew(touch.also, now)
            touch.change([*gone, Touchpoint.also.set([])], Touchpoint.state == touch.state)
    if sale.state != "active":
        _drop_tasks(sale, now)


def _drop_tasks(sale: Sale, now: datetime) -> None:
    for task in Task.in_partition(f"customer#{sale.customer_id}", "task#"):
        if task.sale_id == sale.id and task.state == "open" and task.step:
            task.state, task.outcome = "dropped", sale.state
            task.listed()
            metrics.count_again(task.due_on, now)
            task.put_if(Task.state == "open")
