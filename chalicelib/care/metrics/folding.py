"""The drains' notes of a day folded into its counters, and days into months; without a scan, as often as
one likes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from chalicelib.care.metrics import entries, gathering, holding
from chalicelib.care.metrics.tally import Tally
from chalicelib.records import metrics, runs
from chalicelib.records.metrics import RECOUNTED, Day, Month, Stale
from chalicelib.records.touchpoints import Touchpoint, parts

LATELY = 3


def fold_recent(now: datetime, days: int = LATELY) -> list[Day]:
    """The last days once more: a note may come late."""
    lately = last_days(now.date(), days)
    folded = [fold(day) for day in lately]
    sum_up(lately, now)
    return folded


def last_days(today: date, count: int) -> list[date]:
    return [today - timedelta(days=back) for back in range(count)]


def sum_up(days: Sequence[date], now: datetime) -> None:
    """Once each of them is counted, the latest first: what waits now, and the months."""
    if latest := Day.find(*Day.at(days[0].isoformat())):
        holding.note(latest, now)
    for month in {f"{day:%Y-%m}" for day in days}:
        fold_month(month)


def fold_all(now: datetime) -> list[Day]:
    """What the clock does each night: as far back as a message's last word takes, and every older day on
    which something changed meanwhile."""
    folded = fold_recent(now, RECOUNTED)
    stale = list(Stale.in_partition("stale", consistent=True))
    for mark in stale:
        fold(date.fromisoformat(mark.day))
    for month in {mark.day[:7] for mark in stale}:
        fold_month(month)
    for mark in stale:
        metrics.forget(mark)
    return folded


def fold_missing(first: date, last: date) -> None:
    """Those days that were never counted, such as before the program did so."""
    there = {row.day for row in Day.in_partition("day")}
    missing = [day for number in range((last - first).days + 1) if (day := first + timedelta(days=number))]
    counted = [day for day in missing if day.isoformat() not in there and fold(day)]
    for month in {f"{day:%Y-%m}" for day in counted}:
        fold_month(month)


def fold(day: date) -> Day:
    """One day (UTC) from its notes."""
    notes, tally = runs.of_day(day.isoformat()), Tally()
    for run in notes:
        for key, step, outcome, reason, channel, segments, currency, cost in run.settled:
            tally.add((step, outcome, reason, channel), segments, currency, cost)
            tally.behind.append(
                ((entries.MESSAGE, step, outcome, reason, channel), Touchpoint.at(*parts(key)))
            )
    for said in (*gathering.of_runs(notes), *gathering.of_tasks(day)):
        if said.day == day.isoformat():
            tally.count(said.name, (said.row.pk, said.row.sk))
    return keep(day.isoformat(), tally)


def keep(day: str, tally: Tally, source: str = "runs") -> Day:
    """A day's counters, with the rows behind each of them."""
    lists = tally.lists()
    for figure in entries.FIELDS:
        metrics.enlist(day, figure, lists.get(figure, []))
    row = Day.find(*Day.at(day)) or Day(*Day.at(day))
    row.counts, row.figures, row.source = tally.counts(), tally.lines(), source
    row.save()
    return row


def fold_month(month: str) -> Month:
    """From its days, as they are counted by now."""
    tally = Tally()
    for day in metrics.between(*ends(month)):
        tally.take(day.counts, day.figures)
    row = Month(*Month.at(month), counts=tally.counts(), figures=tally.lines())
    row.save()
    return row


def ends(month: str) -> tuple[date, date]:
    """Its first and its last day."""
    first = date.fromisoformat(f"{month}-01")
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
