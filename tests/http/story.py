"""A small shop in memory whose days are played by hand, so that pages have something to show."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from chalicelib import jobs
from chalicelib.care import customers, sales
from chalicelib.care.customers import NewCustomer
from chalicelib.care.hands import ready
from chalicelib.care.sales import NewSale
from chalicelib.records.customers import Customer
from chalicelib.records.memory import Memory
from chalicelib.records.table import Row
from chalicelib.records.touchpoints import Rendered, Touchpoint

BEGIN = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


class Story:
    """`now` is the story's own clock; `play` lets it run on, doing whatever falls due."""

    def __init__(self, memory: Memory) -> None:
        self.memory, self.now = memory, BEGIN

    def buys(
        self, name: str, *, phone: str = "", email: str = "", language: str = "", country: str = "CN",
        order: str = "A-1", product: str = "晨光橡木", signed_on: date | None = None,
        booked_on: date | None = None, installed_on: date | None = None, rep: str = "李婷",
    ) -> Customer:  # fmt: skip
        day = signed_on or self.now.date()
        buyer = NewCustomer(
            name, phones=(phone,) if phone else (), emails=(email,) if email else (), language=language,
            country=country, estate="云山花园", rep=rep, sample=True,
        )  # fmt: skip
        customer = customers.find_or_create(buyer, self.now)
        line = {"product": product, "series": "", "model": "", "batch": "B1", "quantity": "40", "unit": "m2"}
        sale = NewSale(
            order, customer.id, day, [line], booked_on=booked_on, installed_on=installed_on, rep=rep,
            amount=Decimal("18000"), currency="CNY", signed_at=self.now,
        )  # fmt: skip
        sales.record(sale, self.now)
        return customer

    def play(self, **ahead: int) -> None:
        """Let the clock run on by days, hours ...; each due row is drained at its own moment."""
        until = self.now + timedelta(**ahead)
        while (following := self.memory.next_due()) and _moment(following[0]) <= until:
            self.now = max(self.now, _moment(following[0]))
            jobs.drain_shard(int(following[1].split("#")[0]), lambda: self.now, ready())
        self.now = until

    def kept(self) -> tuple[datetime, bytes]:
        """The shop as it stands, to be put back by `again`, also into another story."""
        return self.now, self.memory.snapshot()

    def again(self, kept: tuple[datetime, bytes]) -> None:
        self.now, snapshot = kept
        self.memory.restore(snapshot)

    def messages(self, customer: Customer, channel: str = "") -> list[Rendered]:
        rows = Row.in_partition(customer.pk, "text#")
        return [row for row in rows if isinstance(row, Rendered) and channel in ("", row.channel)]

    def touch(self, customer: Customer, step: str) -> Touchpoint:
        rows = Row.in_partition(customer.pk, "touch#")
        return next(row for row in rows if isinstance(row, Touchpoint) and row.step == step)


def _moment(due_key: str) -> datetime:
    return datetime.fromisoformat(due_key.split("#")[0])
