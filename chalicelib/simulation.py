"""A year in minutes: the real program on the in-memory table, with a clock that jumps to what is next."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from chalicelib import jobs, plans, plugins
from chalicelib.auditing import Witness
from chalicelib.care import customers, imports, sales
from chalicelib.care.customers import NewCustomer
from chalicelib.care.hands import Hands
from chalicelib.care.imports import Order
from chalicelib.records import due
from chalicelib.records.kinds import import_all
from chalicelib.records.memory import Memory
from chalicelib.records.table import SHARDS, Row
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import timing
from chalicelib.rules.ledgers import Ledger, Outcome
from chalicelib.settings import Settings

DAY = timedelta(days=1)
MORNING = time(6)
SECRET = "simulated"
HERE = Settings().public_base_url

Progress = Callable[[date], None]


def _silent(day: date) -> None:
    """Nobody watches."""


@dataclass
class Report:
    """What a run came to; `steps` in the plans' order."""

    start: date
    days: int
    steps: list[dict[str, Any]] = field(default_factory=list)
    tasks: int = 0
    gifts: int = 0
    messages: int = 0
    segments: int = 0
    cost: dict[str, str] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "from": self.start.isoformat(), "days": self.days, "steps": self.steps, "tasks": self.tasks,
            "gifts": self.gifts, "messages": self.messages, "segments": self.segments,
            "cost": {currency: float(amount) for currency, amount in self.cost.items()},
            "violations": len(self.violations),
        }  # fmt: skip


class Year:
    """One run. A row enters on its signed date with its installation booked, and is installed on that
    day before the day's tasks; a return enters on its own day, and until then its sale is cared for.
    What lies before the start enters at the start. All links lead to `base_url`, by default to one that
    no environment changes: the length of a link counts."""

    def __init__(
        self, ledger: Ledger, outcomes: Sequence[Outcome], start: date, days: int, base_url: str = HERE
    ):  # fmt: skip
        self.start, self.days, self.zone = start, days, plans.shop_defaults().zone
        self.ledger = ledger
        orders = imports.orders(outcomes)
        self.people: dict[int, NewCustomer] = imports.persons(orders, ledger, sample=True)
        self.diary = imports.diary(orders, start)
        self.now = self._morning(start)
        self.witness = Witness(plugins.discover("chalicelib.channels", "CHANNEL")["outbox"], lambda: self.now)
        settings = Settings(link_secret=SECRET, public_base_url=base_url)
        self.hands = Hands(settings, {"outbox": self.witness})
        self.costs: dict[str, Decimal] = defaultdict(Decimal)

    def play(self, progress: Progress = _silent) -> Report:
        """Day by day: who enters, who is installed, the morning's lists, and whatever falls due."""
        for number in range(self.days):
            day = self.start + number * DAY
            self.now = self._morning(day)
            self._open(day)
            self._until(self._at(day, plans.tasks().digest_at))
            jobs.digest(self.now)
            self._until(self._morning(day + DAY))
            progress(day)
        return self.report()

    def _open(self, day: date) -> None:
        for order in self.diary.enters.get(day, ()):
            self._enter(order, day)
        for order in self.diary.joins.get(day, ()):
            sales.add_lines(order.key, imports.new_sale(order, "", "").lines, self.now)
        for order in self.diary.returns.get(day, ()):
            for outcome in order.returns:
                imports.take_back(order.key, outcome, self.now)
        for order in self.diary.installed.get(day, ()):
            if self._is_booked(order, day):
                sales.set_date(order.key, "installed", day, "", self.now)

    def _is_booked(self, order: Order, day: date) -> bool:
        """It entered with this day ahead of it, and was not returned since."""
        return day > self.start and sales.get(order.key).state == "active"

    def _enter(self, order: Order, day: date) -> None:
        customer = customers.find_or_create(self.people[order.person], self.now)
        new = imports.new_sale(order, customer.id, "")
        fitted = order.first.fitted_on
        done = fitted if fitted and fitted <= day and day == self.start else None
        sales.record(replace(new, booked_on=fitted, installed_on=done), self.now)

    def _until(self, end: datetime) -> None:
        """Drain shard by shard, each at the very moment its next row falls due."""
        for moment, shard in self._next(end):
            self.now = max(self.now, moment)
            jobs.drain_shard(shard, lambda: self.now, self.hands)
            for _key, _step, _outcome, _reason, _channel, _segments, currency, cost in self.hands.noted:
                if currency:
                    self.costs[currency] += Decimal(cost)
            self.hands.noted.clear()
        self.now = max(self.now, end)

    def _next(self, end: datetime) -> Iterator[tuple[datetime, int]]:
        while (found := next_due()) and found[0] <= end:
            yield found

    def _morning(self, day: date) -> datetime:
        return self._at(day, MORNING)

    def _at(self, day: date, hour: time) -> datetime:
        return timing.at_wall_clock(day, hour, self.zone)

    def report(self) -> Report:
        """Counted from the rows as they stand, not from what the drains said of themselves."""
        done = Report(self.start, self.days)
        counter = Counter(self.now)
        for row in everything():
            counter.add(row)
        done.steps, done.tasks, done.gifts = counter.steps(), counter.tasks, counter.gifts
        done.messages, done.segments = len(self.witness.seen), counter.segments
        done.cost = {currency: format(amount, "f") for currency, amount in sorted(self.costs.items())}
        done.violations = [*self.witness.faults, *counter.faults]
        return done


