"""When weather is worth a word: which days meet a rule, which of them belong together, who was told.

An alert keeps the numbers that made it. It says what the air does, never what will grow by when.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

from chalicelib import words
from chalicelib.climate import AlertRule, Board, Declared, Region
from chalicelib.rules.weather import wood
from chalicelib.rules.weather.reckoning import MEASURED, Sensed

DAY = timedelta(days=1)
Numbers = dict[str, str | int | float]


@dataclass(frozen=True)
class Met:
    """A day that meets a rule, in one region: in how many hours, and the numbers of the hour that was
    furthest beyond the limit. `declared`: a person said so, and there are no numbers."""

    on: date
    region: str
    hours: int = 0
    value: float = 0.0
    dew: float = 0.0
    floor: float = 0.0
    celsius: float = 0.0
    humidity: float = 0.0
    declared: Declared | None = None


@dataclass(frozen=True)
class Told:
    """An alert of earlier days that people heard of."""

    rule: str
    area: str
    first: date
    last: date


@dataclass(frozen=True)
class Listener:
    """A campaign that waits for `rule` in some `regions`. `came`: where it came without an alert, because
    somebody said so. `come(area, first day, {language: why}, numbers, now)` has it come, once; it answers
    why not, or nothing."""

    name: str
    rule: AlertRule
    regions: frozenset[str]
    came: tuple[Told, ...]
    come: Callable[[str, date, Mapping[str, str], list[Numbers], datetime], str]


@dataclass(frozen=True)
class Alert:
    """Days in a row that meet a rule. `tell_on`: from that day on people are to hear. `held`: why they
    are not: `cool_down` (told of it, or of another, lately) or `cap`; empty: they are."""

    rule: str
    area: str
    days: tuple[Met, ...]
    tell_on: date
    held: str = ""

    @property
    def first(self) -> date:
        return self.days[0].on

    @property
    def last(self) -> date:
        return self.days[-1].on

    @property
    def worst(self) -> Met:
        """The day with the most hours; of several, the first."""
        return max(self.days, key=lambda met: met.hours)

    def told(self) -> Told:
        return Told(self.rule, self.area, self.first, self.last)

    def ahead(self, today: date) -> "Alert":
        """What is left of it: nobody is told of November's air in January, though it never ended."""
        return replace(self, days=tuple(day for day in self.days if day.on >= today))

    def numbers(self) -> list[Numbers]:
        """Each day's, as they are kept."""
        return [_numbers(day) for day in self.days]

    def is_due(self, today: date) -> bool:
        """To be told today: not too early, and not when it is over."""
        return not self.held and self.tell_on <= today <= self.last


def _numbers(day: Met) -> Numbers:
    kept: Numbers = {"date": day.on.isoformat(), "region": day.region}
    if day.declared:
        return {**kept, "declared_by": day.declared.who}
    measured = {name: round(value, 1) for name, value in asdict(day).items() if isinstance(value, float)}
    return {**kept, "hours": day.hours, **measured}


def met(rule: AlertRule, region: Region, day: date, sensed: Iterable[Sensed]) -> Met | None:
    """The numbers of a day that meets the rule there."""
    measured = MEASURED.get(rule.measure)
    if measured is None or not rule.season.holds(day) or not rule.concerns(region):
        return None
    beyond = [one for one in sensed if rule.met_by(measured(one))]
    if not beyond or len(beyond) < rule.hours:
        return None
    worst = (max if rule.at_least else min)(beyond, key=measured)
    return Met(
        day, region.name, len(beyond), measured(worst),
        worst.hour.dew, worst.felt.floor, worst.hour.celsius, worst.felt.room_humidity,
    )  # fmt: skip


def declared(rule: AlertRule, region: Region, said: Iterable[Declared]) -> list[Met]:
    """The days that people named, whatever the season: they have looked out of the window."""
    return [
        Met(one.first + n * DAY, region.name, declared=one)
        for one in said
        if (one.rule, one.region) == (rule.name, region.name)
        for n in range((one.last - one.first).days + 1)
    ]


def alerts(
    rule: AlertRule,
    days: Iterable[Met],
    regions: Mapping[str, Region],
    told: Iterable[Told] = (),
    since: date = date.min,
) -> list[Alert]:
    """The rule's alerts in the order of their days. Where it speaks for a province or a country, its
    worst city of a day stands for all. Asked again with what was `told`, it tells nothing twice. What
    was over before `since` is left out, and holds nothing back."""
    by_area: dict[str, list[Met]] = {}
    for one in days:
        by_area.setdefault(regions[one.region].area(rule.level), []).append(one)
    earlier = [one for one in told if one.rule == rule.name]
    return [
        alert
        for area, its in by_area.items()
        for alert in _judged(rule, area, its, [one for one in earlier if one.area == area], since)
    ]


def _judged(
    rule: AlertRule, area: str, days: Iterable[Met], told: list[Told], since: date
) -> Iterator[Alert]:
    heard = list(told)
    for spell in _spells(days):
        if spell[-1].on < since:
            continue
        held = _held(rule, spell, heard)
        alert = Alert(rule.name, area, tuple(spell), spell[0].on - rule.lead, held)
        if not held:
            heard.append(alert.told())
        yield alert


def _held(rule: AlertRule, spell: list[Met], heard: Iterable[Told]) -> str:
    """What was told may lie ahead: a forecast moves a spell forward, too. Whom a person's declaration
    reaches has a reason to hear again so soon, but not of the same days."""
    first, last = spell[0].on, spell[-1].on
    pause = timedelta() if any(day.declared for day in spell) else rule.cool_down
    if any(first <= one.last + pause and last >= one.first - pause for one in heard):
        return "cool_down"
    season = Counter(rule.season.year(one.first) for one in heard)[rule.season.year(first)]
    return "cap" if season >= rule.cap else ""


def _spells(days: Iterable[Met]) -> Iterator[list[Met]]:
    """Days in a row, each once."""
    spell: list[Met] = []
    for one in _worst_of_each(days):
        if spell and one.on - spell[-1].on > DAY:
            yield spell
            spell = []
        spell.append(one)
    if spell:
        yield spell


def _worst_of_each(days: Iterable[Met]) -> list[Met]:
    worst: dict[date, Met] = {}
    for one in days:
        if one.on not in worst or one.hours > worst[one.on].hours:
            worst[one.on] = one
    return [worst[day] for day in sorted(worst)]


def values(rule: AlertRule, day: Met, region: Region, language: str) -> dict[str, str | int]:
    """What a reason may name; see climate.REASON_VALUES and BOARD_VALUES."""
    return {
        "city": region.label[language],
        "day": words.near_date(language, day.on),
        "hours": day.hours,
        "limit": f"{rule.limit:g}",
        **{name: f"{getattr(day, name):.1f}" for name in ("value", "dew", "floor", "celsius", "humidity")},
        **(_shrunk(rule.board, day.value) if rule.board else {}),
    }


def _shrunk(board: Board, moisture: float) -> dict[str, str | int]:
    gap = wood.gap(board.species, board.width, board.laid_at, moisture)
    return {"width": board.width, "gap": f"{gap:.1f}"}


def sentence(rule: AlertRule, day: Met, region: Region, language: str) -> str:
    """`Dew point 19.8 °C above the floor's 16.5 °C for 20 h on Monday 13 February in Guangzhou.` What
    a person declared is told in that person's words."""
    if day.declared:
        return day.declared.words
    return words.filled(rule.reason[language], values(rule, day, region, language))
