"""The set: a table of its own, a provider that takes everything, one customer, and time that is given."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from chalicelib import engine, jobs, plugins
from chalicelib.care import customers, sales
from chalicelib.care.customers import NewCustomer
from chalicelib.care.hands import Hands
from chalicelib.care.sales import NewSale
from chalicelib.channels.base import Deaf
from chalicelib.message import Delivery, Message, Receipt
from chalicelib.records import table
from chalicelib.records.customers import Customer
from chalicelib.records.due import first_due
from chalicelib.records.staff import Staff
from chalicelib.records.table import Row, shard_of
from chalicelib.settings import Settings

START = datetime(2026, 3, 2, 2, tzinfo=UTC)
REP = "Ling"
LINE = {
    "product": "Washing machine",
    "series": "Aqua 7",
    "model": "WM-700",
    "batch": "B1",
    "quantity": "1",
    "unit": "pcs",
}


class Carrier(Deaf):
    """Takes every message at once, confirms by callback, and when asked has nothing new to say."""

    name, carries, confirms, patience = "carrier", frozenset({"sms", "email"}), "ask", 1
    needs: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.taken: list[Message] = []

    def send(self, settings: Settings, message: Message) -> Receipt:
        self.taken.append(message)
        return Receipt(f"SM{len(self.taken):032x}")

    def fetch(self, settings: Settings, id: str) -> Delivery | None:
        return Delivery(id, "sent")


@contextmanager
def embedded() -> Iterator[None]:
    """A table in a throw-away embedded engine."""
    with engine.scratch() as endpoint, new_table(endpoint):
        yield


@contextmanager
def new_table(endpoint: str) -> Iterator[None]:
    table.connect("bench", "us-east-1", endpoint, engine.CREDENTIALS)
    Row.create_table(wait=True)
    Staff(*Staff.at(REP), name=REP, phone="+85298765432").save()
    yield


def hands() -> Hands:
    """New ones, as each drain has."""
    settings = Settings(sms_channel="carrier", email_channel="carrier", link_secret="bench")
    kinds = plugins.discover("chalicelib.channels", "CHANNEL")
    return Hands(settings, {**kinds, "carrier": Carrier()})


def newcomer(number: int = 1) -> NewCustomer:
    return NewCustomer(
        name="Chan Tai Man", phones=(f"+8529{number:07d}",), country="HK", language="en",
    )  # fmt: skip


def sell(customer: Customer, category: str, installed_on: date | None = None, order: str = "A-1001") -> None:
    new = NewSale(
        order=order, customer_id=customer.id, signed_on=START.date(), signed_at=START, lines=[LINE], rep=REP,
        category=category, installed_on=installed_on, currency="HKD",
    )  # fmt: skip
    sales.record(new, START)


def known_customer(number: int = 1) -> Customer:
    return customers.find_or_create(newcomer(number), START)


def next_drain(customer: Customer) -> tuple[datetime, int]:
    """When the customer's next row falls due; its shard."""
    key, shard = first_due(shard_of(customer.pk)) or ("", 0)
    return datetime.fromisoformat(key.split("#")[0]), shard


def drain(at: datetime, shard: int) -> list[Message]:
    """One drain with new hands; what the carrier took in it."""
    mine = hands()
    jobs.drain_shard(shard, lambda: at, mine)
    return mine.channels["carrier"].taken
