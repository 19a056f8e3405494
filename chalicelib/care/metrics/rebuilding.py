"""All days counted anew from the rows themselves. Reads the whole table: by hand only. An erased
person's messages are counted still, their segments and cost are not known any more."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from chalicelib import plans
from chalicelib.care.metrics.tally import Tally, ended_on
from chalicelib.records import whole
from chalicelib.records.customers import Customer
from chalicelib.records.metrics import Day
from chalicelib.records.sales import Sale
from chalicelib.records.touchpoints import Rendered, Touchpoint


@dataclass
class House:
    """What the scan found, as far as counting needs it."""

    countries: dict[str, str] = field(default_factory=dict)
    reps: dict[str, str] = field(default_factory=dict)
    words: dict[tuple[str, str], Rendered] = field(default_factory=dict)
    touches: list[Touchpoint] = field(default_factory=list)


def rebuild() -> list[str]:
    """Counts everything anew; returns the days that had been counted otherwise."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    house = _read()
    for touch in house.touches:
        for day, name, segments, currency, cost in _entries(touch, house):
            tallies[day].add((touch.step, *name), segments, currency, cost)
        if ended_on(touch):
            tallies[ended_on(touch)].keep(touch, house.reps.get(touch.sale_id, ""))
    return _store(tallies)


def _read() -> House:
    house = House()
    for row in whole.rows(Customer, Sale, Rendered, Touchpoint):
        if isinstance(row, Customer):
            house.countries[row.id] = row.country
        elif isinstance(row, Sale):
            house.reps[row.id] = row.rep
        elif isinstance(row, Rendered):
            row.text = row.html = ""
            house.words[row.pk, row.sk] = row
        else:
            house.touches.append(row)
    return house


def _entries(touch: Touchpoint, house: House) -> Iterator[tuple[str, tuple[str, str, str], int, str, str]]:
    """(day, (outcome, reason, channel), segments, currency, cost) of everything a drain notes."""
    yield from _messages(touch, house)
    for facts in touch.attempts.values():
        if "ended" in facts:
            outcome, reason, at = facts["ended"]
            yield at[:10], (outcome, reason, _said_by(outcome, facts.get("channel", ""))), 0, "", "0"
    if touch.state == "done" and touch.sent_at:
        yield f"{touch.sent_at:%Y-%m-%d}", ("sent", touch.reason, ""), 0, "", "0"
    if touch.settled_at and (outcome := ENDINGS.get(touch.state, "")):
        day = f"{touch.settled_at:%Y-%m-%d}"
        yield day, (outcome, touch.reason, _said_by(outcome, touch.channel)), 0, "", "0"


ENDINGS = {"skipped": "refused", "failed": "failed", "cancelled": "cancelled"}


def _said_by(outcome: str, channel: str) -> str:
    """Only a failure belongs to a channel."""
    return channel if outcome == "failed" else ""


def _messages(touch: Touchpoint, house: House) -> Iterator[tuple[str, tuple[str, str, str], int, str, str]]:
    """What went: the present attempt, and the earlier ones that a provider had taken."""
    present = str(int(touch.attempt))
    for number, facts in touch.attempts.items():
        if facts.get("provider_id"):
            yield from _message(touch, number, facts["channel"], "", house)
    went = touch.state in ("sent", "failed") or (touch.state == "cancelled" and touch.provider_id)
    if went and touch.sent_at and present not in touch.attempts:
        yield from _message(touch, present, touch.channel, f"{touch.sent_at:%Y-%m-%d}", house)


def _message(
    touch: Touchpoint, number: str, channel: str, day: str, house: House
) -> Iterator[tuple[str, tuple[str, str, str], int, str, str]]:
    words = house.words.get(Rendered.at(touch.owner, touch.id, int(number)))
    if words is None:
        if day:
            yield day, ("sent", "", channel), 0, "", "0"
        return
    is_sms = channel == "sms"
    code = plans.country(house.countries.get(touch.owner, "")).code
    price = plans.prices().segment(code) if is_sms else plans.prices().email
    cost = price.amount * Decimal(int(words.segments) if is_sms else 1)
    at = day or f"{words.at_moment:%Y-%m-%d}"
    yield at, ("sent", "", channel), int(words.segments), price.currency, str(cost)


def _store(tallies: dict[str, Tally]) -> list[str]:
    """Days that the rows know nothing of lose their counters."""
    stored = {row.day: row for row in Day.in_partition("day")}
    changed = []
    for day in sorted({*tallies, *stored}):
        tally = tallies.get(day, Tally())
        fresh = Day(*Day.at(day), counts=tally.counts(), completion=tally.completion(), source="rows")
        old = stored.get(day)
        if old is None or (old.counts, old.completion) != (fresh.counts, fresh.completion):
            changed += [day] if old else []
            fresh.save()
    return changed
