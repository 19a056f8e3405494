"""What a complaint's people hear: the customer at each turn and before each promise ends, the owner and
those above him when something is about to go wrong."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib import plans, words
from chalicelib.care import effects
from chalicelib.effects import OpenTask
from chalicelib.errors import NotFound
from chalicelib.ids import derived
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.sales import Sale
from chalicelib.records.staff import Shop, Staff
from chalicelib.records.table import NOW, Row, Write, shard_of
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import clocks
from chalicelib.rules.clocks import Clock, worktime

# Who has it where nobody is named among the staff: the customer reads "our after-sales desk".
DESK = "after-sales"


def customer(
    complaint: Complaint, step: str, now: datetime, more: Mapping[str, str] | None = None
) -> tuple[Write, ...]:
    """A message to the customer as part of a transaction: one for each event of the chain."""
    reader = person(complaint)
    values = {**_values(complaint, reader), **(more or {})}
    touch_id = derived("t", complaint.id, step, int(complaint.chain_length))
    touch = Touchpoint(
        *Touchpoint.at(reader.id, touch_id), step=step, purpose="critical", values=values,
        due_at=now,
    )  # fmt: skip
    touch.is_due(now, shard_of(touch.pk), NOW)
    return (Write(touch, condition=Row.pk.does_not_exist()),)


def person(complaint: Complaint) -> Customer:
    """Whose complaint it is, also where the row was merged into another since."""
    found = Customer.find(*Customer.at(complaint.customer_id), consistent=True)
    while found and found.merged_into:
        found = Customer.find(*Customer.at(found.merged_into), consistent=True)
    if found is None:
        raise NotFound(f"The customer of complaint {complaint.id} is not in the table; run the audit.")
    return found


def language_of(reader: Customer) -> str:
    return words.language_for(reader.language, plans.shop_defaults().language)


def _values(complaint: Complaint, reader: Customer) -> dict[str, str]:
    """The words' values, in the customer's language and on his clock."""
    language = language_of(reader)
    handler = Staff.find(*Staff.at(complaint.owner)) if complaint.owner else None
    return {
        "complaint_number": complaint.id,
        "understood": complaint.facts.get("understood", ""),
        "handler_name": "" if complaint.owner == DESK else complaint.owner,
        "handler_phone": (handler.phone if handler else "") or _phone(complaint),
        "finish_by": day(language, complaint.finish_by),
        "news_by": day(language, complaint.news_by),
    }


def _phone(complaint: Complaint) -> str:
    sale = Sale.find(*Sale.at(complaint.sale_id)) if complaint.sale_id else None
    store = Shop.find(*Shop.at(sale.store)) if sale and sale.store else None
    return (store.phone if store else "") or plans.shop_defaults().phone


def day(language: str, at: datetime | None) -> str:
    """A promise is a day to the customer, on the shop's clock."""
    return words.date(language, at.astimezone(ZoneInfo(plans.shop_defaults().zone)).date()) if at else ""


def superior(complaint: Complaint, title: str, now: datetime, why: str, clock: str = "") -> None:
    """A task for the one above the owner, urgent: he hears at once. Asked for again for the same reason
    it is the same one."""
    values = {"complaint_number": complaint.id, "handler_name": complaint.owner, "clock": clock}
    effects.open_task(
        OpenTask("complaint", days=0, urgent=True), effects.above(complaint.owner, now),
        words.task(title, plans.shop_defaults().language, values), now,
        reason=f"{complaint.id} superior {why}", customer_id=complaint.customer_id,
        sale_id=complaint.sale_id,
    )  # fmt: skip


def next_look(complaint: Complaint, running: Mapping[str, Clock], now: datetime) -> datetime | None:
    """When the next clock ends or the next promise has to be warned of. A warning whose time has come and
    that nobody gave yet is due now: an event that was added meanwhile must not put it off."""
    warnings = [max(now, warning_of(by)) for by in (complaint.news_by, complaint.finish_by) if by]
    end = clocks.next_end(running)
    return min([*warnings, *([end] if end and end > now else [])], default=None)


def warning_of(by: datetime) -> datetime:
    """So much working time before a promise breaks."""
    policy = plans.complaints()
    return worktime.before(by, policy.warn_before, policy.calendar)