@dataclass
class Counter:
    """due = sent + waited + refused, step by step."""

    now: datetime
    counts: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    tasks: int = 0
    gifts: int = 0
    segments: int = 0

    def add(self, row: Row) -> None:
        name = type(row).__name__
        self.tasks += name == "Task"
        self.gifts += name == "GiftGiven"
        if name == "Rendered":
            self.segments += int(row.segments)  # type: ignore[attr-defined]
        if isinstance(row, Touchpoint) and row.plan:
            self._count(row)

    def _count(self, touch: Touchpoint) -> None:
        fate = self._fate(touch)
        if fate is None:
            return
        entry = self.counts.setdefault(
            (touch.plan, touch.step), {"due": 0, "sent": 0, "waited": 0, "refused": defaultdict(int)}
        )
        entry["due"] += 1
        if fate in ("sent", "waited"):
            entry[fate] += 1
        else:
            entry["refused"][fate] += 1

    def _fate(self, touch: Touchpoint) -> str | None:
        """sent, waited, a reason, or nothing where it has not fallen due."""
        if touch.state in ("sent", "done"):
            return "sent"
        if touch.state in ("skipped", "failed", "cancelled"):
            if not touch.reason:
                self.faults.append(f"{touch.key} did not go and nothing says why")
            return touch.reason or touch.state
        if touch.state == "unplanned" and touch.waits:
            return touch.reason
        if touch.state in ("planned", "sending") and touch.due_at and touch.due_at <= self.now:
            if not touch.waits or not self._comes_back(touch):
                self.faults.append(f"{touch.key} fell due and nothing came of it")
            return "waited"
        return None

    def _comes_back(self, touch: Touchpoint) -> bool:
        """Whether what waits will be looked at again."""
        return bool(touch.due_key) and _moment(touch.due_key) > self.now

    def steps(self) -> list[dict[str, Any]]:
        order = [(plan.name, step.name) for plan in plans.care_plans().values() for step in plan.steps]
        return [
            {"plan": plan, "step": step, **found, "refused": dict(sorted(found["refused"].items()))}
            for plan, step in order
            if (found := self.counts.get((plan, step)))
        ]


def next_due() -> tuple[datetime, int] | None:
    """The moment and the shard of the row that falls due first."""
    if isinstance(Row.engine, Memory):
        found = Row.engine.next_due()
        return (_moment(found[0]), int(found[1][:2])) if found else None
    firsts = (first for shard in range(SHARDS) if (first := due.first_due(shard)))
    key, shard = min(firsts, default=("", 0))
    return (_moment(key), shard) if key else None


def _moment(due_key: str) -> datetime:
    return datetime.fromisoformat(due_key.split("#")[0]).astimezone(UTC)


def everything() -> Iterator[Row]:
    """All rows of the run, in key order."""
    if isinstance(Row.engine, Memory):
        yield from (Row.from_raw_data(item) for item in Row.engine.items())
    else:
        import_all()
        yield from Row.scan()
