"""A small world to play in: the real program on the table's twin, a clock that jumps, a provider that
remembers, and a fuse that stops everything at any call to the outside."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib import jobs
from chalicelib.care import customers, sales
from chalicelib.care.customers import NewCustomer
from chalicelib.care.hands import Hands
from chalicelib.care.sales import NewSale
from chalicelib.message import Delivery, Found, Message, Receipt
from chalicelib.records.customers import Customer
from chalicelib.records.memory import Memory
from chalicelib.records.staff import Staff
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.settings import Settings
from chalicelib.simulation import next_due

PHONE, MAIL = "+85291234567", "chan@example.com"
START = datetime(2026, 3, 2, 2, tzinfo=UTC)  # a Monday, 10:00 in Hong Kong
AT_ONCE = 25  # rows that a batch may write


class Crash(BaseException):
    """The process is gone. Nothing in the program may catch it."""


class Fuse:
    """Blows at the nth call to the outside, before it happens or after: a crash, or an error that the
    program sees. It blows once. One that never blows, and is asked to note, has in `places` the first call
    made from each place in the program, and in `writes` which calls may have changed something."""

    def __init__(
        self, at: int = 0, after: bool = False, trouble: type[BaseException] = Crash, notes: bool = True
    ):
        self.notes = notes
        self.at, self.after, self.trouble, self.calls = at, after, trouble, 0
        self.places: dict[tuple[str, ...], int] = {}
        self.writes: set[int] = set()

    def through(self, call: Callable[[], Any], reads: bool = False) -> Any:
        self.calls += 1
        if self.notes and not self.at:
            self._note(reads)
        blows = self.calls == self.at
        if blows and not self.after:
            raise self.trouble
        answer = call()
        if blows:
            raise self.trouble
        return answer

    def _note(self, reads: bool) -> None:
        self.places.setdefault(_way_here(), self.calls)
        if not reads:
            self.writes.add(self.calls)

    def deaths(self, calls: Iterable[int]) -> Iterator[tuple[int, bool]]:
        """(at, after): before each of these calls, and after it where it may have changed something. After
        one that only read, all is as it was before it, and so is whatever follows."""
        return ((at, after) for at in calls for after in (False, True) if at in self.writes or not after)


def _way_here() -> tuple[str, ...]:
    """The program's own lines that led to this call: what tells one kind of call from another."""
    frame, lines = sys._getframe(2), []
    while frame:
        if "chalicelib" in frame.f_code.co_filename and "/records/" not in frame.f_code.co_filename:
            lines.append(f"{frame.f_code.co_filename}:{frame.f_lineno}")
        frame = frame.f_back  # type: ignore[assignment]
    return tuple(lines)


class FusedTable(Memory):
    """The twin, each request through the fuse."""

    def __init__(self, fuse: Fuse):
        super().__init__()
        self.fuse = fuse

    def get_item(self, *args: Any, **kwargs: Any) -> dict:
        return self.fuse.through(lambda: super(FusedTable, self).get_item(*args, **kwargs), True)

    def put_item(self, *args: Any, **kwargs: Any) -> dict:
        return self.fuse.through(lambda: super(FusedTable, self).put_item(*args, **kwargs))

    def update_item(self, *args: Any, **kwargs: Any) -> dict:
        return self.fuse.through(lambda: super(FusedTable, self).update_item(*args, **kwargs))

    def query(self, *args: Any, **kwargs: Any) -> dict:
        return self.fuse.through(lambda: super(FusedTable, self).query(*args, **kwargs), True)

    def transact(self, writes: Any) -> bool:
        return self.fuse.through(lambda: super(FusedTable, self).transact(writes))


class Provider:
    """Keeps what it accepted and can be asked for it, as Twilio can. `trouble` is raised by the next
    sends, after accepting where `accepts` says so."""

    name, carries, needs, confirms, patience = "provider", frozenset({"sms", "email"}), (), "ask", 10
    keeps_copies = True

    def __init__(self, world: "World"):
        self.world = world
        self.accepted: list[tuple[str, Message, datetime]] = []
        self.trouble: list[tuple[Exception | None, bool]] = []
        self.before_send: Callable[[], None] = lambda: None
        self.fates: dict[str, str] = {}
        self.forgotten: list[str] = []

    def check(self, settings: Settings) -> None: ...

    def send(self, settings: Settings, message: Message) -> Receipt:
        return self.world.fuse.through(lambda: self._send(message))

    def _send(self, message: Message) -> Receipt:
        trouble, accepts = self.trouble.pop(0) if self.trouble else (None, True)
        if accepts:
            self.accepted.append((f"SM{len(self.accepted) + 1}", message, self.world.now))
        if trouble:
            raise trouble
        return Receipt(self.accepted[-1][0])

    def find(self, settings: Settings, message: Message) -> Found:
        """By recipient, text and time alone: our key is not the provider's to know."""
        since = (message.claimed_at or self.world.now) - timedelta(seconds=60)
        fits = [
            sid
            for sid, sent, at in self.accepted
            if sent.to == message.to and sent.text == message.text and at >= since
        ]
        if len(fits) > 1 or any(sid in message.known_ids for sid in fits):
            return Found("cannot_tell")
        return Found("found", tuple(fits)) if fits else Found("absent")

    def fetch(self, settings: Settings, id: str) -> Delivery | None:
        return Delivery(id, self.fates.get(id, "sent"))

    def forget(self, settings: Settings, id: str) -> None:
        self.forgotten.append(id)

    @property
    def counts(self) -> Counter:
        """How often each touchpoint was accepted."""
        return Counter(message.key for _, message, _ in self.accepted)

    def texts(self) -> list[str]:
        return [message.text for _, message, _ in self.accepted]


