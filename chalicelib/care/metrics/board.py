"""Months of counters as the figures that people look at, each with the number it rests on and with what
leads to the rows behind it. Reads nothing: whatever the shop's size, a month is one row."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from chalicelib.care.metrics.entries import FIELDS, HANDED, Name
from chalicelib.care.metrics.folding import ends
from chalicelib.care.metrics.tally import Tally
from chalicelib.message import BAD, GOOD
from chalicelib.records.metrics import Day, Month
from chalicelib.rules import rates

HOWS: Mapping[str, tuple[str, ...]] = {
    "kept": ("on_time", "late", "missed", "refused", "failed", HANDED),
    "task": ("on_time", "late", "in_vain", "open"),
}
# Whoever marks a message as spam has got it.
SPAM = "complained"
ARRIVED, LOST = (*sorted(GOOD), SPAM), tuple(sorted(BAD - {SPAM}))
FEW = 50
BY = ("step", "rep", "shop", "month")
Where = Mapping[str, str]


@dataclass(frozen=True)
class Group:
    """One line of a table: how many ended in which way. `leads`: what its rows have besides what was asked
    for."""

    name: str
    counts: Mapping[str, int]
    leads: Mapping[str, str]

    @property
    def due(self) -> int:
        return sum(self.counts.values())

    @property
    def on_time(self) -> float | None:
        return on_time(self.counts)


def on_time(counts: Mapping[str, int]) -> float | None:
    """The share of its day, of all that is not in a colleague's hands: those stand among the tasks."""
    return rates.share(counts.get("on_time", 0), sum(counts.values()) - counts.get(HANDED, 0))


@dataclass(frozen=True)
class Spread:
    """Half took no longer than `median` minutes, nine of ten no longer than `p90`."""

    n: int
    median: int | None
    p90: int | None


@dataclass(frozen=True)
class Rating:
    n: int
    mean: float | None
    good: float | None
    silent: int = 0


@dataclass(frozen=True)
class Health:
    """What became of the messages that a provider took."""

    channel: str
    taken: int
    arrived: int
    failed: int
    spam: int

    @property
    def share(self) -> float | None:
        return rates.share(self.arrived, self.taken)


@dataclass(frozen=True)
class Rate:
    """Complaints about goods of an age, and how many of those there were."""

    product: str
    age: str
    complaints: int
    units: int

    @property
    def is_few(self) -> bool:
        """Too few to tell damage from chance."""
        return self.units < FEW

    @property
    def per_thousand(self) -> float | None:
        return rates.per_thousand(self.complaints, self.units)


@dataclass
class Spent:
    messages: int = 0
    segments: int = 0
    cost: dict[str, Decimal] = field(default_factory=dict)


def summed(rows: Iterable[Month | Day], only: str = "") -> Tally:
    """`only`: one figure, where no other is asked for."""
    tally = Tally()
    for row in rows:
        if only:
            tally.take((), (line for line in row.figures if line[0] == only))
        else:
            tally.take(row.counts, row.figures)
    return tally


def groups(months: Sequence[Month], figure: str, by: str, where: Where) -> list[Group]:
    """How days were kept, by step, rep, shop or month; only where the rest is as asked."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in months:
        for _figure, *name, count in (line for line in row.figures if line[0] == figure):
            named = dict(zip(FIELDS[figure], map(str, name), strict=True))
            if all(named[key] == value for key, value in where.items() if value):
                found[row.month if by == "month" else named[by]][named["how"]] += count
    lines = [Group(name, counts, _leads(by, name)) for name, counts in found.items()]
    return sorted(lines, key=lambda one: one.name if by == "month" else (-one.due, one.name))


def _leads(by: str, name: str) -> dict[str, str]:
    """A table by month leads to the rows of that month alone."""
    return {"first": name, "last": name} if by == "month" else {by: name}


def reasons(tally: Tally, outcome: str) -> list[tuple[str, int]]:
    """Why what did not go was refused, or failed; the commonest first."""
    found: Counter[str] = Counter()
    for (_step, ended, reason, _channel), cell in tally.cells.items():
        if ended == outcome:
            found[reason] += cell.count
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def spread(tally: Tally, figure: str) -> Spread:
    minutes = {int(name[0]): count for name, count in tally.of(figure).items()}
    return Spread(sum(minutes.values()), rates.percentile(minutes, 0.5), rates.percentile(minutes, 0.9))


def rating(tally: Tally, figure: str) -> Rating:
    """`good`: the share of four and five. Who did not answer is not in it."""
    said = {int(name[0]): count for name, count in tally.of(figure).items() if str(name[0]).isdigit()}
    n = sum(said.values())
    good = sum(count for score, count in said.items() if score > 3)
    return Rating(n, rates.mean(said), rates.share(good, n), sum(tally.of(figure).values()) - n)


def promises(tally: Tally) -> dict[str, int]:
    return _by(tally.of("promise"), lambda name: str(name[1]))


def total(tally: Tally, figure: str) -> int:
    return sum(tally.of(figure).values())


def health(tally: Tally) -> list[Health]:
    found = tally.of("delivery")
    channels = sorted({str(name[0]) for name in found})
    return [_health(channel, found) for channel in channels]


def _health(channel: str, found: Mapping[Name, int]) -> Health:
    states = _by({name: n for name, n in found.items() if name[0] == channel}, lambda name: str(name[1]))
    arrived, lost = (sum(states.get(state, 0) for state in which) for which in (ARRIVED, LOST))
    return Health(channel, sum(states.values()), arrived, lost, states.get(SPAM, 0))


def opt_outs(tally: Tally) -> list[tuple[str, str, int]]:
    found = tally.of("opt_out").items()
    return sorted(((str(purpose), str(channel), count) for (purpose, channel), count in found), key=_most)


def _most(line: tuple[str, str, int]) -> tuple[int, str, str]:
    return -line[2], line[0], line[1]


def spent(tally: Tally, channel: str = "sms") -> Spent:
    found = Spent()
    for (_step, outcome, _reason, by), cell in tally.cells.items():
        if outcome == "sent" and by == channel:
            found.messages += cell.count
            found.segments += cell.segments
            for currency, cost in cell.cost.items():
                found.cost[currency] = found.cost.get(currency, Decimal(0)) + cost
    return found


def by_age(tally: Tally, owned: Tally, last: str) -> list[Rate]:
    """Complaints of these months per goods ever sold by then, by product and by how old the goods were in
    the last of them: a young batch that complains more than an old one stands out."""
    units: Counter[tuple[str, str]] = Counter()
    for (product, made), count in owned.of("units").items():
        units[str(product), rates.age(str(made), ends(last)[1])] += count
    cases: Counter[tuple[str, str]] = Counter()
    for (_about, product, age), count in tally.of("complaint").items():
        cases[str(product), str(age)] += count
    lines = [Rate(*name, count, units[name]) for name, count in cases.items()]
    return sorted(lines, key=lambda one: (one.is_few, -(one.per_thousand or 0), -one.complaints, one.product))


def _by(found: Mapping[Name, int], told: Callable[[Name], str]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for name, count in found.items():
        sums[told(name)] += count
    return dict(sums)
