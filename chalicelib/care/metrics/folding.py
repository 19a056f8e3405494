"""The drains' notes of a day folded into its counters; without a scan, as often as one likes."""

from datetime import date, datetime, timedelta

from chalicelib.care.metrics.tally import Tally, ended_on
from chalicelib.records import runs
from chalicelib.records.metrics import Day
from chalicelib.records.sales import Sale
from chalicelib.records.table import Row
from chalicelib.records.touchpoints import Touchpoint

RECOUNTED = 3


def fold_recent(now: datetime) -> list[Day]:
    """The last three days once more: a note may come late."""
    today = now.date()
    return [fold(today - timedelta(days=back)) for back in range(RECOUNTED)]


def fold_missing(first: date, last: date) -> None:
    """Those days that were never counted, such as before the program did so."""
    there = {row.day for row in Day.in_partition("day")}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day.isoformat() not in there:
            fold(day)


def fold(day: date) -> Day:
    """One day (UTC) from its notes."""
    tally, keys = Tally(), {}
    for run in runs.of_day(day.isoformat()):
        for key, step, outcome, reason, channel, segments, currency, cost in run.settled:
            tally.add((step, outcome, reason, channel), segments, currency, cost)
            keys[key] = True
    _complete(tally, list(keys), day.isoformat())
    row = Day(*Day.at(day.isoformat()), counts=tally.counts(), completion=tally.completion())
    row.save()
    return row


def _complete(tally: Tally, keys: list[str], day: str) -> None:
    touches = [touch for touch in _touches(keys) if ended_on(touch) == day]
    reps = _reps({touch.sale_id for touch in touches if touch.sale_id})
    for touch in touches:
        tally.keep(touch, reps.get(touch.sale_id, ""))


def _touches(keys: list[str]) -> list[Touchpoint]:
    places = [Touchpoint.at(*key.split(".", 1)) for key in keys if key.startswith("c")]
    return list(Row.batch_get(places)) if places else []  # type: ignore[arg-type]


def _reps(sale_ids: set[str]) -> dict[str, str]:
    places = sorted(Sale.at(sale_id) for sale_id in sale_ids)
    return {sale.id: sale.rep for sale in Row.batch_get(places)} if places else {}  # type: ignore[attr-defined]
