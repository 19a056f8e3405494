"""Carry out what a kind, a stage or another flow asks for. Every id is derived, so that doing it
twice leaves one. Rows that a message does not touch are imported by what writes them: a cold start waits
for each."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from chalicelib import plans
from chalicelib.effects import OpenTask, Tell
from chalicelib.errors import Conflict
from chalicelib.ids import derived
from chalicelib.plans import places, saying
from chalicelib.records import runs
from chalicelib.records.attributes import instant
from chalicelib.records.customers import Contact, Customer
from chalicelib.records.sales import Sale
from chalicelib.records.staff import Gift, GiftGiven, Shop, Staff, answering, in_turn
from chalicelib.records.table import NOW, Action, Row, Write, lane_name, move_due, shard_of, transact
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import phones
from chalicelib.rules.colleagues import Colleague, superior

if TYPE_CHECKING:
    from chalicelib.records.pulls import Pull
    from chalicelib.records.tasks import Task
    from chalicelib.records.tellings import Telling

TRIES = 5
ANSWERED_WITHIN = timedelta(days=7)


def open_task(ask: OpenTask, rep: str, title: str, now: datetime, **about: Any) -> "Task":
    """A task as `new_task` makes it, put at once; asked for again, it is the same one."""
    task = new_task(ask, rep, title, now, **about)
    return task if task.create() else (task.find(task.pk, task.sk) or task)


def new_task(
    ask: OpenTask,
    rep: str,
    title: str,
    now: datetime,
    *,
    reason: str,
    customer_id: str = "",
    sale_id: str = "",
    touch_key: str = "",
    step: str = "",
    case: str | None = None,
    telling: str | None = None,
    tell_at: datetime | None = None,
) -> "Task":
    """A task whose id is made from `reason`. An urgent one falls due at once, so that its rep hears of it,
    another one at `tell_at`."""
    from chalicelib.records.tasks import Task

    task = Task(
        *Task.at(customer_id, task_id(customer_id, reason)), customer_id=customer_id, sale_id=sale_id,
        touch_key=touch_key, step=step, do=ask.do, title=title, rep=on_duty(rep, shop_day(now)),
        urgent=ask.urgent, any_hour=ask.any_hour or None, opened_at=now,
        due_on=shop_day(now) + timedelta(days=ask.days), case=case, telling=telling,
    )  # fmt: skip
    task.listed()
    if told_at := now if ask.urgent else tell_at:
        task.is_due(told_at, shard_of(task.pk))
    return task


def task_id(customer_id: str, reason: str) -> str:
    return derived("k", customer_id, reason)


def tell(new: Tell, now: datetime) -> "Telling":
    """Written down and due at once (care/complaints/intake.py); told again, it is the same one."""
    from chalicelib.records.tellings import Telling

    row = Telling.of(new, now)
    return row if row.create() else (Telling.find(row.pk, row.sk, consistent=True) or row)


def end_task(task: Row, outcome: str, who: str, now: datetime) -> None:
    """What a task asked for was done by another way."""
    from chalicelib.records import metrics
    from chalicelib.records.tasks import Task

    found = Task.find(task.pk, task.sk, consistent=True)
    if found and found.state == "open":
        found.end(outcome, who, now)
        metrics.count_again(found.due_on, now)
        found.put_if(Task.state == "open")


def shop_day(now: datetime) -> date:
    """The day by the shop's own clock."""
    return now.astimezone(ZoneInfo(plans.shop_defaults().zone)).date()


def shop_phone(store: Shop | None, country: str) -> str:
    """The store's own telephone, else the company's, as one writes it who phones from `country`."""
    shop = plans.shop_defaults()
    own = store if store and store.phone else None
    home = (own.country or places.country_of(own.zone) if own else "") or shop.country
    return phones.reachable(own.phone if own else shop.phone, home, country or home)


def open_fault(row: Row, error: str, now: datetime) -> None:
    """A row that failed its last try, before a person's eyes."""
    name = row.pk if row.pk.startswith(f"{row.sk}#") else row.sk
    title = saying.asked("row-failed", lambda one: {"row": name, "error": saying.said_in(one, error)})
    owner = row.pk.removeprefix("customer#") if row.pk.startswith("customer#") else ""
    open_task(OpenTask("fix", days=1), "", title, now, reason=f"failed {row.pk} {row.sk}", customer_id=owner)


def on_duty(rep: str, day: date) -> str:
    """The rep, or whoever answers that day while the rep is on leave or has left.
    One whom only a ledger names is noted among the staff, so that nobody's tasks go unseen."""
    found = answering(in_turn(rep, day, Staff.named))
    if rep and found is None:
        Staff(*Staff.at(rep), name=rep).create()
    return found.name if found else rep


def colleagues(day: date) -> list[Colleague]:
    """Everybody on the staff list, as the rules about who stands above whom see them."""
    return [_colleague(one, day) for one in staff()]


