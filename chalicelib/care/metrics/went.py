"""Which messages and errands stand behind the overview's last days: of each day of the shop and each kind the
latest, out of the drains' notes; where they are many, of each shop its latest, so that none is crowded out by
another. A day has its row by its weekday, so there are seven and no more."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chalicelib.care import effects
from chalicelib.ids import plain_name
from chalicelib.records.attributes import instant
from chalicelib.records.customers import Customer
from chalicelib.records.runs import Run
from chalicelib.records.switches import Switch
from chalicelib.records.touchpoints import parts
from chalicelib.rules import timing

DAYS, MOST = 7, 200
# How many fields a line has; its shop stands behind them.
LINE = 5
# Of how many of a day's latest the clock finds out whose they are, once they are more than are kept.
LOOKED_AT = 1000
ERRAND = "errand"
KINDS = ("sent", ERRAND, "refused", "failed")


@dataclass(frozen=True)
class Went:
    """A message, or what a colleague was asked instead, when it ended; `owner`: a customer, or one of the
    staff. `shop`: whose it was, where that had to be known."""

    at: str
    key: str
    step: str
    reason: str
    channel: str
    shop: str | None = None

    @property
    def owner(self) -> str:
        return parts(self.key)[0]


def kind_of(outcome: str, channel: str) -> str:
    return ERRAND if outcome == "sent" and not channel else outcome


@dataclass(frozen=True)
class Kept:
    """The latest first; `is_cut`: there were more."""

    lines: list[Went]
    is_cut: bool


def of(day: date, kind: str) -> Kept:
    value = Switch.read(_name(day))
    lines = value.get(kind, []) if value.get("day") == f"{day}" else []
    # A row from before it said so tells by its length.
    is_cut = kind in value["cut"] if "cut" in value else len(lines) == MOST
    return Kept([Went(*one) for one in lines], bool(lines) and is_cut)


def since(first: date, today: date, is_kept: bool) -> date:
    """From when on the notes are wanted: where no lines are kept yet, as far back as they are shown."""
    return first if is_kept else min(first, today - (DAYS - 1) * timing.DAY)


def keep(notes: Iterable[Run], now: datetime) -> None:
    """The clock's way in, with all notes of the days that it counts anew. Nothing is written unless
    something is new."""
    today = effects.shop_day(now)
    for day, kinds in _by_day(notes).items():
        if day <= today - DAYS * timing.DAY:
            continue
        before = Switch.read(_name(day), consistent=True)
        known = before if before.get("day") == f"{day}" else {}
        value: dict[str, Any] = {"day": f"{day}", "cut": []}
        for kind, lines in kinds.items():
            value[kind], is_cut = _kept(lines[::-1], known.get(kind, []))
            value["cut"] += [kind] if is_cut else []
        if value != before:
            Switch(*Switch.at(_name(day)), value=value, who="clock", at_moment=now).save()


def _kept(lines: list[list], known: list[list]) -> tuple[list[list], bool]:
    """Of many each shop's share, and the latest of all beside; and whether any were left out. What was kept
    stays until its own shop's later ones take its place, however many another one sends."""
    if len(lines) <= MOST:
        return lines, False
    each = {tuple(one[:LINE]): one for one in [*lines[:LOOKED_AT], *known]}
    ordered = _with_shops(sorted(each.values(), key=lambda one: one[0], reverse=True), known)
    share, seen = MOST // len({one[LINE] for one in ordered}), Counter[str]()
    first: list[list] = []
    rest: list[list] = []
    for one in ordered:
        seen[one[LINE]] += 1
        (first if seen[one[LINE]] <= share else rest).append(one)
    is_cut = len(lines) > LOOKED_AT or len(ordered) > MOST
    return sorted([*first, *rest][:MOST], key=lambda one: one[0], reverse=True), is_cut


def _with_shops(lines: list[list], known: list[list]) -> list[list]:
    """Asked for those customers of whom it is not known. Who has no shop counts by their rep."""
    shops = {parts(one[1])[0]: one[LINE] for one in known if len(one) > LINE}
    new = dict.fromkeys(owner for one in lines if (owner := parts(one[1])[0]) not in shops)
    people = Customer.many([Customer.at(one) for one in new if one.startswith("c")]).values()
    shops |= {row.id: plain_name(row.store or row.rep) for row in people if isinstance(row, Customer)}
    return [[*one[:LINE], shops.get(parts(one[1])[0], "")] for one in lines]


def _by_day(notes: Iterable[Run]) -> dict[date, dict[str, list[list[str]]]]:
    found: dict[date, dict[str, list[list[str]]]] = defaultdict(lambda: defaultdict(list))
    for run in notes:
        kinds = found[effects.shop_day(run.at_moment)]
        for key, step, outcome, reason, channel, *_ in run.settled:
            if (kind := kind_of(outcome, channel)) in KINDS:
                kinds[kind].append([instant(run.at_moment), key, step, reason, channel])
    return found


def _name(day: date) -> str:
    return f"went {day.isoweekday()}"
