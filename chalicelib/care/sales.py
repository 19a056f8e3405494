"""Sales: recorded once, and every later change of their dates handed to planning."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from chalicelib import plans
from chalicelib.care.effects import shop_day
from chalicelib.errors import BadInput, Conflict, NotFound, Reused, Stale
from chalicelib.ids import fits_a_key
from chalicelib.records.sales import Sale
from chalicelib.records.table import NOW, REST, Row, due_key, lane_name, shard_of
from chalicelib.rules import days
from chalicelib.rules.ledgers.lines import key_of, less, measure
from chalicelib.sentences import named

ANCHORS = ("delivered", "booked", "installed")


@dataclass(frozen=True)
class NewSale:
    """What a door knows of a sale. `order` is its id; `lines` as in records.sales.Sale."""

    order: str
    customer_id: str
    signed_on: date
    lines: list[dict[str, Any]]
    category: str = "flooring"
    store: str = ""
    rep: str = ""
    fitter: str = ""
    signed_at: datetime | None = None
    delivered_on: date | None = None
    booked_on: date | None = None
    installed_on: date | None = None
    amount: Decimal | None = None
    currency: str = ""
    warranty: str = ""
    warranty_version: str = ""
    note: str = ""
    import_id: str = ""
    asked: str = ""
    given: str = ""


@dataclass(frozen=True)
class Return:
    """What came back: the row as it was read, and what was taken of which line ([product, batch,
    quantity] each); `whole`: nothing of the sale is left."""

    line: list[str]
    taken: list[list[str]]
    whole: bool
    amount: Decimal | None = None
    why: str = ""


def as_of(new: NewSale, now: datetime) -> NewSale:
    """A ledger knows one installation date. If it lies ahead, it is a booking."""
    if new.installed_on and new.installed_on > shop_day(now):
        return replace(new, booked_on=new.installed_on, installed_on=None)
    return replace(new, booked_on=new.booked_on or new.installed_on)


def row(new: NewSale, now: datetime) -> Sale:
    """The sale as a row that is not put yet."""
    sale = Sale(
        *Sale.at(new.order), order=new.order, customer_id=new.customer_id, signed_on=new.signed_on,
        lines=new.lines, category=new.category, store=new.store, rep=new.rep, fitter=new.fitter,
        signed_at=new.signed_at, delivered_on=new.delivered_on, booked_on=new.booked_on,
        installed_on=new.installed_on, amount=new.amount, currency=new.currency, warranty=new.warranty,
        warranty_version=new.warranty_version, note=new.note, import_id=new.import_id, entered_at=now,
        asked=new.asked or None, given=new.given or None,
    )  # fmt: skip
    sale.lookup_pk, sale.lookup_sk = f"customer#{new.customer_id}", f"sale#{new.signed_on}#{sale.id}"
    return sale


def record(new: NewSale, now: datetime, backs: Sequence[Return] = ()) -> Sale | None:
    """Put the sale, unless it was there. What of it came back already, `backs`, is in the same put, so
    that nobody plans care for what was returned."""
    sale = fresh(new, now)
    for back in backs:
        _take_off(sale, back)
    return sale if sale.create() else None


def fresh(new: NewSale, now: datetime) -> Sale:
    """The sale as it is put, due at once for planning; what cannot be cared for is refused."""
    check(new)
    sale = row(new, now)
    # Imported sales queue behind those that somebody is waiting for.
    sale.is_due(now, shard_of(new.customer_id), REST if new.import_id else NOW)
    return sale


def check(new: NewSale) -> None:
    """What would never be cared for, or could not be, is refused before anything is written."""
    if not fits_a_key(new.order):
        raise BadInput("The order number {order}... is too long: shorten it.", order=new.order[:40])
    check_category(new.category)
    for day, what in ((new.booked_on, "booked for"), (new.installed_on, "installed on")):
        days.check_order(new.order, new.signed_on, day, what)


def check_category(category: str) -> None:
    if plans.plan_for(category) is None:
        known = sorted({one for plan in plans.care_plans().values() for one in plan.categories})
        raise BadInput(
            "No care plan is for {category!r}; use one of {known}, or add it to a plan.",
            category=category, known=known,
        )  # fmt: skip


def known(new: NewSale, now: datetime) -> Sale | None:
    """The same sale where it was recorded before. Asked before the buyer is written anywhere, so that
    what will be refused leaves nothing behind. A ledger alone may know days that are to come (`as_of`)."""
    check(new)
    days.check_signed(new.order, new.signed_on, now)
    days.check_past(new.delivered_on, "delivered", now)
    days.check_past(new.installed_on, "installed", now)
    days.check_made(new.lines, now)
    stored = Sale.find(*Sale.at(new.order), consistent=True)
    if stored is None or (new.asked and stored.asked == new.asked):
        return stored
    if new.given and stored.given == new.given:
        raise Reused("This Idempotency-Key brought another sale. A new sale takes a new key.")
    raise Conflict(
        "Order {order} is recorded already, with other contents or in another way (ledger, API or command "
        "line). Look at it first; change its dates by install, book and their like, or give a new sale a "
        "number of its own.", order=new.order,
    )  # fmt: skip


def get(id: str, seen: str = "") -> Sale:
    """`seen` is the tag that the caller knows, where nothing else may have happened meanwhile."""
    sale = Sale.find(*Sale.at(id), consistent=True)
    if sale is None:
        raise NotFound("There is no sale {id}. `aftercare customer show` lists a customer's sales.", id=id)
    if seen and seen != sale.tag:
        raise Stale("Sale {id} was changed since you read it. Read it again, then decide anew.", id=id)
    return sale


def set_date(sale_id: str, anchor: str, day: date | None, why: str, now: datetime, seen: str = "") -> Sale:
    """Delivery, booking or installation: set, moved, or called off (None). Planning follows."""
    if anchor not in ANCHORS:
        raise BadInput("{anchor!r} is no date of a sale; use one of {known}.", anchor=anchor, known=ANCHORS)
    sale = get(sale_id, seen)
    days.check_may_move(sale.order, sale.state)
    days.check_order(sale.order, sale.signed_on, day, anchor)
    if anchor == "booked" and day and sale.installed_on:
        days.refuse_booking(sale.order, sale.installed_on)
    if anchor != "booked":
        days.check_past(day, anchor, now)
    column = getattr(Sale, f"{anchor}_on")
    return _change(sale, [column.set(day) if day else column.remove(), Sale.why.set(why)], now)


def postpone(sale_id: str, day: date, why: str, now: datetime, seen: str = "") -> Sale:
    """The fitter comes on another day than was booked."""
    sale = get(sale_id, seen)
    if sale.booked_on is None:
        raise Conflict("Order {order} has no booking that could be moved; book it first.", order=sale.order)
    return set_date(sale_id, "booked", day, why, now, sale.tag)


def call_off(sale_id: str, why: str, now: datetime, seen: str = "") -> Sale:
    """The sale will not be: everything that is open is taken back."""
    sale = get(sale_id, seen)
    if sale.state == "returned":
        raise Conflict("Order {order} was returned; there is nothing left to call off.", order=sale.order)
    return _change(sale, [Sale.state.set("called_off"), Sale.why.set(why)], now)


def book_again(sale_id: str, day: date, why: str, now: datetime, seen: str = "") -> Sale:
    """A sale that was called off is on again."""
    sale = get(sale_id, seen)
    if sale.state != "called_off":
        raise Conflict(
            "Order {order} is {state} and not called off; use book to move its day.",
            order=sale.order, state=named(sale.state, days.STATES[sale.state]),
        )  # fmt: skip
    days.check_booked(day, sale.signed_on)
    return _change(sale, [Sale.state.set("active"), Sale.booked_on.set(day), Sale.why.set(why)], now)


def take_return(sale_id: str, back: Return, now: datetime) -> Sale:
    """A return of all ends the sale's care; of a part, leaves less of its lines."""
    return _returned(get(sale_id), back, now)