def staff() -> list[Staff]:
    return list(Staff.in_partition("staff"))


def _colleague(row: Staff, day: date) -> Colleague:
    return Colleague(row.name, row.role, row.manager, bool(row.phone or row.email), row.is_away(day))


def above(name: str, now: datetime) -> str:
    """The one above, or themselves where there is none."""
    return superior(name, colleagues(shop_day(now)), plans.compensation().ladder)


def classify(customer: Customer, counted: Sequence[Action] = ()) -> None:
    """The tier from what the customer's row says, and the reasons for it (F1-28), written together with
    what was just `counted`."""
    from chalicelib.rules import tiers

    estate = (customer.estate_grade, customer.age_of_estate, int(customer.neighbours))
    tier = tiers.tier(plans.tiers(), tiers.Facts(customer.spend, customer.currency, *estate))
    reasons = Customer.tier_reasons.set(list(tier.reasons))
    customer.change([*counted, Customer.tier.set(tier.name), reasons])


def hand_over(gift: str, touch: Touchpoint, now: datetime) -> None:
    """Take one piece from stock for this touchpoint, once."""
    given = GiftGiven(*GiftGiven.at(touch.owner, touch.id), gift=gift, touch_key=touch.key)
    stock = Gift(*Gift.at(gift))
    stock.create()
    transact(
        [Write(given, condition=Row.pk.does_not_exist()), Write(stock, (Gift.stock.set(Gift.stock - 1),))]
    )


def stop_address(channel: str, address: str, reason: str, now: datetime) -> None:
    """Nobody who shares this address hears from us on this channel any more."""
    _set_stopped(channel, address, reason, now)


def revive_address(channel: str, address: str, now: datetime) -> None:
    """The address wants to hear from us again, or was mended."""
    _set_stopped(channel, address, "", now)


def _set_stopped(channel: str, address: str, reason: str, now: datetime) -> None:
    pk, sk = Contact.at(channel, address)
    for _ in range(TRIES):
        contact = Contact.find(pk, sk, consistent=True) or Contact(pk, sk)
        version = contact.version
        contact.stopped, contact.stopped_at, contact.version = reason, now, int(version) + 1
        if contact.put_if(Row.pk.does_not_exist() | (Contact.version == version)):
            break
    else:
        raise Conflict("An address is being changed by others just now; try again.")
    for customer_id in contact.customers:
        _snapshot(customer_id, address, reason)


def _snapshot(customer_id: str, address: str, reason: str) -> None:
    """What the customer's row shows of it; the contact row stays the truth."""
    for _ in range(TRIES):
        customer = Customer.find(*Customer.at(customer_id), consistent=True)
        if customer is None:
            return
        stopped = {key: why for key, why in customer.stopped.items() if key != address}
        shown = {**stopped, address: reason} if reason else stopped
        if customer.change([Customer.stopped.set(shown)], Customer.stopped == customer.stopped):
            return


def contact_of(channel: str, address: str) -> Contact | None:
    """The address as it stands at this very moment."""
    return Contact.find(*Contact.at(channel, address), consistent=True)


def known_ids(contact: Contact | None, but: str) -> frozenset[str]:
    """Provider ids that stand on other rows of everybody who shares the address."""
    ids = set()
    for customer_id in contact.customers if contact else ():
        customer = Customer.find(*Customer.at(customer_id), consistent=True)
        ids |= {entry[4] for entry in customer.recent if entry[3] != but} if customer else set()
    return frozenset(ids)


def heard(customer: Customer, what: str, now: datetime) -> None:
    """An answer is counted to the campaign whose message was the last that they got, if that was lately."""
    at, _, _, key, *_ = customer.recent[-1] if customer.recent else ("", "", "", "", "")
    if not at or now - datetime.fromisoformat(at) > ANSWERED_WITHIN:
        return
    touch = Touchpoint.by_key(key)
    if touch and touch.campaign:
        runs.hear(shard_of(touch.pk), now, key, touch.campaign, what)


def plan_anew(sale_ids: list[str], now: datetime) -> None:
    """Have these sales looked at by planning once more."""
    for sale_id in sale_ids:
        sale = Sale.find(*Sale.at(sale_id), consistent=True)
        if sale:
            lane = lane_name(shard_of(sale.customer_id), NOW)
            sale.change([*move_due(sale, now), Row.due_lane.set(lane)])


def brought_forward(shard: int, reason: str, now: datetime) -> "Pull":
    """A row that has the dispatcher look for what waited for this reason (care/switches.py)."""
    from chalicelib.records.pulls import Pull

    row = Pull(*Pull.at(shard, reason), shard_number=str(shard), reason=reason)
    row.is_due(now, shard, NOW)
    return row


def history(who: str, what: str, why: str, now: datetime) -> list[str]:
    """One line of what people did to a row."""
    return [instant(now), who, what, why]
