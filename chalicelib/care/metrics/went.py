"""Which messages and errands stand behind the overview's last days: of each day of the shop and each kind the
latest, out of the drains' notes. A day has its row by its weekday, so there are seven and no more."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.care import effects
from chalicelib.records.attributes import instant
from chalicelib.records.runs import Run
from chalicelib.records.switches import Switch
from chalicelib.records.touchpoints import parts
from chalicelib.rules import timing

DAYS, MOST = 7, 200
ERRAND = "errand"
KINDS = ("sent", ERRAND, "refused", "failed")


@dataclass(frozen=True)
class Went:
    """A message, or what a colleague was asked instead, when it ended; `owner`: a customer, or one of the
    staff."""

    at: str
    key: str
    step: str
    reason: str
    channel: str

    @property
    def owner(self) -> str:
        return parts(self.key)[0]


def kind_of(outcome: str, channel: str) -> str:
    return ERRAND if outcome == "sent" and not channel else outcome


def of(day: date, kind: str) -> list[Went]:
    """The latest first."""
    value = Switch.read(_name(day))
    return [Went(*one) for one in value.get(kind, [])] if value.get("day") == f"{day}" else []


def since(first: date, today: date, is_kept: bool) -> date:
    """From when on the notes are wanted: where no lines are kept yet, as far back as they are shown."""
    return first if is_kept else min(first, today - (DAYS - 1) * timing.DAY)


def keep(notes: Iterable[Run], now: datetime) -> None:
    """The clock's way in, with all notes of the days that it counts anew. Nothing is written unless
    something is new."""
    today = effects.shop_day(now)
    for day, kinds in _by_day(notes).items():
        value = {"day": f"{day}", **{kind: lines[-MOST:][::-1] for kind, lines in kinds.items()}}
        if day > today - DAYS * timing.DAY and value != Switch.read(_name(day), consistent=True):
            Switch(*Switch.at(_name(day)), value=value, who="clock", at_moment=now).save()


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