def take_return_once(sale_id: str, back: Return, now: datetime) -> Sale:
    """A ledger's row: read again it is the same return, and changes nothing."""
    sale = get(sale_id)
    return sale if back.line in sale.returns else _returned(sale, back, now)


def _returned(sale: Sale, back: Return, now: datetime) -> Sale:
    _take_off(sale, back)
    actions = [Sale.returns.set(sale.returns), Sale.lines.set(sale.lines), Sale.state.set(sale.state)]
    if sale.amount is not None:
        actions.append(Sale.amount.set(sale.amount))
    return _change(sale, [*actions, Sale.why.set(sale.why)], now)


def _take_off(sale: Sale, back: Return) -> None:
    """In this copy of the row alone."""
    sale.returns, sale.lines = [*sale.returns, back.line], less(sale.lines, back.taken)
    if sale.amount is not None and back.amount is not None:
        sale.amount -= abs(back.amount)
    if back.whole:
        sale.state = "returned"
    sale.why = back.why


def return_all(sale_id: str, why: str, now: datetime, seen: str = "") -> Sale:
    """Everything comes back."""
    sale = get(sale_id, seen)
    if sale.state == "returned":
        raise Conflict("Order {order} was returned already.", order=sale.order)
    lines = [[*key_of(line), line.get("left", line["quantity"])] for line in sale.lines]
    return take_return(sale_id, Return(["", "", "0"], lines, True, sale.amount, why), now)


def add_lines(sale_id: str, lines: list[dict[str, Any]], now: datetime) -> Sale:
    """Further lines of the same order; those that it has already are left out."""
    sale = get(sale_id)
    there = {measure(line) for line in sale.lines}
    new = [line for line in lines if measure(line) not in there]
    if not new:
        return sale
    amounts = [Decimal(line["amount"]) for line in new if line.get("amount")]
    total = [Sale.amount.set(sum(amounts, sale.amount or Decimal(0)))] if amounts else []
    return _change(sale, [Sale.lines.set([*sale.lines, *new]), *total], now)


def _change(sale: Sale, actions: list, now: datetime) -> Sale:
    """One conditional update with a new anchors' version; the sale is due for planning at once."""
    version = int(sale.anchors_version)
    lane = lane_name(shard_of(sale.customer_id), NOW)
    due = [Row.due_lane.set(lane), Row.due_key.set(due_key(now, sale.pk, sale.sk))]
    changed = [*actions, *due, Sale.anchors_version.set(version + 1), Sale.changed_at.set(now)]
    if not sale.change(changed, Sale.anchors_version == version):
        raise Conflict(
            "Sale {sale} was changed by somebody else meanwhile; look at it and try again.", sale=sale.id
        )
    return sale
