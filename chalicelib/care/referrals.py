"""A friend of a customer's would like to be phoned: whoever looks after the customer does it (F1-09)."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.care import effects
from chalicelib.care.hands import Hands
from chalicelib.effects import OpenTask
from chalicelib.plans import saying
from chalicelib.records.customers import Customer
from chalicelib.records.referrals import Referral
from chalicelib.records.sales import Sale
from chalicelib.records.tasks import Task

CALLED_WITHIN = 2
STEP = "referral"


@dataclass(frozen=True)
class Friend:
    """As they wrote it themselves. `phone` is E.164."""

    name: str
    phone: str
    about: str = ""
    language: str = ""


def take(referrer: Customer, friend: Friend, now: datetime) -> Referral:
    """The friend gets no message from us: somebody phones, as they asked. Sent again, it is the same."""
    rep = _rep(referrer)
    row = Referral(
        *Referral.at(referrer.id, friend.phone), name=friend.name, phone=friend.phone, about=friend.about,
        language=friend.language, rep=rep, said_at=now,
    )  # fmt: skip
    row.awaited()
    values = {
        "customer_name": referrer.name, "sender": friend.name, "phone": friend.phone, "note": friend.about,
    }  # fmt: skip
    title = saying.asked(STEP, values)
    if row.create():
        task = effects.new_task(
            OpenTask("call", days=CALLED_WITHIN), rep, title, now, reason=_reason(row),
            customer_id=referrer.id, step=STEP,
        )  # fmt: skip
        task.friend = row.key
        task.create()
    return row


def _reason(row: Referral) -> str:
    return f"referral {row.sk}"


def _rep(referrer: Customer) -> str:
    """Who looks after the customer, else who sold to them last."""
    sales = [row for row in Sale.by_lookup(referrer.pk) if isinstance(row, Sale)]
    return referrer.rep or next((sale.rep for sale in reversed(sales) if sale.rep), "")


def forget(row: Referral, now: datetime, hands: Hands) -> None:
    """The dispatcher's way in: a year has gone by, and the friend never became a customer. The task that was
    opened for the call says no more whom."""
    task_id = effects.task_id(row.referrer, _reason(row))
    owner = Customer.today(row.referrer)
    for home in [row.referrer, *([owner.id] if owner else [])]:
        Task(*Task.at(home, task_id)).change(
            [Task.title.set(saying.asked("referral-forgotten", {})), Task.note.set(""), Task.history.set([])]
        )
    row.delete()
