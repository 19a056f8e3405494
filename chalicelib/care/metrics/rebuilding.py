"""All days counted anew from the rows themselves. Reads the whole table: by hand only. An erased person's
deeds are counted still; what they said, what their messages cost and what they complained of is not known
any more."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from chalicelib import plans
from chalicelib.care.metrics import entries, folding
from chalicelib.care.metrics.tally import Tally
from chalicelib.records import whole
from chalicelib.records.attributes import instant
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.events import Event, Payload
from chalicelib.records.metrics import Day
from chalicelib.records.ratings import Rating
from chalicelib.records.sales import Sale
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Rendered, Touchpoint

KINDS = (Customer, Sale, Rendered, Touchpoint, Complaint, Event, Payload, Rating, Task)
SAID = ("satisfaction", "why", "purpose", "channel", "state")


@dataclass
class House:
    """What the scan found, as far as counting needs it. `told`: events by partition and number."""

    countries: dict[str, str] = field(default_factory=dict)
    sales: dict[str, Sale] = field(default_factory=dict)
    words: dict[tuple[str, str], Rendered] = field(default_factory=dict)
    touches: list[Touchpoint] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    others: list[Rating | Task] = field(default_factory=list)
    told: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    said: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def events(self, pk: str) -> list[dict[str, Any]]:
        """As records/events.py tells them."""
        numbered = sorted(self.told.get(pk, {}).items())
        return [{**event, "says": self.said.get((pk, number))} for number, event in numbered]


def rebuild(now: datetime) -> list[str]:
    """Counts everything anew; returns the days that had been counted otherwise."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    house = _read()
    for touch in house.touches:
        for day, ended, segments, currency, cost in _settled(touch, house):
            tallies[day].add((touch.step, *ended), segments, currency, cost)
            tallies[day].behind.append(((entries.MESSAGE, touch.step, *ended), (touch.pk, touch.sk)))
    for row, (day, name) in _figures(house):
        if day <= f"{now:%Y-%m-%d}":
            tallies[day].count(name, (row.pk, row.sk))
    return _store(tallies)


def _read() -> House:
    house = House()
    for row in whole.rows(*KINDS):
        if isinstance(row, Customer):
            house.countries[row.id] = row.country
        elif isinstance(row, Sale):
            house.sales[row.id] = row
        elif isinstance(row, Touchpoint):
            house.touches.append(row)
        elif isinstance(row, Complaint):
            house.complaints.append(row)
        elif isinstance(row, Rendered | Event | Payload):
            _keep(row, house)
        else:
            house.others.append(row)
    return house


def _keep(row: Row, house: House) -> None:
    """Of what is long or many, only what is counted."""
    if isinstance(row, Rendered):
        row.text = row.html = ""
        house.words[row.pk, row.sk] = row
    elif isinstance(row, Event):
        at = {"what": row.what, "who": row.who, "at": instant(row.at_moment)}
        house.told[row.pk][row.sk[-6:]] = at
    elif isinstance(row, Payload):
        house.said[row.pk, row.sk[-6:]] = {name: row.facts[name] for name in SAID if name in row.facts}


def _figures(house: House) -> Iterator[tuple[Row, entries.Entry]]:
    for row, found in _by_row(house):
        yield from ((row, entry) for entry in found)


def _by_row(house: House) -> Iterator[tuple[Row, Iterator[entries.Entry]]]:
    for touch in house.touches:
        yield touch, entries.of_touch(touch, house.sales.get(touch.sale_id))
    for one in house.complaints:
        yield one, entries.of_complaint(one, house.events(one.pk), house.sales.get(one.sale_id))
    for pk in house.told:
        if pk.startswith("customer#"):
            yield Row(pk, "customer"), entries.of_consents(house.events(pk))
    for sale in house.sales.values():
        yield sale, entries.of_sale(sale)
    for row in house.others:
        if isinstance(row, Task):
            yield row, entries.of_task(row, house.sales.get(row.sale_id))
        else:
            yield row, entries.of_rating(row)


def _settled(touch: Touchpoint, house: House) -> Iterator[tuple[str, tuple[str, str, str], int, str, str]]:
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
        tally, old = tallies.get(day, Tally()), stored.get(day)
        if old is None or (old.counts, old.figures) != (tally.counts(), tally.lines()):
            changed += [day] if old else []
            folding.keep(day, tally, "rows")
    for month in {day[:7] for day in (*tallies, *stored)}:
        folding.fold_month(month)
    return changed
