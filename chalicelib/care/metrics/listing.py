"""The rows behind a figure, a page at a time: the same rows, asked the same way, that were counted. Reads
only days on which there are any, and of those only so much as fills a page."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from chalicelib.care.metrics import board, gathering
from chalicelib.care.metrics.gathering import Said
from chalicelib.errors import BadInput
from chalicelib.records import metrics, runs
from chalicelib.records.metrics import Day
from chalicelib.records.runs import Run
from chalicelib.records.table import SHARDS, Row
from chalicelib.records.touchpoints import Touchpoint, parts

MOST, MOST_LOOKS, NOTES = 50, 96, 8


@dataclass(frozen=True)
class Wanted:
    """`where`: what the figure is told apart by (board.FIELDS), as far as it is asked for."""

    figure: str
    first: date
    last: date
    where: Mapping[str, str]

    def fits(self, name: tuple[object, ...]) -> bool:
        if name[0] != self.figure:
            return False
        named = dict(zip(board.FIELDS[self.figure], map(str, name[1:]), strict=True))
        return all(named[key] == value for key, value in self.where.items())


@dataclass(frozen=True)
class Listing:
    """`count`: of all pages together. `after`: where the next page begins; empty on the last."""

    rows: list[Said]
    count: int
    after: str = ""


def check(wanted: Wanted) -> None:
    if wanted.figure not in board.FIELDS:
        raise BadInput(f"{wanted.figure!r} is no figure; open the metrics and choose one there.")
    for name in wanted.where:
        if name not in board.FIELDS[wanted.figure]:
            raise BadInput(
                f"{wanted.figure} is not told apart by {name!r}; open the metrics and choose there."
            )


def page(wanted: Wanted, after: str = "") -> Listing:
    check(wanted)
    counted = {row.day: _count(row, wanted) for row in metrics.between(wanted.first, wanted.last)}
    days = sorted((day for day, count in counted.items() if count), reverse=True)
    found: dict[tuple[object, ...], Said] = {}
    for look, (place, said) in enumerate(_looks(wanted, days, after), 1):
        # A row that several notes name is listed once, but as often as it was counted.
        times: Counter[tuple[object, ...]] = Counter()
        for one in said:
            name = (one.row.pk, one.row.sk, one.day, one.name)
            times[name] += 1
            found.setdefault((*name, times[name]), one)
        if len(found) >= MOST or look == MOST_LOOKS:
            return Listing(list(found.values()), sum(counted.values()), place)
    return Listing(list(found.values()), sum(counted.values()))


def _count(row: Day, wanted: Wanted) -> int:
    tally = board.summed([row])
    figures = sum(count for name, count in tally.figures.items() if wanted.fits(name))
    cells = sum(cell.count for name, cell in tally.cells.items() if wanted.fits(("message", *name)))
    return figures + cells


def _looks(wanted: Wanted, days: list[str], after: str) -> Iterator[tuple[str, list[Said]]]:
    """Each with the place behind it."""
    since, _, rest = after.partition("/")
    for day in (one for one in days if not since or one <= since):
        within = rest if day == since else ""
        if wanted.figure == "task":
            if not within:
                found = [one for one in gathering.of_tasks(date.fromisoformat(day)) if wanted.fits(one.name)]
                yield f"{day}/all", found
        else:
            yield from _notes(wanted, day, within)


def _notes(wanted: Wanted, day: str, within: str) -> Iterator[tuple[str, list[Said]]]:
    """Shard by shard, some notes at a time."""
    begun, _, sk = within.partition("/")
    for shard in range(int(begun or 0), SHARDS):
        place = sk if within and shard == int(begun) else ""
        while notes := runs.page(day, shard, place, NOTES):
            place = notes[-1].sk
            yield f"{day}/{shard:02d}/{place}", [one for one in _said(wanted, day, notes) if one.day == day]


def _said(wanted: Wanted, day: str, notes: list[Run]) -> Iterator[Said]:
    if wanted.figure == "message":
        yield from _messages(wanted, day, notes)
    else:
        yield from (one for one in gathering.of_runs(notes) if wanted.fits(one.name))


def _messages(wanted: Wanted, day: str, notes: list[Run]) -> Iterator[Said]:
    lines = [line for run in notes for line in run.settled if wanted.fits(("message", *line[1:5]))]
    rows = Row.many([Touchpoint.at(*parts(line[0])) for line in lines])
    for line in lines:
        if row := rows.get(Touchpoint.at(*parts(line[0]))):
            yield Said(row, day, ("message", *line[1:5]))