class World:
    """`run(days)` lets time pass; `customer` and `sale` are what doors would call."""

    def __init__(self, fuse: Fuse | None = None, start: datetime = START):
        self.now, self.fuse = start, fuse or Fuse(notes=False)
        self.kept: list[dict] = []
        self.open_table()
        self.provider = Provider(self)
        self.hands = self.new_hands()

    def open_table(self) -> None:
        Row.engine = FusedTable(self.fuse)

    def stored(self) -> list[dict]:
        """Every row as the table has it, past the fuse."""
        return Row.engine.items()

    def keep(self) -> None:
        """Its rows as they are now, for others to go on from: the next world stands in its place."""
        self.kept = self.stored()

    def go_on_from(self, other: "World") -> None:
        """With the rows and the time of a world that was lived before, on whichever table."""
        self.now = other.now
        for start in range(0, len(other.kept), AT_ONCE):
            Row._get_connection().batch_write_item(put_items=other.kept[start : start + AT_ONCE])

    def next_due(self) -> tuple[datetime, int] | None:
        return next_due()

    def new_hands(self) -> Hands:
        settings = Settings(sms_channel="provider", email_channel="provider", link_secret="world")
        return Hands(settings, {"provider": self.provider})

    def customer(self, **facts: Any) -> Customer:
        usual: dict[str, Any] = {
            "name": "陳大文", "phones": (PHONE,), "emails": (MAIL,), "country": "HK", "language": "zh-HK",
        }  # fmt: skip
        return customers.find_or_create(NewCustomer(**{**usual, **facts}), self.now)

    def sale(self, customer: Customer, order: str = "A1", **facts: Any) -> None:
        line = {"series": "實木", "model": "SM-9003", "batch": "B1", "quantity": "65.0", "unit": "m2"}
        usual: dict[str, Any] = {
            "signed_on": self.now.date(), "signed_at": self.now, "lines": [line], "rep": "阿玲",
            "currency": "HKD",
        }  # fmt: skip
        sales.record(NewSale(order=order, customer_id=customer.id, **{**usual, **facts}), self.now)

    def staff(self, name: str = "阿玲", **facts: Any) -> Staff:
        row = Staff(*Staff.at(name), name=name, **{"phone": "+85298765432", **facts})
        row.save()
        return row

    def run(self, until: datetime | timedelta) -> None:
        """Everything that falls due, shard by shard, each at its own moment."""
        end, before = until if isinstance(until, datetime) else self.now + until, None
        while (found := self.next_due()) and found[0] <= end and self.now <= end:
            # A row that is leased to a dead worker stays where it is: the next tick is a minute later.
            self.now = max(self.now, found[0]) + (timedelta(minutes=1) if found == before else timedelta(0))
            before = found
            jobs.drain_shard(found[1], lambda: self.now, self.hands)
        self.now = max(self.now, end)

    def survive(self, act: Callable[[], None]) -> bool:
        """Do it; if the fuse blows, start anew a minute later. Whether it blew."""
        try:
            act()
        except (Crash, ConnectionError):
            self.now += timedelta(minutes=1)
            self.hands = self.new_hands()
            return True
        return False

    def touches(self, customer: Customer | None = None) -> dict[str, Touchpoint]:
        """Every touchpoint of planned steps by order, step and occurrence."""
        rows = self.rows(Touchpoint)
        return {
            f"{row.sale_id or row.owner[0]}/{row.step}/{int(row.occurrence)}": row
            for row in rows
            if customer is None or row.pk == customer.pk
        }

    def tasks(self) -> list[Task]:
        return self.rows(Task)

    def rows(self, kind: type[Row]) -> list:
        name = kind.kind.get_discriminator(kind)
        return [Row.from_raw_data(item) for item in self.stored() if item["kind"]["S"] == name]

    def day(self, days: int) -> date:
        return (self.now + timedelta(days=days)).date()
